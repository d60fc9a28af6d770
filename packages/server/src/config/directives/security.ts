import { bool, INT64_MAX, integer, oneOf, optionalText, text } from '../directive.ts';

/** Who may do what. */
export const securityDirectives = [
  optionalText('requirepass', 'Password of the default user.', { sensitive: true }),
  text('aclfile', '', 'File that defines the users.', { immutable: true }),
  oneOf(
    'acl-pubsub-default',
    'resetchannels',
    ['allchannels', 'resetchannels'],
    'Channels that a new user may use before a rule says so.',
  ),
  integer('acllog-max-len', 128, [0, INT64_MAX], 'Entries of ACL LOG.'),
  oneOf('enable-protected-configs', 'no', ['no', 'yes', 'local'], 'Who may change protected directives.', {
    immutable: true,
  }),
  oneOf('enable-debug-command', 'no', ['no', 'yes', 'local'], 'Who may use DEBUG.', { immutable: true }),
  oneOf('enable-module-command', 'no', ['no', 'yes', 'local'], 'Who may use MODULE.', {
    immutable: true,
    none: 'Modules are native code and cannot be loaded.',
  }),
  bool('enable-debug-assert', false, 'Checks that only tests can afford.', {
    immutable: true,
    hidden: true,
    none: 'There are no such checks.',
  }),
  bool('hide-user-data-from-log', false, 'Keeps keys and values out of the log.', {
    none: 'Keys and values are never logged.',
  }),
] as const;

import { localeTag } from '../collation-locale.ts';
import { bool, flags, INT32_MAX, INT64_MAX, integer, oneOf, optionalText, structured, text } from '../directive.ts';
import { expandProcessTitle } from '../process-title.ts';

const ONE_THREAD = 'The server is one thread.';
const SCRIPTS = 'scripts';
const SHUTDOWN_FLAGS = ['default', 'save', 'nosave', 'now', 'force'] as const;

/** The process, its threads and what it does by itself. */
export const processDirectives = [
  integer('databases', 16, [1, INT32_MAX], 'Number of databases.', { immutable: true }),
  integer('hz', 10, [0, INT32_MAX], 'Rounds of background work per second; 1 to 500.', { clamp: [1, 500] }),
  bool('dynamic-hz', true, 'More rounds when there are many clients.', {
    none: 'Background work that has much to do takes more rounds by itself.',
  }),
  bool('daemonize', false, 'Goes into the background.', { immutable: true }),
  oneOf(
    'supervised',
    'no',
    ['upstart', 'systemd', 'auto', 'no'],
    'Service manager that is told when the server is ready.',
    {
      immutable: true,
      none: 'Node cannot send to the socket of systemd.',
    },
  ),
  optionalText('pidfile', 'File to which the process id is written.', { immutable: true }),
  bool('set-proc-title', true, 'Shows address and port in the list of processes.', { immutable: true }),
  text('proc-title-template', '{title} {listen-addr} {server-mode}', 'How the process is shown.', {
    check: (template) => {
      const example = {
        title: '',
        'listen-addr': '*',
        'server-mode': '',
        'config-file': '-',
        port: '0',
        'tls-port': '0',
        unixsocket: '-',
      };
      const title = expandProcessTitle(template, example);
      if (title !== undefined && title !== '') return undefined;
      return 'template format is invalid or contains unknown variables';
    },
  }),
  bool('always-show-logo', false, 'Shows a logo at the start.', { immutable: true, none: 'There is no logo.' }),
  text('ignore-warnings', '', 'Warnings at the start that are left out.', { none: 'There are no such warnings.' }),
  flags('shutdown-on-sigint', 'default', SHUTDOWN_FLAGS, 'How SIGINT ends the server.', { check: refuseShutdownFlags }),
  flags('shutdown-on-sigterm', 'default', SHUTDOWN_FLAGS, 'How SIGTERM ends the server.', {
    check: refuseShutdownFlags,
  }),
  integer('shutdown-timeout', 10, [0, INT32_MAX], 'Seconds that clients have to take their last replies.'),
  oneOf('oom-score-adj', 'no', ['no', 'yes', 'relative', 'absolute'], 'Sets how soon the kernel kills the process.', {
    sameAs: { relative: 'yes' },
  }),
  structured(
    'oom-scores',
    'oom-score-adj-values',
    '0 200 800',
    'That score for a master, a replica, a child process; there is no child process.',
  ),
  integer('io-threads', 1, [1, 128], 'Threads that read and write.', {
    immutable: true,
    debug: true,
    none: ONE_THREAD,
  }),
  bool('io-threads-always-active', false, 'Never lets these threads sleep.', { hidden: true, none: ONE_THREAD }),
  integer('prefetch-batch-max-size', 16, [0, 128], 'Commands whose keys are fetched together.', {
    hidden: true,
    none: ONE_THREAD,
  }),
  optionalText('server-cpulist', 'Processors of the server.', {
    aliases: ['server_cpulist'],
    hidden: ['server-cpulist'],
    immutable: true,
    none: 'Node cannot pin a process; use taskset.',
  }),
  optionalText('bio-cpulist', 'Processors of background threads.', {
    aliases: ['bio_cpulist'],
    hidden: ['bio-cpulist'],
    immutable: true,
    none: ONE_THREAD,
  }),
  integer('watchdog-period', 0, [0, INT32_MAX], 'Milliseconds after which a hanging server logs a stack.', {
    hidden: true,
    none: 'A single thread cannot watch itself.',
  }),
  bool('use-exit-on-panic', false, 'Exits instead of aborting after a failure, for tests.', {
    hidden: true,
    none: 'The process always exits.',
  }),
  structured('event-classes', 'notify-keyspace-events', '', 'Classes of keyspace events that are published.'),
  text('locale-collate', '', 'Locale by which SORT ALPHA orders, such as de_DE; without one, by bytes.', {
    check: (name) => (localeTag(name) === undefined ? 'Invalid locale name' : undefined),
  }),
  integer('busy-reply-threshold', 5000, [0, INT64_MAX], 'Milliseconds after which a running script answers BUSY.', {
    aliases: ['lua-time-limit'],
    pending: SCRIPTS,
  }),
  bool('lua-enable-deprecated-api', false, 'Gives scripts functions that are unsafe.', {
    aliases: ['lua-enable-insecure-api'],
    immutable: true,
    hidden: true,
    pending: SCRIPTS,
  }),
  bool('extended-redis-compatibility', false, 'Says "Redis" where Valkey says its own name.', {
    hidden: true,
    none: 'Replies are those of Redis.',
  }),
  bool('vset-force-single-threaded-execution', false, 'Searches vector sets in the main thread.', { none: ONE_THREAD }),
] as const;

function refuseShutdownFlags(set: readonly string[]): string | undefined {
  if (!set.includes('save') || !set.includes('nosave')) return undefined;
  return "shutdown options SAVE and NOSAVE can't be used simultaneously";
}

import { bool, INT32_MAX, INT64_MAX, integer, oneOf, structured, text } from '../directive.ts';

const NO_SYSLOG = 'Node has no syslog; send standard output there.';
const NO_HOT_KEYS = 'Hot keys are not tracked.';

/** What can be seen from outside: log, slow log, latencies. */
export const observabilityDirectives = [
  oneOf(
    'loglevel',
    'notice',
    ['debug', 'verbose', 'notice', 'warning', 'nothing'],
    'Least important lines that are logged.',
  ),
  text('logfile', '', 'File of the log; empty is standard output.', { immutable: true }),
  oneOf('log-format', 'legacy', ['legacy', 'logfmt', 'json'], 'Form of the log lines.', {
    hidden: true,
    none: "Log lines have Redis's form.",
  }),
  oneOf('log-timestamp-format', 'legacy', ['legacy', 'iso8601', 'milliseconds'], 'Form of the time in log lines.', {
    hidden: true,
    none: "Log lines have Redis's form.",
  }),
  bool('syslog-enabled', false, 'Sends the log to syslog too.', { immutable: true, none: NO_SYSLOG }),
  text('syslog-ident', 'redis', 'Name of the server in syslog.', { immutable: true, none: NO_SYSLOG }),
  oneOf(
    'syslog-facility',
    'local0',
    ['user', 'local0', 'local1', 'local2', 'local3', 'local4', 'local5', 'local6', 'local7'],
    'Facility in syslog.',
    { immutable: true, none: NO_SYSLOG },
  ),
  bool('crash-log-enabled', true, 'Writes a report into the log when the server crashes.', {
    none: 'An error that ends the process is always logged with its stack.',
  }),
  bool('crash-memcheck-enabled', true, 'Tests the memory after a crash.', {
    none: 'A JavaScript process cannot test its memory.',
  }),
  integer('slowlog-log-slower-than', 10000, [-1, INT64_MAX], 'Microseconds from which a command is logged; -1 never.', {
    aliases: ['commandlog-execution-slower-than'],
    hidden: ['commandlog-execution-slower-than'],
  }),
  integer('slowlog-max-len', 128, [0, INT64_MAX], 'Entries of the slow log.', {
    aliases: ['commandlog-slow-execution-max-len'],
    hidden: ['commandlog-slow-execution-max-len'],
  }),
  integer('slowlog-entry-max-argc', 32, [2, INT32_MAX], 'Arguments kept of a logged command.'),
  integer('slowlog-entry-max-string-len', 128, [1, INT64_MAX], 'Bytes kept of an argument.'),
  integer('commandlog-request-larger-than', 1048576, [-1, INT64_MAX], 'Bytes from which a request is logged.'),
  integer('commandlog-large-request-max-len', 128, [0, INT64_MAX], 'Entries of the log of large requests.'),
  integer('commandlog-reply-larger-than', 1048576, [-1, INT64_MAX], 'Bytes from which a reply is logged.'),
  integer('commandlog-large-reply-max-len', 128, [0, INT64_MAX], 'Entries of the log of large replies.'),
  integer('latency-monitor-threshold', 0, [0, INT64_MAX], 'Milliseconds from which an event is recorded; 0 never.'),
  bool('latency-tracking', true, 'Keeps a histogram of latencies per command.'),
  structured(
    'percentiles',
    'latency-tracking-info-percentiles',
    '50 99 99.9',
    'Percentiles of these histograms that INFO shows.',
  ),
  integer('hotkey-top-k', 0, [0, INT32_MAX], 'Hot keys that are tracked; 0 is none.', {
    hidden: true,
    none: NO_HOT_KEYS,
  }),
  integer('hotkey-window-seconds', 0, [0, INT32_MAX], 'Time over which keys are counted.', {
    hidden: true,
    none: NO_HOT_KEYS,
  }),
  integer('hotkey-sampling-percentage', 0, [0, 100], 'Commands of which keys are counted.', {
    hidden: true,
    none: NO_HOT_KEYS,
  }),
  text('debug-context', '', 'Text that a crash report shows.', {
    debug: true,
    hidden: true,
    none: 'A note for people only.',
  }),
] as const;

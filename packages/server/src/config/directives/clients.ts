import { INT32_MAX, INT64_MAX, integer, memory, memoryOrPercent, structured, UINT32_MAX } from '../directive.ts';

const COPY_AVOIDANCE = 'Replies are written once per turn, without threads that could share them.';

/** What one client may use. */
export const clientDirectives = [
  integer('maxclients', 10000, [1, UINT32_MAX], 'Clients served at a time.'),
  memoryOrPercent(
    'maxmemory-clients',
    0,
    [-100, INT64_MAX],
    'Memory of all clients together, in bytes or percent of maxmemory; beyond it the largest go.',
  ),
  structured(
    'output-buffer-limits',
    'client-output-buffer-limit',
    'normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60',
    'Unsent bytes per class of client: hard limit, soft limit, seconds that the soft limit may be passed.',
  ),
  memory('client-query-buffer-limit', 1073741824, [1048576, INT64_MAX], 'Unprocessed bytes a client may send.', {
    debug: true,
  }),
  memory('proto-max-bulk-len', 536870912, [1048576, INT64_MAX], 'Longest string in a request.', { debug: true }),
  integer(
    'tracking-table-max-keys',
    1000000,
    [0, INT64_MAX],
    'Keys remembered for client-side caching; 0 is no limit.',
  ),
  integer('lookahead', 16, [1, INT32_MAX], 'Commands of a pipeline parsed before the first is executed.', {
    none: 'Commands are parsed one at a time from the received bytes.',
  }),
  integer('min-io-threads-avoid-copy-reply', 7, [0, INT32_MAX], 'I/O threads from which replies are not copied.', {
    hidden: true,
    none: COPY_AVOIDANCE,
  }),
  integer('min-string-size-avoid-copy-reply', 16384, [0, INT32_MAX], 'Length from which replies are not copied.', {
    hidden: true,
    none: COPY_AVOIDANCE,
  }),
  integer(
    'min-string-size-avoid-copy-reply-threaded',
    65536,
    [0, INT32_MAX],
    'Length from which replies are not copied, with I/O threads.',
    { hidden: true, none: COPY_AVOIDANCE },
  ),
] as const;

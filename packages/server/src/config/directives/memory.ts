import { bool, INT32_MAX, INT64_MAX, integer, memory, oneOf, optionalText, UINT64_MAX } from '../directive.ts';

const ALWAYS_COMPACTED =
  'The store always moves entries together, when there is enough to gain, and gives the memory back.';
const ALWAYS_LAZY = 'Large values are always freed bit by bit.';

/** How much memory the data may take, and what goes when it is full. */
export const memoryDirectives = [
  memory('maxmemory', 0, [0, UINT64_MAX], 'Bytes that data may take; 0 is no limit.'),
  oneOf(
    'maxmemory-policy',
    'noeviction',
    [
      'volatile-lru',
      'volatile-lfu',
      'volatile-random',
      'volatile-ttl',
      'volatile-lrm',
      'allkeys-lru',
      'allkeys-lfu',
      'allkeys-random',
      'allkeys-lrm',
      'noeviction',
    ],
    'Which keys go when maxmemory is reached.',
  ),
  integer('maxmemory-samples', 5, [1, 64], 'Keys compared, at least, before one is evicted.'),
  integer('maxmemory-eviction-tenacity', 10, [0, 100], 'How long one command may spend on eviction.'),
  integer('lfu-log-factor', 10, [0, INT32_MAX], 'How slowly the counter of frequent use grows.'),
  integer('lfu-decay-time', 1, [0, INT32_MAX], 'Minutes after which that counter goes down by one.'),
  integer('active-expire-effort', 1, [1, 10], 'Time spent looking for expired keys that nobody asks for.'),
  bool('activerehashing', true, 'Grows hash tables in idle time, not only with each command.'),
  bool(
    'lazyfree-lazy-eviction',
    false,
    'Evicted keys are propagated as UNLINK, not DEL; they are always freed bit by bit.',
    { debug: true },
  ),
  bool(
    'lazyfree-lazy-expire',
    false,
    'Expired keys are propagated as UNLINK, not DEL; they are always freed bit by bit.',
    {
      debug: true,
    },
  ),
  bool('lazyfree-lazy-server-del', false, 'Keys that go by a command are propagated as UNLINK, not DEL.', {
    debug: true,
  }),
  bool('lazyfree-lazy-user-del', false, 'DEL frees bit by bit, as UNLINK does.', { debug: true, none: ALWAYS_LAZY }),
  bool('lazyfree-lazy-user-flush', false, 'FLUSHDB and FLUSHALL free bit by bit unless SYNC is given.', {
    debug: true,
    none: ALWAYS_LAZY,
  }),
  bool(
    'lazyexpire-nested-arbitrary-keys',
    true,
    'A command in a script or transaction may expire keys it only reads.',
    {
      hidden: true,
      pending: 'leaving such keys alone',
    },
  ),
  bool('key-memory-histograms', false, 'Keeps histograms of the sizes of keys.', {
    pending: 'memory by key in the histograms of INFO',
  }),
  bool('activedefrag', false, 'Moves values together to give memory back.', { debug: true, none: ALWAYS_COMPACTED }),
  memory('active-defrag-ignore-bytes', 104857600, [1, INT64_MAX], 'Waste below which nothing is moved.', {
    none: ALWAYS_COMPACTED,
  }),
  integer('active-defrag-threshold-lower', 10, [0, 1000], 'Percentage of waste at which moving starts.', {
    none: ALWAYS_COMPACTED,
  }),
  integer('active-defrag-threshold-upper', 100, [0, 1000], 'Percentage of waste at which moving is fastest.', {
    none: ALWAYS_COMPACTED,
  }),
  integer('active-defrag-cycle-min', 1, [1, 99], 'Least percentage of time spent moving.', { none: ALWAYS_COMPACTED }),
  integer('active-defrag-cycle-max', 25, [1, 99], 'Greatest percentage of time spent moving.', {
    none: ALWAYS_COMPACTED,
  }),
  integer('active-defrag-cycle-us', 500, [0, 100000], 'Microseconds of one step of moving.', {
    hidden: true,
    none: ALWAYS_COMPACTED,
  }),
  integer('active-defrag-max-scan-fields', 1000, [1, INT64_MAX], 'Size from which a collection is moved in steps.', {
    none: ALWAYS_COMPACTED,
  }),
  bool('jemalloc-bg-thread', true, 'Lets jemalloc give memory back in a thread.', {
    none: 'The store has an allocator of its own.',
  }),
  bool('disable-thp', true, 'Switches transparent huge pages off for the process.', {
    immutable: true,
    none: 'Nothing forks, so huge pages cost nothing.',
  }),
  optionalText('hash-seed', 'Seed of the hash functions.', {
    immutable: true,
    hidden: true,
    none: 'Hash tables are seeded from the random source that the server is given.',
  }),
] as const;

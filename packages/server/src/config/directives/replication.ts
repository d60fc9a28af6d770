import { bool, INT32_MAX, INT64_MAX, integer, memory, oneOf, optionalText, structured, text } from '../directive.ts';

const pending = 'replication';

/** Copies of this server elsewhere. */
export const replicationDirectives = [
  structured('replica-of', 'replicaof', '', 'Host and port of the server that this one copies.', {
    aliases: ['slaveof'],
    immutable: true,
    pending,
  }),
  optionalText('masterauth', 'Password for that server.', {
    aliases: ['primaryauth'],
    hidden: ['primaryauth'],
    sensitive: true,
    pending,
  }),
  optionalText('masteruser', 'User for that server.', {
    aliases: ['primaryuser'],
    hidden: ['primaryuser'],
    sensitive: true,
    pending,
  }),
  bool('replica-serve-stale-data', true, 'Answers while the link is down.', {
    aliases: ['slave-serve-stale-data'],
    pending,
  }),
  bool('replica-read-only', true, 'A replica refuses writes of clients.', {
    aliases: ['slave-read-only'],
    debug: true,
    pending,
  }),
  bool('replica-lazy-flush', false, 'Frees old data bit by bit before a full sync.', {
    aliases: ['slave-lazy-flush'],
    pending,
  }),
  bool('replica-ignore-maxmemory', true, 'Leaves eviction to the master.', {
    aliases: ['slave-ignore-maxmemory'],
    pending,
  }),
  bool('replica-ignore-disk-write-errors', false, 'Goes on when the disk fails.', { pending }),
  bool('replica-announced', true, 'Shows this replica to Sentinel.', { pending }),
  optionalText('replica-announce-ip', 'Address that this replica tells the master.', {
    aliases: ['slave-announce-ip'],
    pending,
  }),
  integer('replica-announce-port', 0, [0, 65535], 'Port that this replica tells the master.', {
    aliases: ['slave-announce-port'],
    pending,
  }),
  integer('replica-priority', 100, [0, INT32_MAX], 'Rank of this replica for Sentinel; 0 is never promoted.', {
    aliases: ['slave-priority'],
    pending,
  }),
  memory('replica-full-sync-buffer-limit', 0, [0, INT64_MAX], 'Changes kept by a replica during a full sync.', {
    pending,
  }),
  integer('min-replicas-to-write', 0, [0, INT32_MAX], 'Replicas without which writes are refused.', {
    aliases: ['min-slaves-to-write'],
    pending,
  }),
  integer('min-replicas-max-lag', 10, [0, INT32_MAX], 'Seconds without news after which a replica does not count.', {
    aliases: ['min-slaves-max-lag'],
    pending,
  }),
  memory(
    'repl-backlog-size',
    1048576,
    [1, INT64_MAX],
    'Bytes of changes kept for replicas that come back; at least 16kb.',
    { clamp: [16384, INT64_MAX], pending },
  ),
  integer('repl-backlog-ttl', 3600, [0, INT64_MAX], 'Seconds without replicas after which they are dropped.', {
    pending,
  }),
  bool('repl-disable-tcp-nodelay', false, 'Sends to replicas in fewer, larger packets.', { pending }),
  bool('repl-diskless-sync', true, 'Sends a full sync without a file.', { debug: true, pending }),
  integer('repl-diskless-sync-delay', 5, [0, INT32_MAX], 'Seconds to wait for more replicas before a full sync.', {
    pending,
  }),
  integer('repl-diskless-sync-max-replicas', 0, [0, INT32_MAX], 'Replicas for which it does not wait longer.', {
    pending,
  }),
  oneOf(
    'repl-diskless-load',
    'disabled',
    ['disabled', 'on-empty-db', 'swapdb', 'flushdb'],
    'Whether a replica loads a full sync without a file.',
    { debug: true, deniedWhileLoading: true, pending },
  ),
  integer('repl-ping-replica-period', 10, [1, INT32_MAX], 'Seconds between pings to replicas.', {
    aliases: ['repl-ping-slave-period'],
    pending,
  }),
  integer('repl-timeout', 60, [1, INT32_MAX], 'Seconds of silence after which the link is down.', { pending }),
  bool('repl-rdb-channel', true, 'Full syncs use a connection of their own.', { hidden: true, pending }),
  bool('dual-channel-replication-enabled', false, 'Full syncs use a connection of their own (Valkey).', {
    debug: true,
    hidden: true,
    pending,
  }),
  bool('repl-mptcp', false, 'Replicates over multipath TCP.', {
    immutable: true,
    hidden: true,
    none: 'Node does not offer this socket option.',
  }),
  oneOf(
    'propagation-error-behavior',
    'ignore',
    ['ignore', 'panic', 'panic-on-replicas'],
    'What happens when a replicated command fails.',
    { pending },
  ),
  bool('import-mode', false, 'Leaves expired keys alone while data is moved in.', {
    debug: true,
    hidden: true,
  }),
  text('availability-zone', '', 'Zone of this server, told to clients.', {
    hidden: true,
    none: 'Only for people who ask for it by name.',
  }),
] as const;

import {
  bool,
  flags,
  INT32_MAX,
  INT64_MAX,
  integer,
  memory,
  oneOf,
  optionalText,
  text,
  UINT64_MAX,
} from '../directive.ts';

const none = 'There is no cluster mode.';
const hiddenToo = { hidden: true, none } as const;

/** Cluster mode, which does not exist here. */
export const clusterDirectives = [
  bool('cluster-enabled', false, 'Runs as a node of a cluster.', { immutable: true, none }),
  text('cluster-config-file', 'nodes.conf', 'File of the state of the cluster.', { immutable: true, none }),
  integer('cluster-port', 0, [0, 65535], 'Port of the cluster bus.', { immutable: true, none }),
  integer('cluster-node-timeout', 15000, [0, INT64_MAX], 'Milliseconds after which a node counts as failed.', { none }),
  integer('cluster-ping-interval', 0, [0, INT64_MAX], 'Milliseconds between pings.', hiddenToo),
  bool('cluster-require-full-coverage', true, 'Refuses requests while a slot is not served.', { none }),
  bool('cluster-allow-reads-when-down', false, 'Answers reads while the cluster is down.', { none }),
  bool('cluster-allow-pubsubshard-when-down', true, 'Serves sharded pub/sub while the cluster is down.', { none }),
  bool('cluster-allow-replica-migration', true, 'Moves replicas to masters without one.', { none }),
  integer('cluster-migration-barrier', 1, [0, INT32_MAX], 'Replicas that a master keeps.', { none }),
  bool('cluster-replica-no-failover', false, 'This replica is never promoted.', {
    aliases: ['cluster-slave-no-failover'],
    none,
  }),
  integer('cluster-replica-validity-factor', 10, [0, INT32_MAX], 'How old data of a promoted replica may be.', {
    aliases: ['cluster-slave-validity-factor'],
    none,
  }),
  optionalText('cluster-announce-ip', 'Address told to other nodes.', { none }),
  integer('cluster-announce-port', 0, [0, 65535], 'Port told to other nodes.', { none }),
  integer('cluster-announce-tls-port', 0, [0, 65535], 'TLS port told to other nodes.', { none }),
  integer('cluster-announce-bus-port', 0, [0, 65535], 'Bus port told to other nodes.', { none }),
  optionalText('cluster-announce-hostname', 'Host name told to clients.', { check: refuseHostName, none }),
  optionalText('cluster-announce-human-nodename', 'Name of the node in logs.', { check: refuseNodeName, none }),
  oneOf('cluster-preferred-endpoint-type', 'ip', ['ip', 'hostname', 'unknown-endpoint'], 'What redirections name.', {
    none,
  }),
  memory('cluster-link-sendbuf-limit', 0, [0, UINT64_MAX], 'Unsent bytes of a link between nodes.', { none }),
  flags('cluster-slot-stats-enabled', 'no', ['no', 'yes', 'cpu', 'net', 'mem'], 'Counts use per slot.', { none }),
  integer('cluster-compatibility-sample-ratio', 0, [0, 100], 'Commands checked for use in a cluster.', { none }),
  integer('cluster-slot-migration-write-pause-timeout', 10000, [0, INT64_MAX], 'Milliseconds writes may pause.', {
    none,
  }),
  memory(
    'cluster-slot-migration-handoff-max-lag-bytes',
    1048576,
    [0, INT64_MAX],
    'Bytes behind when a slot is handed over.',
    { none },
  ),
  integer('cluster-slot-migration-max-archived-tasks', 32, [1, INT32_MAX], 'Finished moves kept in memory.', hiddenToo),
  integer(
    'cluster-slot-migration-sync-buffer-drain-timeout',
    60000,
    [0, INT64_MAX],
    'Milliseconds in which a move must finish.',
    hiddenToo,
  ),
  integer('cluster-slot-migration-log-max-len', 1000, [0, INT64_MAX], 'Entries of the log of moves.', hiddenToo),
  memory('slot-migration-max-failover-repl-bytes', 0, [-1, INT64_MAX], 'Bytes in flight when a slot moves.', hiddenToo),
  integer('cluster-blacklist-ttl', 60, [0, UINT64_MAX], 'Seconds that a forgotten node stays away.', hiddenToo),
  oneOf('cluster-config-save-behavior', 'sync', ['sync', 'best-effort'], 'How the state is saved.', hiddenToo),
  integer('cluster-databases', 1, [1, INT32_MAX], 'Databases in cluster mode.', { immutable: true, ...hiddenToo }),
  integer('cluster-manual-failover-timeout', 5000, [1, INT32_MAX], 'Milliseconds of a manual failover.', hiddenToo),
  integer('cluster-message-gossip-perc', 10, [1, 100], 'Nodes named in a message, in percent.', hiddenToo),
  optionalText('cluster-announce-client-ipv4', 'IPv4 address told to clients.', hiddenToo),
  optionalText('cluster-announce-client-ipv6', 'IPv6 address told to clients.', hiddenToo),
  integer('cluster-announce-client-port', 0, [0, 65535], 'Port told to clients.', hiddenToo),
  integer('cluster-announce-client-tls-port', 0, [0, 65535], 'TLS port told to clients.', hiddenToo),
] as const;

const HOST_NAME_LENGTH = 256;

function refuseHostName(name: string): string | undefined {
  if (name.length >= HOST_NAME_LENGTH) return `Hostnames must be less than ${HOST_NAME_LENGTH} characters`;
  if (/^[A-Za-z0-9.-]*$/.test(name)) return undefined;
  return 'Hostnames may only contain alphanumeric characters, hyphens or dots';
}

function refuseNodeName(name: string): string | undefined {
  return /[!#$%&()*+:;<>?@[\]^{|}~]/.test(name) ? 'Announced human node name contained invalid character' : undefined;
}

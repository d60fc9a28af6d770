/** What the documentation of Redis (up to 8.12) and Valkey (up to 9.2) says about a directive. */
export interface DocumentedDirective {
  readonly name: string;
  readonly type:
    | 'bool'
    | 'integer'
    | 'memory'
    | 'memory-or-percent'
    | 'octal'
    | 'enum'
    | 'enum-flags'
    | 'string'
    | 'other';
  /** undefined: it depends on the machine, or is not documented. */
  readonly default: string | undefined;
  /** Of numbers; undefined where there is no bound that anybody wrote down. */
  readonly min: bigint | undefined;
  readonly max: bigint | undefined;
  /** Of `enum` and `enum-flags`. */
  readonly words: readonly string[];
  readonly alias: string | undefined;
  /** Only at start. */
  readonly start: boolean;
  /** CONFIG SET needs `enable-protected-configs`. */
  readonly protected: boolean;
  readonly sensitive: boolean;
  /** CONFIG GET with a pattern does not find it. */
  readonly hidden: boolean;
  /** It has a meaning only where there are several nodes, or with a transport or kernel option that Node does not have. */
  readonly elsewhere: boolean;
}

/** Names that are no settings: lines of a file with a meaning of their own, and names that are accepted and forgotten. */
export const DOCUMENTED_LINES: Readonly<Record<'file' | 'forgotten', readonly string[]>> = {
  file: ['include', 'loadmodule', 'rename-command', 'sentinel', 'user'],
  forgotten: [
    'events-per-io-thread',
    'io-threads-do-reads',
    'list-max-ziplist-entries',
    'list-max-ziplist-value',
    'lua-replicate-commands',
  ],
};

/**
 * Every directive of Redis and Valkey, one to a line: name, type, default, then bounds or words (`-` for neither; `?` for unknown),
 * then what else there is to say. Octal bounds are written in decimal.
 */
const TABLE = `
  acl-pubsub-default enum resetchannels allchannels|resetchannels
  aclfile string "" - start
  acllog-max-len integer 128 0..9223372036854775807
  active-defrag-cycle-max integer 25 1..99
  active-defrag-cycle-min integer 1 1..99
  active-defrag-cycle-us integer 500 0..100000
  active-defrag-ignore-bytes memory 104857600 1..9223372036854775807
  active-defrag-max-scan-fields integer 1000 1..9223372036854775807
  active-defrag-threshold-lower integer 10 0..1000
  active-defrag-threshold-upper integer 100 0..1000
  active-expire-effort integer 1 1..10
  activedefrag bool no -
  activerehashing bool yes -
  always-show-logo bool no - start
  aof-disable-auto-gc bool no - hidden
  aof-load-corrupt-tail-max-size integer 0 0..9223372036854775807
  aof-load-truncated bool yes -
  aof-rewrite-cpulist string "" - start alias=aof_rewrite_cpulist
  aof-rewrite-incremental-fsync bool yes -
  aof-timestamp-enabled bool no -
  aof-use-rdb-preamble bool yes -
  appenddirname string appendonlydir - start
  appendfilename string appendonly.aof - start
  appendfsync enum everysec everysec|always|no
  appendonly bool no -
  array-slice-size integer 4096 256..65536
  array-sparse-kmax integer 10 0..256
  array-sparse-kmin integer 5 0..256
  auto-aof-rewrite-min-size memory 67108864 0..9223372036854775807
  auto-aof-rewrite-percentage integer 100 0..2147483647
  availability-zone string "" - elsewhere
  backupdirname string backupdir - start
  bgsave-cpulist string "" - start alias=bgsave_cpulist
  bgsave-default-method - ? -
  bind - "* -::*" -
  bind-source-addr string "" -
  bio-cpulist string "" - start alias=bio_cpulist
  bitmap-default-roaring bool no -
  busy-reply-threshold integer 5000 0..9223372036854775807 alias=lua-time-limit
  client-output-buffer-limit - "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60" -
  client-query-buffer-limit memory 1073741824 1048576..9223372036854775807
  cluster-allow-pubsubshard-when-down bool yes - elsewhere
  cluster-allow-reads-when-down bool no - elsewhere
  cluster-allow-replica-migration bool yes - elsewhere
  cluster-announce-bus-port integer 0 0..65535 elsewhere
  cluster-announce-client-ipv4 string "" - elsewhere
  cluster-announce-client-ipv6 string "" - elsewhere
  cluster-announce-client-port integer 0 0..65535 elsewhere
  cluster-announce-client-tls-port integer 0 0..65535 elsewhere
  cluster-announce-hostname string "" - elsewhere
  cluster-announce-human-nodename string "" - elsewhere
  cluster-announce-ip string "" - elsewhere
  cluster-announce-port integer 0 0..65535 elsewhere
  cluster-announce-tls-port integer 0 0..65535 elsewhere
  cluster-blacklist-ttl integer 60 0..18446744073709551615 elsewhere
  cluster-compatibility-sample-ratio integer 0 0..100 elsewhere
  cluster-config-file string nodes.conf - start elsewhere
  cluster-config-save-behavior enum sync sync|best-effort elsewhere
  cluster-databases integer 1 1..2147483647 start elsewhere
  cluster-enabled bool no - start elsewhere
  cluster-link-sendbuf-limit memory 0 0..18446744073709551615 elsewhere
  cluster-manual-failover-timeout integer 5000 1..2147483647 elsewhere
  cluster-message-gossip-perc integer 10 1..100 hidden elsewhere
  cluster-migration-barrier integer 1 0..2147483647 elsewhere
  cluster-node-timeout integer 15000 0..9223372036854775807 elsewhere
  cluster-ping-interval integer 0 0..9223372036854775807 hidden elsewhere
  cluster-port integer 0 0..65535 start elsewhere
  cluster-preferred-endpoint-type enum ip ip|hostname|unknown-endpoint elsewhere
  cluster-replica-no-failover bool no - alias=cluster-slave-no-failover elsewhere
  cluster-replica-validity-factor integer 10 0..2147483647 alias=cluster-slave-validity-factor elsewhere
  cluster-require-full-coverage bool yes - elsewhere
  cluster-slot-migration-handoff-max-lag-bytes memory 1048576 0..9223372036854775807 elsewhere
  cluster-slot-migration-log-max-len integer 1000 0..9223372036854775807 elsewhere
  cluster-slot-migration-max-archived-tasks integer 32 1..2147483647 hidden elsewhere
  cluster-slot-migration-sync-buffer-drain-timeout integer 60000 0..9223372036854775807 hidden elsewhere
  cluster-slot-migration-write-pause-timeout integer 10000 0..9223372036854775807 elsewhere
  cluster-slot-stats-enabled enum-flags no no|yes|cpu|net|mem elsewhere
  commandlog-execution-slower-than integer 10000 -1..9223372036854775807 alias=slowlog-log-slower-than
  commandlog-large-reply-max-len integer 128 0..9223372036854775807
  commandlog-large-request-max-len integer 128 0..9223372036854775807
  commandlog-reply-larger-than integer 1048576 -1..9223372036854775807
  commandlog-request-larger-than integer 1048576 -1..9223372036854775807
  commandlog-slow-execution-max-len integer 128 0..9223372036854775807 alias=slowlog-max-len
  crash-log-enabled bool yes -
  crash-memcheck-enabled bool yes -
  daemonize bool no - start
  databases integer 16 1..2147483647 start
  dbfilename string dump.rdb - protected
  debug-context string "" - hidden
  dir - ? - protected
  disable-thp bool yes - start
  dual-channel-replication-enabled bool no -
  dynamic-hz bool yes -
  enable-debug-assert bool no - start hidden
  enable-debug-command enum no no|yes|local start
  enable-module-command enum no no|yes|local start
  enable-protected-configs enum no no|yes|local start
  extended-redis-compatibility bool no -
  forkless-infrastructure-enabled - ? -
  hash-max-listpack-entries integer 512 0..9223372036854775807 alias=hash-max-ziplist-entries
  hash-max-listpack-value memory 64 0..9223372036854775807 alias=hash-max-ziplist-value
  hash-max-template-entries integer ? ?..?
  hash-min-template-entries integer ? ?..?
  hash-rdb-load-max-template-entries integer ? ?..?
  hash-rdb-load-min-template-entries integer ? ?..?
  hash-rdb-load-template-disassembly-threshold integer ? ?..?
  hash-seed string "" - start
  hide-user-data-from-log bool no -
  hll-sparse-max-bytes memory 3000 0..9223372036854775807
  hotkey-sampling-percentage integer ? ?..?
  hotkey-top-k integer 0 ?..?
  hotkey-window-seconds integer ? ?..?
  hz integer 10 0..2147483647
  ignore-warnings string "" -
  import-mode bool no -
  io-threads integer 1 1..128 start
  io-threads-always-active bool no - hidden
  jemalloc-bg-thread bool yes -
  key-load-delay integer 0 -2147483648..2147483647 hidden
  key-memory-histograms bool no -
  latency-monitor-threshold integer 0 0..9223372036854775807
  latency-tracking bool yes -
  latency-tracking-info-percentiles - "50 99 99.9" -
  lazyexpire-nested-arbitrary-keys bool yes - hidden
  lazyfree-lazy-eviction bool no -
  lazyfree-lazy-expire bool no -
  lazyfree-lazy-server-del bool no -
  lazyfree-lazy-user-del bool no -
  lazyfree-lazy-user-flush bool no -
  lfu-decay-time integer 1 0..2147483647
  lfu-log-factor integer 10 0..2147483647
  list-compress-depth integer 0 0..2147483647
  list-max-listpack-size integer -2 -2147483648..2147483647 alias=list-max-ziplist-size
  loading-process-events-interval-bytes integer 524288 1024..2147483647 hidden
  locale-collate string "" -
  log-format enum legacy legacy|logfmt|json
  log-timestamp-format enum legacy legacy|iso8601|milliseconds
  logfile string "" - start
  loglevel enum notice debug|verbose|notice|warning|nothing
  lookahead integer 16 1..2147483647
  lua-enable-deprecated-api bool no - start hidden
  lua-enable-insecure-api bool no - protected alias=lua-enable-deprecated-api hidden
  masterauth string "" - sensitive
  masteruser string "" - sensitive
  max-new-connections-per-cycle integer 10 1..1000
  max-new-tls-connections-per-cycle integer 1 1..1000
  maxclients integer 10000 1..4294967295
  maxmemory memory 0 0..18446744073709551615
  maxmemory-clients memory-or-percent 0 -100..9223372036854775807
  maxmemory-eviction-tenacity integer 10 0..100
  maxmemory-policy enum noeviction volatile-lru|volatile-lfu|volatile-random|volatile-ttl|volatile-lrm|allkeys-lru|allkeys-lfu|allkeys-random|allkeys-lrm|noeviction
  maxmemory-samples integer 5 1..64
  min-io-threads-avoid-copy-reply integer 7 0..2147483647 hidden
  min-replicas-max-lag integer 10 0..2147483647 alias=min-slaves-max-lag
  min-replicas-to-write integer 0 0..2147483647 alias=min-slaves-to-write
  min-string-size-avoid-copy-reply integer 16384 0..2147483647 hidden
  min-string-size-avoid-copy-reply-threaded integer 65536 0..2147483647 hidden
  mptcp bool no - start elsewhere
  no-appendfsync-on-rewrite bool no -
  notify-keyspace-events - "" -
  oom-score-adj enum no no|yes|relative|absolute
  oom-score-adj-values - "0 200 800" -
  pidfile string "" - start
  port integer 6379 0..65535
  prefetch-batch-max-size integer 16 0..128 hidden
  primaryauth string "" - sensitive alias=masterauth
  primaryuser string "" - sensitive alias=masteruser
  proc-title-template string "{title} {listen-addr} {server-mode}" -
  propagation-error-behavior enum ignore ignore|panic|panic-on-replicas
  protected-mode bool yes -
  proto-max-bulk-len memory 536870912 1048576..9223372036854775807
  rdb-del-sync-files bool no -
  rdb-key-save-delay integer 0 -2147483648..2147483647 hidden
  rdb-save-incremental-fsync bool yes -
  rdb-version-check enum strict strict|relaxed
  rdbchecksum bool yes - start
  rdbcompression bool yes -
  rdma-bind - "" - elsewhere
  rdma-completion-vector integer -1 -1..1024 start elsewhere
  rdma-port integer 0 0..65535 elsewhere
  rdma-rx-size integer 1048576 65536..16777216 start elsewhere
  repl-backlog-size memory 1048576 1..9223372036854775807
  repl-backlog-ttl integer 3600 0..9223372036854775807
  repl-disable-tcp-nodelay bool no -
  repl-diskless-load enum disabled disabled|on-empty-db|swapdb|flushdb
  repl-diskless-sync bool yes -
  repl-diskless-sync-delay integer 5 0..2147483647
  repl-diskless-sync-max-replicas integer 0 0..2147483647
  repl-mptcp bool no - start elsewhere
  repl-ping-replica-period integer 10 1..2147483647 alias=repl-ping-slave-period
  repl-rdb-channel bool yes - hidden
  repl-timeout integer 60 1..2147483647
  replica-announce-ip string "" - alias=slave-announce-ip
  replica-announce-port integer 0 0..65535 alias=slave-announce-port
  replica-announced bool yes -
  replica-full-sync-buffer-limit memory 0 0..9223372036854775807
  replica-ignore-disk-write-errors bool no -
  replica-ignore-maxmemory bool yes - alias=slave-ignore-maxmemory
  replica-lazy-flush bool no - alias=slave-lazy-flush
  replica-priority integer 100 0..2147483647 alias=slave-priority
  replica-read-only bool yes - alias=slave-read-only
  replica-serve-stale-data bool yes - alias=slave-serve-stale-data
  replicaof - "" - start alias=slaveof
  requirepass string "" - sensitive
  sanitize-dump-payload enum no no|yes|clients
  save - "3600 1 300 100 60 10000" -
  server-cpulist string "" - start alias=server_cpulist
  set-max-intset-entries integer 512 0..9223372036854775807
  set-max-listpack-entries integer 128 0..9223372036854775807
  set-max-listpack-value integer 64 0..9223372036854775807
  set-proc-title bool yes - start
  shutdown-on-sigint enum-flags default default|save|nosave|now|force
  shutdown-on-sigterm enum-flags default default|save|nosave|now|force
  shutdown-timeout integer 10 0..2147483647
  slot-migration-max-failover-repl-bytes memory 0 -1..9223372036854775807 elsewhere
  slowlog-entry-max-argc integer 32 2..2147483647
  slowlog-entry-max-string-len integer 128 1..9223372036854775807
  slowlog-log-slower-than integer 10000 -1..9223372036854775807
  slowlog-max-len integer 128 0..9223372036854775807
  socket-mark-id integer 0 0..4294967295 start
  stop-writes-on-bgsave-error bool yes -
  stream-idmp-duration integer 100 1..86400
  stream-idmp-maxsize integer 100 1..10000
  stream-node-max-bytes memory 4096 0..9223372036854775807
  stream-node-max-entries integer 100 0..9223372036854775807
  supervised enum no upstart|systemd|auto|no start
  syslog-enabled bool no - start
  syslog-facility enum local0 user|local0|local1|local2|local3|local4|local5|local6|local7 start
  syslog-ident string redis - start
  tcp-backlog integer 511 0..2147483647 start
  tcp-keepalive integer 300 0..2147483647
  timeout integer 0 0..2147483647
  tls-auth-clients enum yes no|yes|optional
  tls-auth-clients-user enum off CN|off
  tls-auto-reload-interval integer 0 0..2147483647
  tls-ca-cert-dir string "" -
  tls-ca-cert-file string "" -
  tls-cert-file string "" -
  tls-ciphers string "" -
  tls-ciphersuites string "" -
  tls-client-cert-file string "" -
  tls-client-key-file string "" -
  tls-client-key-file-pass string "" - sensitive
  tls-cluster bool no -
  tls-dh-params-file string "" -
  tls-key-file string "" -
  tls-key-file-pass string "" - sensitive
  tls-port integer 0 0..65535
  tls-prefer-server-ciphers bool no -
  tls-protocols string "" -
  tls-replication bool no -
  tls-session-cache-size integer 20480 0..2147483647
  tls-session-cache-timeout integer 300 0..2147483647
  tls-session-caching bool yes -
  tracking-table-max-keys integer 1000000 0..9223372036854775807
  unixsocket string "" - start
  unixsocketgroup string "" - start
  unixsocketperm octal 0 0..511 start
  use-exit-on-panic bool no - hidden
  vset-force-single-threaded-execution bool no -
  watchdog-period integer 0 0..2147483647 hidden
  zset-max-listpack-entries integer 128 0..9223372036854775807 alias=zset-max-ziplist-entries
  zset-max-listpack-value memory 64 0..9223372036854775807 alias=zset-max-ziplist-value
`;

export const documentedDirectives: readonly DocumentedDirective[] = TABLE.trim().split('\n').map(readLine);

function readLine(line: string): DocumentedDirective {
  const [name, type, byDefault, values, ...rest] = (line.match(/"[^"]*"|\S+/g) ?? []) as string[];
  const bounds = /^(-?\d+|\?)\.\.(\d+|\?)$/.exec(values);
  const bound = (text: string | undefined) => (text === undefined || text === '?' ? undefined : BigInt(text));
  return {
    name,
    type: type === '-' ? 'other' : (type as DocumentedDirective['type']),
    default: byDefault === '?' ? undefined : byDefault.replaceAll('"', ''),
    min: bound(bounds?.[1]),
    max: bound(bounds?.[2]),
    words: bounds === null && values !== '-' ? values.split('|') : [],
    alias: rest.find((word) => word.startsWith('alias='))?.slice('alias='.length),
    start: rest.includes('start'),
    protected: rest.includes('protected'),
    sensitive: rest.includes('sensitive'),
    hidden: rest.includes('hidden'),
    elsewhere: rest.includes('elsewhere'),
  };
}

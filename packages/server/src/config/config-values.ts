import type { DirectiveValues } from './directives.ts';
import type { OutputBufferLimits, ReplicaOf, SavePoint, StructuredValues } from './structured-values.ts';

/**
 * The typed values of all directives, as fields of one class. The initial values are placeholders: `Config` puts the defaults in.
 *
 * Why is every field written out, when the names follow from the directives? So that reading one is a load at a fixed offset. V8
 * turns an object that is filled key by key into a hash table after a few dozen keys, which makes each read three times as slow,
 * and `config.maxmemory` is read for every write. The compiler refuses this class when a directive has no field here, or
 * another type; a test finds fields that no directive has.
 */
export class ConfigValues implements DirectiveValues {
  // Network
  readonly bind!: readonly string[];
  readonly bindSourceAddr: string = '';
  readonly port: number = 0;
  readonly tcpBacklog: number = 0;
  readonly tcpKeepalive: number = 0;
  readonly timeout: number = 0;
  readonly unixsocket: string = '';
  readonly unixsocketperm: number = 0;
  readonly unixsocketgroup: string = '';
  readonly protectedMode: boolean = false;
  readonly maxNewConnectionsPerCycle: number = 0;
  readonly maxNewTlsConnectionsPerCycle: number = 0;
  readonly socketMarkId: number = 0;
  readonly mptcp: boolean = false;
  readonly rdmaBind!: readonly string[];
  readonly rdmaPort: number = 0;
  readonly rdmaRxSize: number = 0;
  readonly rdmaCompletionVector: number = 0;

  // Clients
  readonly maxclients: number = 0;
  readonly maxmemoryClients: number = 0;
  readonly clientOutputBufferLimit!: OutputBufferLimits;
  readonly clientQueryBufferLimit: number = 0;
  readonly protoMaxBulkLen: number = 0;
  readonly trackingTableMaxKeys: number = 0;
  readonly lookahead: number = 0;
  readonly minIoThreadsAvoidCopyReply: number = 0;
  readonly minStringSizeAvoidCopyReply: number = 0;
  readonly minStringSizeAvoidCopyReplyThreaded: number = 0;

  // Process
  readonly databases: number = 0;
  readonly hz: number = 0;
  readonly dynamicHz: boolean = false;
  readonly daemonize: boolean = false;
  readonly supervised!: DirectiveValues['supervised'];
  readonly pidfile: string = '';
  readonly setProcTitle: boolean = false;
  readonly procTitleTemplate: string = '';
  readonly alwaysShowLogo: boolean = false;
  readonly ignoreWarnings: string = '';
  readonly shutdownOnSigint!: DirectiveValues['shutdownOnSigint'];
  readonly shutdownOnSigterm!: DirectiveValues['shutdownOnSigterm'];
  readonly shutdownTimeout: number = 0;
  readonly oomScoreAdj!: DirectiveValues['oomScoreAdj'];
  readonly oomScoreAdjValues!: StructuredValues['oom-scores'];
  readonly ioThreads: number = 0;
  readonly ioThreadsAlwaysActive: boolean = false;
  readonly prefetchBatchMaxSize: number = 0;
  readonly serverCpulist: string = '';
  readonly bioCpulist: string = '';
  readonly watchdogPeriod: number = 0;
  readonly useExitOnPanic: boolean = false;
  readonly notifyKeyspaceEvents: number = 0;
  readonly localeCollate: string = '';
  readonly busyReplyThreshold: number = 0;
  readonly luaEnableDeprecatedApi: boolean = false;
  readonly extendedRedisCompatibility: boolean = false;
  readonly vsetForceSingleThreadedExecution: boolean = false;

  // Security
  readonly requirepass: string = '';
  readonly aclfile: string = '';
  readonly aclPubsubDefault!: DirectiveValues['aclPubsubDefault'];
  readonly acllogMaxLen: number = 0;
  readonly enableProtectedConfigs!: DirectiveValues['enableProtectedConfigs'];
  readonly enableDebugCommand!: DirectiveValues['enableDebugCommand'];
  readonly enableModuleCommand!: DirectiveValues['enableModuleCommand'];
  readonly enableDebugAssert: boolean = false;
  readonly hideUserDataFromLog: boolean = false;

  // Memory
  readonly maxmemory: number = 0;
  readonly maxmemoryPolicy!: DirectiveValues['maxmemoryPolicy'];
  readonly maxmemorySamples: number = 0;
  readonly maxmemoryEvictionTenacity: number = 0;
  readonly lfuLogFactor: number = 0;
  readonly lfuDecayTime: number = 0;
  readonly activeExpireEffort: number = 0;
  readonly activerehashing: boolean = false;
  readonly lazyfreeLazyEviction: boolean = false;
  readonly lazyfreeLazyExpire: boolean = false;
  readonly lazyfreeLazyServerDel: boolean = false;
  readonly lazyfreeLazyUserDel: boolean = false;
  readonly lazyfreeLazyUserFlush: boolean = false;
  readonly lazyexpireNestedArbitraryKeys: boolean = false;
  readonly keyMemoryHistograms: boolean = false;
  readonly activedefrag: boolean = false;
  readonly activeDefragIgnoreBytes: number = 0;
  readonly activeDefragThresholdLower: number = 0;
  readonly activeDefragThresholdUpper: number = 0;
  readonly activeDefragCycleMin: number = 0;
  readonly activeDefragCycleMax: number = 0;
  readonly activeDefragCycleUs: number = 0;
  readonly activeDefragMaxScanFields: number = 0;
  readonly jemallocBgThread: boolean = false;
  readonly disableThp: boolean = false;
  readonly hashSeed: string = '';

  // Encodings
  readonly hashMaxListpackEntries: number = 0;
  readonly hashMaxListpackValue: number = 0;
  readonly listMaxListpackSize: number = 0;
  readonly listCompressDepth: number = 0;
  readonly setMaxIntsetEntries: number = 0;
  readonly setMaxListpackEntries: number = 0;
  readonly setMaxListpackValue: number = 0;
  readonly zsetMaxListpackEntries: number = 0;
  readonly zsetMaxListpackValue: number = 0;
  readonly hllSparseMaxBytes: number = 0;
  readonly streamNodeMaxBytes: number = 0;
  readonly streamNodeMaxEntries: number = 0;
  readonly streamIdmpDuration: number = 0;
  readonly streamIdmpMaxsize: number = 0;
  readonly arraySliceSize: number = 0;
  readonly arraySparseKmax: number = 0;
  readonly arraySparseKmin: number = 0;
  readonly hashMinTemplateEntries: number = 0;
  readonly hashMaxTemplateEntries: number = 0;
  readonly hashRdbLoadMinTemplateEntries: number = 0;
  readonly hashRdbLoadMaxTemplateEntries: number = 0;
  readonly hashRdbLoadTemplateDisassemblyThreshold: number = 0;
  readonly bitmapDefaultRoaring: boolean = false;

  // Snapshots
  readonly save!: readonly SavePoint[];
  readonly dbfilename: string = '';
  readonly dir: string = '';
  readonly stopWritesOnBgsaveError: boolean = false;
  readonly rdbcompression: boolean = false;
  readonly rdbchecksum: boolean = false;
  readonly rdbVersionCheck!: DirectiveValues['rdbVersionCheck'];
  readonly sanitizeDumpPayload!: DirectiveValues['sanitizeDumpPayload'];
  readonly rdbSaveIncrementalFsync: boolean = false;
  readonly rdbDelSyncFiles: boolean = false;
  readonly rdbKeySaveDelay: number = 0;
  readonly keyLoadDelay: number = 0;
  readonly loadingProcessEventsIntervalBytes: number = 0;
  readonly forklessInfrastructureEnabled: string = '';
  readonly bgsaveDefaultMethod: string = '';
  readonly bgsaveCpulist: string = '';

  // Append-only file
  readonly appendonly: boolean = false;
  readonly appendfilename: string = '';
  readonly appenddirname: string = '';
  readonly appendfsync!: DirectiveValues['appendfsync'];
  readonly noAppendfsyncOnRewrite: boolean = false;
  readonly autoAofRewritePercentage: number = 0;
  readonly autoAofRewriteMinSize: number = 0;
  readonly aofLoadTruncated: boolean = false;
  readonly aofLoadCorruptTailMaxSize: number = 0;
  readonly aofUseRdbPreamble: boolean = false;
  readonly aofTimestampEnabled: boolean = false;
  readonly aofRewriteIncrementalFsync: boolean = false;
  readonly aofDisableAutoGc: boolean = false;
  readonly aofRewriteCpulist: string = '';
  readonly backupdirname: string = '';

  // Observability
  readonly loglevel!: DirectiveValues['loglevel'];
  readonly logfile: string = '';
  readonly logFormat!: DirectiveValues['logFormat'];
  readonly logTimestampFormat!: DirectiveValues['logTimestampFormat'];
  readonly syslogEnabled: boolean = false;
  readonly syslogIdent: string = '';
  readonly syslogFacility!: DirectiveValues['syslogFacility'];
  readonly crashLogEnabled: boolean = false;
  readonly crashMemcheckEnabled: boolean = false;
  readonly slowlogLogSlowerThan: number = 0;
  readonly slowlogMaxLen: number = 0;
  readonly slowlogEntryMaxArgc: number = 0;
  readonly slowlogEntryMaxStringLen: number = 0;
  readonly commandlogRequestLargerThan: number = 0;
  readonly commandlogLargeRequestMaxLen: number = 0;
  readonly commandlogReplyLargerThan: number = 0;
  readonly commandlogLargeReplyMaxLen: number = 0;
  readonly latencyMonitorThreshold: number = 0;
  readonly latencyTracking: boolean = false;
  readonly latencyTrackingInfoPercentiles!: readonly number[];
  readonly hotkeyTopK: number = 0;
  readonly hotkeyWindowSeconds: number = 0;
  readonly hotkeySamplingPercentage: number = 0;
  readonly debugContext: string = '';

  // TLS
  readonly tlsPort: number = 0;
  readonly tlsCertFile: string = '';
  readonly tlsKeyFile: string = '';
  readonly tlsKeyFilePass: string = '';
  readonly tlsClientCertFile: string = '';
  readonly tlsClientKeyFile: string = '';
  readonly tlsClientKeyFilePass: string = '';
  readonly tlsCaCertFile: string = '';
  readonly tlsCaCertDir: string = '';
  readonly tlsDhParamsFile: string = '';
  readonly tlsAuthClients!: DirectiveValues['tlsAuthClients'];
  readonly tlsAuthClientsUser!: DirectiveValues['tlsAuthClientsUser'];
  readonly tlsProtocols: string = '';
  readonly tlsCiphers: string = '';
  readonly tlsCiphersuites: string = '';
  readonly tlsPreferServerCiphers: boolean = false;
  readonly tlsSessionCaching: boolean = false;
  readonly tlsSessionCacheSize: number = 0;
  readonly tlsSessionCacheTimeout: number = 0;
  readonly tlsAutoReloadInterval: number = 0;
  readonly tlsReplication: boolean = false;
  readonly tlsCluster: boolean = false;

  // Replication
  readonly replicaof!: ReplicaOf | null;
  readonly masterauth: string = '';
  readonly masteruser: string = '';
  readonly replicaServeStaleData: boolean = false;
  readonly replicaReadOnly: boolean = false;
  readonly replicaLazyFlush: boolean = false;
  readonly replicaIgnoreMaxmemory: boolean = false;
  readonly replicaIgnoreDiskWriteErrors: boolean = false;
  readonly replicaAnnounced: boolean = false;
  readonly replicaAnnounceIp: string = '';
  readonly replicaAnnouncePort: number = 0;
  readonly replicaPriority: number = 0;
  readonly replicaFullSyncBufferLimit: number = 0;
  readonly minReplicasToWrite: number = 0;
  readonly minReplicasMaxLag: number = 0;
  readonly replBacklogSize: number = 0;
  readonly replBacklogTtl: number = 0;
  readonly replDisableTcpNodelay: boolean = false;
  readonly replDisklessSync: boolean = false;
  readonly replDisklessSyncDelay: number = 0;
  readonly replDisklessSyncMaxReplicas: number = 0;
  readonly replDisklessLoad!: DirectiveValues['replDisklessLoad'];
  readonly replPingReplicaPeriod: number = 0;
  readonly replTimeout: number = 0;
  readonly replRdbChannel: boolean = false;
  readonly dualChannelReplicationEnabled: boolean = false;
  readonly replMptcp: boolean = false;
  readonly propagationErrorBehavior!: DirectiveValues['propagationErrorBehavior'];
  readonly importMode: boolean = false;
  readonly availabilityZone: string = '';

  // Cluster
  readonly clusterEnabled: boolean = false;
  readonly clusterConfigFile: string = '';
  readonly clusterPort: number = 0;
  readonly clusterNodeTimeout: number = 0;
  readonly clusterPingInterval: number = 0;
  readonly clusterRequireFullCoverage: boolean = false;
  readonly clusterAllowReadsWhenDown: boolean = false;
  readonly clusterAllowPubsubshardWhenDown: boolean = false;
  readonly clusterAllowReplicaMigration: boolean = false;
  readonly clusterMigrationBarrier: number = 0;
  readonly clusterReplicaNoFailover: boolean = false;
  readonly clusterReplicaValidityFactor: number = 0;
  readonly clusterAnnounceIp: string = '';
  readonly clusterAnnouncePort: number = 0;
  readonly clusterAnnounceTlsPort: number = 0;
  readonly clusterAnnounceBusPort: number = 0;
  readonly clusterAnnounceHostname: string = '';
  readonly clusterAnnounceHumanNodename: string = '';
  readonly clusterPreferredEndpointType!: DirectiveValues['clusterPreferredEndpointType'];
  readonly clusterLinkSendbufLimit: number = 0;
  readonly clusterSlotStatsEnabled!: DirectiveValues['clusterSlotStatsEnabled'];
  readonly clusterCompatibilitySampleRatio: number = 0;
  readonly clusterSlotMigrationWritePauseTimeout: number = 0;
  readonly clusterSlotMigrationHandoffMaxLagBytes: number = 0;
  readonly clusterSlotMigrationMaxArchivedTasks: number = 0;
  readonly clusterSlotMigrationSyncBufferDrainTimeout: number = 0;
  readonly clusterSlotMigrationLogMaxLen: number = 0;
  readonly slotMigrationMaxFailoverReplBytes: number = 0;
  readonly clusterBlacklistTtl: number = 0;
  readonly clusterConfigSaveBehavior!: DirectiveValues['clusterConfigSaveBehavior'];
  readonly clusterDatabases: number = 0;
  readonly clusterManualFailoverTimeout: number = 0;
  readonly clusterMessageGossipPerc: number = 0;
  readonly clusterAnnounceClientIpv4: string = '';
  readonly clusterAnnounceClientIpv6: string = '';
  readonly clusterAnnounceClientPort: number = 0;
  readonly clusterAnnounceClientTlsPort: number = 0;
}

import type { DirectiveValues } from './directives.ts';
import type { OutputBufferLimits, ReplicaOf, SavePoint, StructuredValues } from './structured-values.ts';

/**
 * The typed values of all directives, as fields of one class that begin with their defaults.
 *
 * Why is every field written out, when names and defaults follow from the directives? So that reading one is a load at a fixed
 * offset. V8 turns an object that is filled key by key into a hash table after a few dozen keys, which makes each read three times
 * as slow, and some are read for every command. Starting is faster too: nothing has to be parsed. The compiler refuses this class
 * when a directive has no field here, or another type; a test compares the defaults, and finds fields that no directive has.
 */
export class ConfigValues implements DirectiveValues {
  // Network
  readonly bind: readonly string[] = ['*', '-::*'];
  readonly bindSourceAddr: string = '';
  readonly port: number = 6379;
  readonly tcpBacklog: number = 511;
  readonly tcpKeepalive: number = 300;
  readonly timeout: number = 0;
  readonly unixsocket: string = '';
  readonly unixsocketperm: number = 0;
  readonly unixsocketgroup: string = '';
  readonly protectedMode: boolean = true;
  readonly maxNewConnectionsPerCycle: number = 10;
  readonly maxNewTlsConnectionsPerCycle: number = 1;
  readonly socketMarkId: number = 0;
  readonly mptcp: boolean = false;
  readonly rdmaBind: readonly string[] = [];
  readonly rdmaPort: number = 0;
  readonly rdmaRxSize: number = 1048576;
  readonly rdmaCompletionVector: number = -1;

  // Clients
  readonly maxclients: number = 10000;
  readonly maxmemoryClients: number = 0;
  readonly clientOutputBufferLimit: OutputBufferLimits = {
    normal: { hard: 0, soft: 0, softSeconds: 0 },
    replica: { hard: 268435456, soft: 67108864, softSeconds: 60 },
    pubsub: { hard: 33554432, soft: 8388608, softSeconds: 60 },
  };
  readonly clientQueryBufferLimit: number = 1073741824;
  readonly protoMaxBulkLen: number = 536870912;
  readonly trackingTableMaxKeys: number = 1000000;
  readonly lookahead: number = 16;
  readonly minIoThreadsAvoidCopyReply: number = 7;
  readonly minStringSizeAvoidCopyReply: number = 16384;
  readonly minStringSizeAvoidCopyReplyThreaded: number = 65536;

  // Process
  readonly databases: number = 16;
  readonly hz: number = 10;
  readonly dynamicHz: boolean = true;
  readonly daemonize: boolean = false;
  readonly supervised: DirectiveValues['supervised'] = 'no';
  readonly pidfile: string = '';
  readonly setProcTitle: boolean = true;
  readonly procTitleTemplate: string = '{title} {listen-addr} {server-mode}';
  readonly alwaysShowLogo: boolean = false;
  readonly ignoreWarnings: string = '';
  readonly shutdownOnSigint: DirectiveValues['shutdownOnSigint'] = [];
  readonly shutdownOnSigterm: DirectiveValues['shutdownOnSigterm'] = [];
  readonly shutdownTimeout: number = 10;
  readonly oomScoreAdj: DirectiveValues['oomScoreAdj'] = 'no';
  readonly oomScoreAdjValues: StructuredValues['oom-scores'] = [0, 200, 800];
  readonly ioThreads: number = 1;
  readonly ioThreadsAlwaysActive: boolean = false;
  readonly prefetchBatchMaxSize: number = 16;
  readonly serverCpulist: string = '';
  readonly bioCpulist: string = '';
  readonly watchdogPeriod: number = 0;
  readonly useExitOnPanic: boolean = false;
  readonly notifyKeyspaceEvents: number = 0;
  readonly localeCollate: string = '';
  readonly busyReplyThreshold: number = 5000;
  readonly luaEnableDeprecatedApi: boolean = false;
  readonly extendedRedisCompatibility: boolean = false;
  readonly vsetForceSingleThreadedExecution: boolean = false;

  // Security
  readonly requirepass: string = '';
  readonly aclfile: string = '';
  readonly aclPubsubDefault: DirectiveValues['aclPubsubDefault'] = 'resetchannels';
  readonly acllogMaxLen: number = 128;
  readonly enableProtectedConfigs: DirectiveValues['enableProtectedConfigs'] = 'no';
  readonly enableDebugCommand: DirectiveValues['enableDebugCommand'] = 'no';
  readonly enableModuleCommand: DirectiveValues['enableModuleCommand'] = 'no';
  readonly enableDebugAssert: boolean = false;
  readonly hideUserDataFromLog: boolean = false;

  // Memory
  readonly maxmemory: number = 0;
  readonly maxmemoryPolicy: DirectiveValues['maxmemoryPolicy'] = 'noeviction';
  readonly maxmemorySamples: number = 5;
  readonly maxmemoryEvictionTenacity: number = 10;
  readonly lfuLogFactor: number = 10;
  readonly lfuDecayTime: number = 1;
  readonly activeExpireEffort: number = 1;
  readonly activerehashing: boolean = true;
  readonly lazyfreeLazyEviction: boolean = false;
  readonly lazyfreeLazyExpire: boolean = false;
  readonly lazyfreeLazyServerDel: boolean = false;
  readonly lazyfreeLazyUserDel: boolean = false;
  readonly lazyfreeLazyUserFlush: boolean = false;
  readonly lazyexpireNestedArbitraryKeys: boolean = true;
  readonly keyMemoryHistograms: boolean = false;
  readonly activedefrag: boolean = false;
  readonly activeDefragIgnoreBytes: number = 104857600;
  readonly activeDefragThresholdLower: number = 10;
  readonly activeDefragThresholdUpper: number = 100;
  readonly activeDefragCycleMin: number = 1;
  readonly activeDefragCycleMax: number = 25;
  readonly activeDefragCycleUs: number = 500;
  readonly activeDefragMaxScanFields: number = 1000;
  readonly jemallocBgThread: boolean = true;
  readonly disableThp: boolean = true;
  readonly hashSeed: string = '';

  // Encodings
  readonly hashMaxListpackEntries: number = 512;
  readonly hashMaxListpackValue: number = 64;
  readonly listMaxListpackSize: number = -2;
  readonly listCompressDepth: number = 0;
  readonly setMaxIntsetEntries: number = 512;
  readonly setMaxListpackEntries: number = 128;
  readonly setMaxListpackValue: number = 64;
  readonly zsetMaxListpackEntries: number = 128;
  readonly zsetMaxListpackValue: number = 64;
  readonly hllSparseMaxBytes: number = 3000;
  readonly streamNodeMaxBytes: number = 4096;
  readonly streamNodeMaxEntries: number = 100;
  readonly streamIdmpDuration: number = 100;
  readonly streamIdmpMaxsize: number = 100;
  readonly arraySliceSize: number = 4096;
  readonly arraySparseKmax: number = 10;
  readonly arraySparseKmin: number = 5;
  readonly hashMinTemplateEntries: number = 0;
  readonly hashMaxTemplateEntries: number = 0;
  readonly hashRdbLoadMinTemplateEntries: number = 0;
  readonly hashRdbLoadMaxTemplateEntries: number = 0;
  readonly hashRdbLoadTemplateDisassemblyThreshold: number = 0;
  readonly bitmapDefaultRoaring: boolean = false;

  // Snapshots
  readonly save: readonly SavePoint[] = [
    { seconds: 3600, changes: 1 },
    { seconds: 300, changes: 100 },
    { seconds: 60, changes: 10000 },
  ];
  readonly dbfilename: string = 'dump.json';
  readonly dir: string = '.';
  readonly stopWritesOnBgsaveError: boolean = true;
  readonly rdbcompression: boolean = true;
  readonly rdbchecksum: boolean = true;
  readonly rdbVersionCheck: DirectiveValues['rdbVersionCheck'] = 'strict';
  readonly sanitizeDumpPayload: DirectiveValues['sanitizeDumpPayload'] = 'no';
  readonly rdbSaveIncrementalFsync: boolean = true;
  readonly rdbDelSyncFiles: boolean = false;
  readonly rdbKeySaveDelay: number = 0;
  readonly keyLoadDelay: number = 0;
  readonly loadingProcessEventsIntervalBytes: number = 524288;
  readonly forklessInfrastructureEnabled: string = '';
  readonly bgsaveDefaultMethod: string = '';
  readonly bgsaveCpulist: string = '';

  // Append-only file
  readonly appendonly: boolean = false;
  readonly appendfilename: string = 'appendonly.aof';
  readonly appenddirname: string = 'appendonlydir';
  readonly appendfsync: DirectiveValues['appendfsync'] = 'everysec';
  readonly noAppendfsyncOnRewrite: boolean = false;
  readonly autoAofRewritePercentage: number = 100;
  readonly autoAofRewriteMinSize: number = 67108864;
  readonly aofLoadTruncated: boolean = true;
  readonly aofLoadCorruptTailMaxSize: number = 0;
  readonly aofUseRdbPreamble: boolean = true;
  readonly aofTimestampEnabled: boolean = false;
  readonly aofRewriteIncrementalFsync: boolean = true;
  readonly aofDisableAutoGc: boolean = false;
  readonly aofRewriteCpulist: string = '';
  readonly backupdirname: string = 'backupdir';

  // Observability
  readonly loglevel: DirectiveValues['loglevel'] = 'notice';
  readonly logfile: string = '';
  readonly logFormat: DirectiveValues['logFormat'] = 'legacy';
  readonly logTimestampFormat: DirectiveValues['logTimestampFormat'] = 'legacy';
  readonly syslogEnabled: boolean = false;
  readonly syslogIdent: string = 'redis';
  readonly syslogFacility: DirectiveValues['syslogFacility'] = 'local0';
  readonly crashLogEnabled: boolean = true;
  readonly crashMemcheckEnabled: boolean = true;
  readonly slowlogLogSlowerThan: number = 10000;
  readonly slowlogMaxLen: number = 128;
  readonly slowlogEntryMaxArgc: number = 32;
  readonly slowlogEntryMaxStringLen: number = 128;
  readonly commandlogRequestLargerThan: number = 1048576;
  readonly commandlogLargeRequestMaxLen: number = 128;
  readonly commandlogReplyLargerThan: number = 1048576;
  readonly commandlogLargeReplyMaxLen: number = 128;
  readonly latencyMonitorThreshold: number = 0;
  readonly latencyTracking: boolean = true;
  readonly latencyTrackingInfoPercentiles: readonly number[] = [50, 99, 99.9];
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
  readonly tlsAuthClients: DirectiveValues['tlsAuthClients'] = 'yes';
  readonly tlsAuthClientsUser: DirectiveValues['tlsAuthClientsUser'] = 'off';
  readonly tlsProtocols: string = '';
  readonly tlsCiphers: string = '';
  readonly tlsCiphersuites: string = '';
  readonly tlsPreferServerCiphers: boolean = false;
  readonly tlsSessionCaching: boolean = true;
  readonly tlsSessionCacheSize: number = 20480;
  readonly tlsSessionCacheTimeout: number = 300;
  readonly tlsAutoReloadInterval: number = 0;
  readonly tlsReplication: boolean = false;
  readonly tlsCluster: boolean = false;

  // Replication
  readonly replicaof: ReplicaOf | null = null;
  readonly masterauth: string = '';
  readonly masteruser: string = '';
  readonly replicaServeStaleData: boolean = true;
  readonly replicaReadOnly: boolean = true;
  readonly replicaLazyFlush: boolean = false;
  readonly replicaIgnoreMaxmemory: boolean = true;
  readonly replicaIgnoreDiskWriteErrors: boolean = false;
  readonly replicaAnnounced: boolean = true;
  readonly replicaAnnounceIp: string = '';
  readonly replicaAnnouncePort: number = 0;
  readonly replicaPriority: number = 100;
  readonly replicaFullSyncBufferLimit: number = 0;
  readonly minReplicasToWrite: number = 0;
  readonly minReplicasMaxLag: number = 10;
  readonly replBacklogSize: number = 1048576;
  readonly replBacklogTtl: number = 3600;
  readonly replDisableTcpNodelay: boolean = false;
  readonly replDisklessSync: boolean = true;
  readonly replDisklessSyncDelay: number = 5;
  readonly replDisklessSyncMaxReplicas: number = 0;
  readonly replDisklessLoad: DirectiveValues['replDisklessLoad'] = 'disabled';
  readonly replPingReplicaPeriod: number = 10;
  readonly replTimeout: number = 60;
  readonly replRdbChannel: boolean = true;
  readonly dualChannelReplicationEnabled: boolean = false;
  readonly replMptcp: boolean = false;
  readonly propagationErrorBehavior: DirectiveValues['propagationErrorBehavior'] = 'ignore';
  readonly importMode: boolean = false;
  readonly availabilityZone: string = '';

  // Cluster
  readonly clusterEnabled: boolean = false;
  readonly clusterConfigFile: string = 'nodes.conf';
  readonly clusterPort: number = 0;
  readonly clusterNodeTimeout: number = 15000;
  readonly clusterPingInterval: number = 0;
  readonly clusterRequireFullCoverage: boolean = true;
  readonly clusterAllowReadsWhenDown: boolean = false;
  readonly clusterAllowPubsubshardWhenDown: boolean = true;
  readonly clusterAllowReplicaMigration: boolean = true;
  readonly clusterMigrationBarrier: number = 1;
  readonly clusterReplicaNoFailover: boolean = false;
  readonly clusterReplicaValidityFactor: number = 10;
  readonly clusterAnnounceIp: string = '';
  readonly clusterAnnouncePort: number = 0;
  readonly clusterAnnounceTlsPort: number = 0;
  readonly clusterAnnounceBusPort: number = 0;
  readonly clusterAnnounceHostname: string = '';
  readonly clusterAnnounceHumanNodename: string = '';
  readonly clusterPreferredEndpointType: DirectiveValues['clusterPreferredEndpointType'] = 'ip';
  readonly clusterLinkSendbufLimit: number = 0;
  readonly clusterSlotStatsEnabled: DirectiveValues['clusterSlotStatsEnabled'] = [];
  readonly clusterCompatibilitySampleRatio: number = 0;
  readonly clusterSlotMigrationWritePauseTimeout: number = 10000;
  readonly clusterSlotMigrationHandoffMaxLagBytes: number = 1048576;
  readonly clusterSlotMigrationMaxArchivedTasks: number = 32;
  readonly clusterSlotMigrationSyncBufferDrainTimeout: number = 60000;
  readonly clusterSlotMigrationLogMaxLen: number = 1000;
  readonly slotMigrationMaxFailoverReplBytes: number = 0;
  readonly clusterBlacklistTtl: number = 60;
  readonly clusterConfigSaveBehavior: DirectiveValues['clusterConfigSaveBehavior'] = 'sync';
  readonly clusterDatabases: number = 1;
  readonly clusterManualFailoverTimeout: number = 5000;
  readonly clusterMessageGossipPerc: number = 10;
  readonly clusterAnnounceClientIpv4: string = '';
  readonly clusterAnnounceClientIpv6: string = '';
  readonly clusterAnnounceClientPort: number = 0;
  readonly clusterAnnounceClientTlsPort: number = 0;
}

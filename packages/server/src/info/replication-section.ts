import type { InfoSection } from './section.ts';

export const replicationSection: InfoSection = {
  title: 'Replication',
  shown: 'by default',
  lines({ config, identity }) {
    return [
      ['role', 'master'],
      ['connected_slaves', 0],
      ['master_failover_state', 'no-failover'],
      ['master_replid', identity.replicationId],
      ['master_replid2', '0'.repeat(40)],
      ['master_repl_offset', 0],
      ['second_repl_offset', -1],
      ['repl_backlog_active', 0],
      ['repl_backlog_size', config.replBacklogSize],
      ['repl_backlog_first_byte_offset', 0],
      ['repl_backlog_histlen', 0],
    ];
  },
};

export const clusterSection: InfoSection = {
  title: 'Cluster',
  shown: 'by default',
  lines: () => [['cluster_enabled', 0]],
};

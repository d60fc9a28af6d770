import { ClientState } from '../session/client.ts';
import type { InfoSection } from './section.ts';

export const clientsSection: InfoSection = {
  title: 'Clients',
  shown: 'by default',
  lines({ blocking, clients, config, pause, pubsub, sessions, watchedKeys }) {
    let blocked = 0;
    let tracking = 0;
    for (const client of clients) {
      if (client.is(ClientState.blocked)) blocked++;
      if (client.is(ClientState.tracking)) tracking++;
    }
    return [
      ['connected_clients', clients.size],
      ['cluster_connections', 0],
      ['maxclients', config.maxclients],
      ['client_recent_max_input_buffer', sessions.inputPeak.value],
      ['client_recent_max_output_buffer', sessions.outputs.peak.value],
      ['blocked_clients', blocked],
      ['tracking_clients', tracking],
      ['pubsub_clients', pubsub.clientCount],
      ['watching_clients', watchedKeys.clientCount],
      ['clients_in_timeout_table', blocking.deadlineCount],
      ['total_watched_keys', watchedKeys.count],
      ['total_blocking_keys', blocking.keyCount],
      ['total_blocking_keys_on_nokey', blocking.keyCountWhenGone],
      ['paused_reason', pause.commands === undefined ? 'none' : 'client_pause'],
      ['paused_actions', pause.commands ?? 'none'],
      ['paused_timeout_milliseconds', pause.millisecondsLeft],
    ];
  },
};

import { ClientState } from '../session/client.ts';
import { outputMemory } from '../session/client-memory.ts';
import type { InfoSection } from './section.ts';

export const clientsSection: InfoSection = {
  title: 'Clients',
  shown: 'by default',
  lines({ blocking, clients, config, pause, watchedKeys }) {
    let largestInput = 0;
    let largestOutput = 0;
    let blocked = 0;
    let tracking = 0;
    let subscribed = 0;
    for (const client of clients) {
      largestInput = Math.max(largestInput, client.decoder.capacity);
      largestOutput = Math.max(largestOutput, outputMemory(client).beyond);
      if (client.is(ClientState.blocked)) blocked++;
      if (client.is(ClientState.tracking)) tracking++;
      if (client.is(ClientState.subscribed)) subscribed++;
    }
    return [
      ['connected_clients', clients.size],
      ['cluster_connections', 0],
      ['maxclients', config.maxclients],
      ['client_recent_max_input_buffer', largestInput],
      ['client_recent_max_output_buffer', largestOutput],
      ['blocked_clients', blocked],
      ['tracking_clients', tracking],
      ['pubsub_clients', subscribed],
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

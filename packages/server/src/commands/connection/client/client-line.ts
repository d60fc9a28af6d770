import type { Arguments } from '@respite/resp';
import { requestBytes } from '../../../observability/request-bytes.ts';
import type { Client } from '../../../session/client.ts';
import { clientBytes, inputMemory, outputMemory, replyBufferSize } from '../../../session/client-memory.ts';
import type { Context } from '../../context.ts';
import type { ServerParts } from '../../server-parts.ts';
import { clientFlags } from './client-flags.ts';

/** A client as CLIENT LIST and CLIENT INFO show it: `id=3 addr=127.0.0.1:50712 ...` and a line break. */
export function clientLine(ctx: Context, client: Client): string {
  return `${describeClient(ctx.server, client, client === ctx.client ? ctx.args : undefined)}\n`;
}

/** @param asks the arguments of the client's command, while that is running */
export function describeClient({ clock, pubsub }: ServerParts, client: Client, asks?: Arguments): string {
  const { transport, reply } = client;
  const transaction = client.transaction ?? client.executing;
  const now = clock.nowMs();
  const input = inputMemory(client, now);
  const ofCommand = asks === undefined ? 0 : argumentBytes(asks);
  const output = outputMemory(client);
  const fields: readonly (readonly [name: string, value: string | number])[] = [
    ['id', client.id],
    ['addr', transport.remoteAddress],
    ['laddr', transport.localAddress],
    ['fd', transport.fileDescriptor],
    ['name', client.name],
    ['age', secondsBetween(client.connectedAt, now)],
    ['idle', secondsBetween(client.lastActiveAt, now)],
    ['flags', clientFlags(client)],
    ['db', client.database.index],
    ['sub', pubsub.channels.countOf(client)],
    ['psub', pubsub.patterns.countOf(client)],
    ['ssub', pubsub.shardChannels.countOf(client)],
    ['multi', transaction?.queue.length ?? -1],
    ['qbuf', input.undecoded + (asks === undefined ? 0 : requestBytes(asks))],
    ['qbuf-free', input.free],
    ['argv-mem', input.inArguments + ofCommand],
    ['multi-mem', transaction?.bytes ?? 0],
    ['rbs', replyBufferSize(client)],
    ['rbp', Math.min(client.replyPeak, replyBufferSize(client))],
    ['obl', output.inChunk],
    ['oll', output.chunks],
    ['omem', output.beyond],
    ['tot-mem', clientBytes(client) + ofCommand],
    ['events', `${client.paused ? '' : 'r'}${transport.unsentBytes > 0 ? 'w' : ''}`],
    ['cmd', client.lastCommand],
    ['user', client.user.shownName],
    ['redir', client.tracking?.redirect ?? -1],
    ['resp', reply.protocol],
    ['lib-name', client.libraryName],
    ['lib-ver', client.libraryVersion],
    ['tot-net-in', client.inputBytes],
    ['tot-net-out', client.outputBytes],
    ['tot-cmds', client.commandCount],
    // Later servers have these two further to the front, where programs written for the earlier ones would stumble over them.
    ['watch', client.watches.length],
    ['capa', client.capabilities],
  ];
  return fields.map(([name, value]) => `${name}=${value}`).join(' ');
}

function secondsBetween(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from) / 1000));
}

function argumentBytes(args: Arguments): number {
  let sum = 0;
  for (let i = 0; i < args.count; i++) sum += args.lengthOf(i);
  return sum;
}

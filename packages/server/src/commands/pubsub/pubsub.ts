import type { Topics } from '@respite/pubsub';
import type { Client } from '../../session/client.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { helpSubcommand } from '../help.ts';

const channels = defineCommand({
  name: 'PUBSUB|CHANNELS',
  group: 'pubsub',
  since: '2.8.0',
  arity: -2,
  flags: 'pubsub loading stale',
  complexity: 'O(N)',
  summary: 'Lists the channels that have a subscriber.',
  syntax: '[pattern:pattern]',
  execute: (ctx) => listNames(ctx, ctx.server.pubsub.channels),
});

const numPat = defineCommand({
  name: 'PUBSUB|NUMPAT',
  group: 'pubsub',
  since: '2.8.0',
  arity: 2,
  flags: 'pubsub loading stale',
  complexity: 'O(1)',
  summary: 'Gives the number of patterns that clients subscribe to.',
  syntax: '',
  execute(ctx) {
    ctx.reply.integer(ctx.server.pubsub.patterns.size);
  },
});

const numSub = defineCommand({
  name: 'PUBSUB|NUMSUB',
  group: 'pubsub',
  since: '2.8.0',
  arity: -2,
  flags: 'pubsub loading stale',
  complexity: 'O(N)',
  summary: 'Gives the number of subscribers of channels, not counting patterns.',
  syntax: '[channel...]',
  execute: (ctx) => countSubscribers(ctx, ctx.server.pubsub.channels),
});

const shardChannels = defineCommand({
  name: 'PUBSUB|SHARDCHANNELS',
  group: 'pubsub',
  since: '7.0.0',
  arity: -2,
  flags: 'pubsub loading stale',
  complexity: 'O(N)',
  summary: 'Lists the shard channels that have a subscriber.',
  syntax: '[pattern:pattern]',
  execute: (ctx) => listNames(ctx, ctx.server.pubsub.shardChannels),
});

const shardNumSub = defineCommand({
  name: 'PUBSUB|SHARDNUMSUB',
  group: 'pubsub',
  since: '7.0.0',
  arity: -2,
  flags: 'pubsub loading stale',
  complexity: 'O(N)',
  summary: 'Gives the number of subscribers of shard channels.',
  syntax: '[shardchannel...]',
  execute: (ctx) => countSubscribers(ctx, ctx.server.pubsub.shardChannels),
});

const help = helpSubcommand({
  name: 'PUBSUB|HELP',
  group: 'pubsub',
  since: '6.2.0',
  arity: 2,
  flags: 'loading stale',
  complexity: 'O(1)',
  summary: 'Lists the subcommands of PUBSUB.',
  syntax: '',
});

export const pubsub = defineCommand({
  name: 'PUBSUB',
  group: 'pubsub',
  since: '2.8.0',
  arity: -2,
  flags: '',
  complexity: 'That of the subcommand',
  summary: 'Container of the commands that look at subscriptions.',
  syntax: '',
  container: true,
  subcommands: [channels, help, numPat, numSub, shardChannels, shardNumSub],
});

/** The names that match argument 2; all of them without it. */
function listNames(ctx: Context, topics: Topics<Client>): void {
  const { bytes, starts, ends } = ctx.args;
  if (ctx.argc > 3) {
    const word = ctx.quoted(1, 128);
    ctx.failQuoting(`ERR unknown subcommand or wrong number of arguments for '${word}'. Try PUBSUB HELP.`);
    return;
  }
  const found = ctx.argc === 2 ? topics.all() : topics.matching(bytes, starts[2], ends[2]);
  ctx.reply.array(found.length);
  for (const { name } of found) ctx.reply.bulk(name, 0, name.length);
}

/** Each name from argument 2 on, followed by its number of subscribers. */
function countSubscribers(ctx: Context, topics: Topics<Client>): void {
  const { bytes, starts, ends } = ctx.args;
  const { reply } = ctx;
  reply.array((ctx.argc - 2) * 2);
  for (let i = 2; i < ctx.argc; i++) {
    reply.bulk(bytes, starts[i], ends[i]);
    reply.integer(topics.get(bytes, starts[i], ends[i])?.subscribers.size ?? 0);
  }
}

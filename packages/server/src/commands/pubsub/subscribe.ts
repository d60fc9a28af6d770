import type { Topics } from '@respite/pubsub';
import type { ReplyWriter } from '@respite/resp';
import { keyRange } from '../../command-meta/key-spec.ts';
import type { PubSub } from '../../pubsub/pubsub.ts';
import { type Client, ClientState } from '../../session/client.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';

const notInTransactions = new CommandError("ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client");

/** A kind of subscription: where it is noted, and what clients are told. */
interface Kind {
  topics(pubsub: PubSub): Topics<Client>;
  /** How many subscriptions a client has, as confirmations tell: channels and patterns together, shard channels by themselves. */
  count(pubsub: PubSub, client: Client): number;
  readonly subscribed: string;
  readonly unsubscribed: string;
}

const channels: Kind = {
  topics: (pubsub) => pubsub.channels,
  count: channelsAndPatterns,
  subscribed: 'subscribe',
  unsubscribed: 'unsubscribe',
};

const patterns: Kind = {
  topics: (pubsub) => pubsub.patterns,
  count: channelsAndPatterns,
  subscribed: 'psubscribe',
  unsubscribed: 'punsubscribe',
};

const shardChannels: Kind = {
  topics: (pubsub) => pubsub.shardChannels,
  count: ({ shardChannels }, client) => shardChannels.countOf(client),
  subscribed: 'ssubscribe',
  unsubscribed: 'sunsubscribe',
};

function channelsAndPatterns(pubsub: PubSub, client: Client): number {
  return pubsub.channels.countOf(client) + pubsub.patterns.countOf(client);
}

export const subscribe = defineCommand({
  name: 'SUBSCRIBE',
  group: 'pubsub',
  since: '2.0.0',
  arity: -2,
  flags: 'denyoom pubsub noscript loading stale',
  complexity: 'O(N)',
  summary: 'Subscribes to channels.',
  channels: 'subscribe',
  syntax: 'channel...',
  execute: (ctx) => subscribeToAll(ctx, channels),
});

export const psubscribe = defineCommand({
  name: 'PSUBSCRIBE',
  group: 'pubsub',
  since: '2.0.0',
  arity: -2,
  flags: 'denyoom pubsub noscript loading stale',
  complexity: 'O(N)',
  summary: 'Subscribes to all channels whose names match a pattern.',
  channels: 'psubscribe',
  syntax: 'pattern:pattern...',
  execute: (ctx) => subscribeToAll(ctx, patterns),
});

export const ssubscribe = defineCommand({
  name: 'SSUBSCRIBE',
  group: 'pubsub',
  since: '7.0.0',
  arity: -2,
  flags: 'denyoom pubsub noscript loading stale',
  complexity: 'O(N)',
  summary: 'Subscribes to shard channels.',
  keys: [keyRange('not_key', 1, -1)],
  channels: 'subscribe',
  syntax: 'shardchannel...',
  execute(ctx) {
    if (ctx.denyBlocking) throw notInTransactions;
    subscribeToAll(ctx, shardChannels);
  },
});

export const unsubscribe = defineCommand({
  name: 'UNSUBSCRIBE',
  group: 'pubsub',
  since: '2.0.0',
  arity: -1,
  flags: 'pubsub noscript loading stale',
  complexity: 'O(N)',
  summary: 'Ends subscriptions to channels, all of them if none is named.',
  channels: 'unsubscribe',
  syntax: '[channel...]',
  execute: (ctx) => unsubscribeFrom(ctx, channels),
});

export const punsubscribe = defineCommand({
  name: 'PUNSUBSCRIBE',
  group: 'pubsub',
  since: '2.0.0',
  arity: -1,
  flags: 'pubsub noscript loading stale',
  complexity: 'O(N)',
  summary: 'Ends subscriptions to patterns, all of them if none is named.',
  channels: 'punsubscribe',
  syntax: '[pattern:pattern...]',
  execute: (ctx) => unsubscribeFrom(ctx, patterns),
});

export const sunsubscribe = defineCommand({
  name: 'SUNSUBSCRIBE',
  group: 'pubsub',
  since: '7.0.0',
  arity: -1,
  flags: 'pubsub noscript loading stale',
  complexity: 'O(N)',
  summary: 'Ends subscriptions to shard channels, all of them if none is named.',
  keys: [keyRange('not_key', 1, -1)],
  channels: 'unsubscribe',
  syntax: '[shardchannel...]',
  execute: (ctx) => unsubscribeFrom(ctx, shardChannels),
});

function subscribeToAll(ctx: Context, kind: Kind): void {
  const { client, args } = ctx;
  const { pubsub } = ctx.server;
  const reply = replyOf(ctx);
  for (let i = 1; i < ctx.argc; i++) {
    pubsub.subscribe(kind.topics(pubsub), client, args.bytes, args.starts[i], args.ends[i]);
    confirm(reply, kind.subscribed, args.bytes, args.starts[i], args.ends[i], kind.count(pubsub, client));
  }
}

/** Ends the subscriptions to what is named, or to everything. Each is confirmed, also one that there was not. */
function unsubscribeFrom(ctx: Context, kind: Kind): void {
  const { client, args } = ctx;
  const { pubsub } = ctx.server;
  const reply = replyOf(ctx);
  const topics = kind.topics(pubsub);
  for (let i = 1; i < ctx.argc; i++) {
    pubsub.unsubscribe(topics, client, args.bytes, args.starts[i], args.ends[i]);
    confirm(reply, kind.unsubscribed, args.bytes, args.starts[i], args.ends[i], kind.count(pubsub, client));
  }
  if (ctx.argc > 1) return;
  const all = topics.topicsOf(client);
  for (const { name } of all) {
    pubsub.unsubscribe(topics, client, name, 0, name.length);
    confirm(reply, kind.unsubscribed, name, 0, name.length, kind.count(pubsub, client));
  }
  if (all.length > 0) return;
  reply.push(3);
  reply.bulkText(kind.unsubscribed);
  reply.nullBulk();
  reply.integer(kind.count(pubsub, client));
}

/** Confirmations count as messages: CLIENT REPLY OFF does not hold them back. */
function replyOf({ client, reply, server }: Context): ReplyWriter {
  const isSilent = client.is(ClientState.replyOff | ClientState.replySkip);
  return (isSilent && server.push.to(client)) || reply;
}

function confirm(
  reply: ReplyWriter,
  word: string,
  name: Uint8Array,
  start: number,
  end: number,
  subscriptions: number,
): void {
  reply.push(3);
  reply.bulkText(word);
  reply.bulk(name, start, end);
  reply.integer(subscriptions);
}

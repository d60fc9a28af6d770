import { keyRange } from '../../command-meta/key-spec.ts';
import { defineCommand } from '../define-command.ts';

export const publish = defineCommand({
  name: 'PUBLISH',
  group: 'pubsub',
  since: '2.0.0',
  arity: 3,
  flags: 'pubsub loading stale fast may_replicate',
  complexity: 'O(N+M)',
  summary: 'Sends a message to a channel and gives how many received it.',
  channels: 'publish',
  syntax: 'channel message',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    ctx.reply.integer(ctx.server.pubsub.publish(bytes, starts[1], ends[1], bytes, starts[2], ends[2]));
  },
});

export const spublish = defineCommand({
  name: 'SPUBLISH',
  group: 'pubsub',
  since: '7.0.0',
  arity: 3,
  flags: 'pubsub loading stale fast may_replicate',
  complexity: 'O(N)',
  summary: 'Sends a message to a shard channel and gives how many received it.',
  keys: [keyRange('not_key', 1)],
  channels: 'publish',
  syntax: 'shardchannel message',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    ctx.reply.integer(ctx.server.pubsub.publishToShard(bytes, starts[1], ends[1], bytes, starts[2], ends[2]));
  },
});

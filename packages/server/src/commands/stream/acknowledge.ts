import { StreamId } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { defineCommand } from '../define-command.ts';
import { findGroup, findStreamToMark } from './find-stream.ts';
import { IdArguments } from './stream-arguments.ts';

const id = new StreamId();
const ids = new IdArguments();

export const xack = defineCommand({
  name: 'XACK',
  group: 'stream',
  since: '5.0.0',
  arity: -4,
  flags: 'write fast',
  complexity: 'O(1)',
  summary: 'Marks entries as processed by a consumer group and gives how many were pending.',
  keys: [keyRange('RW update', 1)],
  syntax: 'key group id...',
  execute(ctx) {
    const stream = findStreamToMark(ctx, 1);
    const group = stream === undefined ? undefined : findGroup(ctx, stream, 2);
    if (group === undefined) {
      ctx.reply.integer(0);
      return;
    }
    ids.read(ctx, 3, ctx.argc, id);
    let acknowledged = 0;
    for (let i = 0; i < ids.count; i++) if (group.acknowledge(ids.get(i, id))) acknowledged++;
    ctx.server.effects.dirty += acknowledged;
    ctx.reply.integer(acknowledged);
  },
});

import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';

export const del = defineCommand({
  name: 'DEL',
  group: 'generic',
  since: '1.0.0',
  arity: -2,
  flags: 'write',
  complexity: 'O(N) / O(M) / O(1)',
  summary: 'Removes keys and gives how many of them existed.',
  keys: [keyRange('RM delete', 1, -1)],
  syntax: 'key...',
  tips: 'request_policy:multi_shard response_policy:agg_sum',
  execute: deleteKeys,
});

export const unlink = defineCommand({
  name: 'UNLINK',
  group: 'generic',
  since: '4.0.0',
  arity: -2,
  flags: 'write fast',
  complexity: 'O(1) / O(N)',
  summary: 'Removes keys like DEL, but leaves the freeing of large values for later.',
  keys: [keyRange('RM delete', 1, -1)],
  syntax: 'key...',
  tips: 'request_policy:multi_shard response_policy:agg_sum',
  execute: deleteKeys,
});

function deleteKeys(ctx: Context): void {
  const { bytes, starts, ends } = ctx.args;
  let deleted = 0;
  for (let i = 1; i < ctx.argc; i++) {
    if (!ctx.db.delete(bytes, starts[i], ends[i])) continue;
    deleted++;
    ctx.changed(keyEvents.del, i);
  }
  ctx.reply.integer(deleted);
}

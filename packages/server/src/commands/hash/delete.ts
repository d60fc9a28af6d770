import { keyRange } from '../../command-meta/key-spec.ts';
import { defineCommand } from '../define-command.ts';
import { fieldsAfter, hashErrors } from './field-arguments.ts';
import { replyFieldValue } from './get.ts';
import { hash, noteRemoved, openHashForWrite } from './hash-access.ts';

export const hdel = defineCommand({
  name: 'HDEL',
  group: 'hash',
  since: '2.0.0',
  arity: -3,
  flags: 'write fast',
  complexity: 'O(N)',
  summary: 'Removes fields from a hash and gives how many it had.',
  keys: [keyRange('RW delete', 1)],
  syntax: 'key field...',
  history: [['2.4.0', 'Takes several fields.']],
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const { effects } = ctx.server;
    const fields: Uint8Array[] = [];
    let removed = 0;
    if (openHashForWrite(ctx)) {
      let left = hash.length;
      // A field that is due but still there counts as well, as in Redis.
      for (let i = 2; i < ctx.argc && left > 0; i++) {
        if (!hash.find(bytes, starts[i], ends[i])) continue;
        hash.remove();
        if (effects.wantsFields) fields.push(ctx.copyOf(i));
        removed++;
        left--;
      }
      if (removed > 0) {
        effects.fields = fields;
        noteRemoved(ctx);
        effects.dirty += removed - 1;
      }
    }
    ctx.reply.integer(removed);
  },
});

export const hgetdel = defineCommand({
  name: 'HGETDEL',
  group: 'hash',
  since: '8.0.0',
  arity: -5,
  flags: 'write fast',
  complexity: 'O(N)',
  summary: 'Gives the values of hash fields and removes the fields.',
  keys: [keyRange('RW access delete', 1)],
  syntax: 'key FIELDS fields=(numfields:integer field...)',
  execute(ctx) {
    const first = fieldsAfter(ctx, 2, 1, hashErrors.badCount);
    const isThere = openHashForWrite(ctx);
    const removed: (string | Uint8Array)[] = [];
    ctx.reply.array(ctx.argc - first);
    let left = isThere ? hash.length : 0;
    for (let i = first; i < ctx.argc; i++) {
      if (left === 0) ctx.reply.nullBulk();
      else if (replyFieldValue(ctx, i)) {
        hash.remove();
        removed.push(ctx.copyOf(i));
        left--;
      }
    }
    if (removed.length === 0) return;
    ctx.server.effects.fields = removed;
    noteRemoved(ctx);
    if (ctx.server.effects.propagating) ctx.propagateAs('HDEL', ctx.copyOf(1), ...removed);
  },
});

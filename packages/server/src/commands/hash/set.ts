import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { wrongArity } from '../reply-errors.ts';
import {
  createHashFrom,
  findFieldToSet,
  hash,
  noteFields,
  openHashForWrite,
  openOrCreateHash,
  setField,
} from './hash-access.ts';

export const hset = defineCommand({
  name: 'HSET',
  group: 'hash',
  since: '2.0.0',
  arity: -4,
  flags: 'write denyoom fast',
  complexity: 'O(1) / O(N)',
  summary: 'Sets hash fields and gives how many are new.',
  keys: [keyRange('RW update', 1)],
  syntax: 'key data=(field value)...',
  history: [['4.0.0', 'Takes several fields.']],
  execute(ctx) {
    if ((ctx.argc & 1) === 1) throw wrongArity('hset');
    ctx.reply.integer(setFields(ctx));
  },
});

export const hmset = defineCommand({
  name: 'HMSET',
  group: 'hash',
  since: '2.0.0',
  arity: -4,
  flags: 'write denyoom fast',
  complexity: 'O(N)',
  summary: 'Sets hash fields and answers OK.',
  keys: [keyRange('RW update', 1)],
  syntax: 'key data=(field value)...',
  deprecated: { since: '4.0.0', replacedBy: 'HSET with several fields' },
  execute(ctx) {
    if ((ctx.argc & 1) === 1) throw wrongArity('hmset');
    setFields(ctx);
    ctx.reply.ok();
  },
});

/** @returns how many fields are new */
function setFields(ctx: Context): number {
  const { argc } = ctx;
  const fields = (argc - 2) >>> 1;
  let i = 2;
  if (!openHashForWrite(ctx)) i = createHashFrom(ctx);
  else if (fields > ctx.server.config.hashMaxListpackEntries) hash.becomeLarge();
  let created = (i - 2) >>> 1;
  for (; i < argc; i += 2) if (setField(ctx, i, i + 1, false)) created++;
  noteFields(ctx, 2, 2);
  ctx.changed(keyEvents.hashSet, 1);
  ctx.server.effects.dirty += fields - 1;
  return created;
}

export const hsetnx = defineCommand({
  name: 'HSETNX',
  group: 'hash',
  since: '2.0.0',
  arity: 4,
  flags: 'write denyoom fast',
  complexity: 'O(1)',
  summary: 'Sets a hash field only if the hash does not have it.',
  keys: [keyRange('RW insert', 1)],
  syntax: 'key field value',
  execute(ctx) {
    if (!openHashForWrite(ctx)) openOrCreateHash(ctx, 1);
    else if (findFieldToSet(ctx, 2)) {
      ctx.reply.integer(0);
      return;
    }
    const { bytes, starts, ends } = ctx.args;
    hash.set(bytes, starts[2], ends[2], bytes, starts[3], ends[3], false);
    noteFields(ctx, 2, 2);
    ctx.changed(keyEvents.hashSet, 1);
    ctx.reply.integer(1);
  },
});

import { KIND_STRING } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { wrongArity } from '../reply-errors.ts';
import { conditionHolds, equalsArgument } from './conditions.ts';
import { deleteKeyInstead } from './delete-key.ts';
import { Condition } from './string-options.ts';

const notAString = new CommandError('ERR Key should be of string type if conditions are specified');
const unknownCondition = new CommandError('ERR Invalid condition. Use IFEQ, IFNE, IFDEQ, or IFDNE');

export const delex = defineCommand({
  name: 'DELEX',
  group: 'string',
  since: '8.4.0',
  arity: -2,
  flags: 'write fast',
  complexity: 'O(1) / O(N)',
  summary: 'Removes a key, on request only if its string equals, or differs from, a value or digest.',
  keys: [keyRange('RW delete variable_flags', 1, 0, 1, 'Read as well with a condition')],
  keyFinder: 'deleteIf',
  syntax: 'key [condition=<IFEQ ifeq-value|IFNE ifne-value|IFDEQ ifdeq-digest|IFDNE ifdne-digest>]',
  execute(ctx) {
    if (ctx.argc === 2) {
      deleteAndReply(ctx, ctx.lookupForWrite(1));
      return;
    }
    if (ctx.argc !== 4) throw wrongArity('delex');
    const entry = ctx.lookup(1);
    if (entry === 0) {
      ctx.reply.integer(0);
      return;
    }
    if (ctx.entries.kind(entry) !== KIND_STRING) throw notAString;
    deleteAndReply(ctx, conditionHolds(ctx, entry, conditionAt(ctx, 2), 3) ? entry : 0);
  },
});

export const delifeq = defineCommand({
  name: 'DELIFEQ',
  group: 'string',
  since: '9.0.0',
  origin: 'valkey',
  arity: 3,
  flags: 'write fast',
  complexity: 'O(1)',
  summary: 'Removes a key if its string equals the given value.',
  keys: [keyRange('RM delete', 1)],
  syntax: 'key value',
  execute(ctx) {
    const entry = ctx.lookupKindForWrite(1, KIND_STRING);
    deleteAndReply(ctx, entry !== 0 && equalsArgument(ctx, entry, 2) ? entry : 0);
  },
});

function deleteAndReply(ctx: Context, entry: number): void {
  if (entry !== 0) deleteKeyInstead(ctx, entry, 1);
  ctx.reply.integer(entry !== 0 ? 1 : 0);
}

function conditionAt(ctx: Context, index: number): number {
  if (ctx.is(index, 'ifeq')) return Condition.ifEqual;
  if (ctx.is(index, 'ifne')) return Condition.ifNotEqual;
  if (ctx.is(index, 'ifdeq')) return Condition.ifDigestEqual;
  if (ctx.is(index, 'ifdne')) return Condition.ifDigestNotEqual;
  throw unknownCondition;
}

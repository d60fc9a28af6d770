import { KIND_LIST } from '@respite/store';
import { keyNum } from '../../command-meta/key-spec.ts';
import { timeoutInSeconds } from '../blocking-timeout.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { isLeft } from './list-end.ts';
import { popElements } from './pop-elements.ts';

const noKeys = new CommandError('ERR numkeys should be greater than 0');
const noCount = new CommandError('ERR count should be greater than 0');

export const lmpop = defineCommand({
  name: 'LMPOP',
  group: 'list',
  since: '7.0.0',
  arity: -4,
  flags: 'write',
  complexity: 'O(N+M)',
  summary: 'Takes elements off an end of the first list that is not empty.',
  keys: [keyNum('RW access delete', 1)],
  syntax: 'numkeys:integer key... where=<LEFT|RIGHT> [COUNT count:integer]',
  execute(ctx) {
    const keys = keyCount(ctx, 1);
    const fromFront = isLeft(ctx, keys + 2);
    if (!popFromFirst(ctx, 2, keys, fromFront, countAfter(ctx, keys + 3))) ctx.reply.nullArray();
  },
});

export const blmpop = defineCommand({
  name: 'BLMPOP',
  group: 'list',
  since: '7.0.0',
  arity: -5,
  flags: 'write blocking',
  complexity: 'O(N+M)',
  summary: 'Takes elements off the first list that has any, waiting for one if all are empty.',
  keys: [keyNum('RW access delete', 2)],
  syntax: 'timeout:double numkeys:integer key... where=<LEFT|RIGHT> [COUNT count:integer]',
  execute(ctx) {
    const keys = keyCount(ctx, 2);
    const fromFront = isLeft(ctx, keys + 3);
    const count = countAfter(ctx, keys + 4);
    const timeoutMs = timeoutInSeconds(ctx, 1);
    if (popFromFirst(ctx, 3, keys, fromFront, count)) return;
    ctx.block({ kind: KIND_LIST, first: 3, last: keys + 2, timeoutMs });
  },
});

/** The number of keys in argument `index`; behind these there is another argument. */
function keyCount(ctx: Context, index: number): number {
  const count = ctx.integer(index, noKeys);
  if (count < 1) throw noKeys;
  if (index + count + 1 >= ctx.argc) throw errors.syntax;
  return count;
}

/** `[COUNT count]` from argument `index` on, which ends the command. */
function countAfter(ctx: Context, index: number): number {
  if (index === ctx.argc) return 1;
  if (!ctx.is(index, 'count') || index + 1 === ctx.argc) throw errors.syntax;
  const count = ctx.integer(index + 1, noCount);
  if (count < 1) throw noCount;
  if (index + 2 !== ctx.argc) throw errors.syntax;
  return count;
}

/** @returns whether one of the keys from argument `first` on has a list */
function popFromFirst(ctx: Context, first: number, keys: number, fromFront: boolean, most: number): boolean {
  const { bytes, starts, ends } = ctx.args;
  for (let key = first; key < first + keys; key++) {
    const entry = ctx.lookupKindForWrite(key, KIND_LIST);
    if (entry === 0) continue;
    ctx.reply.array(2);
    ctx.reply.bulk(bytes, starts[key], ends[key]);
    const count = popElements(ctx, entry, key, fromFront, most);
    if (ctx.server.effects.propagating) ctx.propagateAs(fromFront ? 'LPOP' : 'RPOP', ctx.copyOf(key), count);
    return true;
  }
  return false;
}

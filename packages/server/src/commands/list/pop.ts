import { KIND_LIST } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { wrongArity } from '../reply-errors.ts';
import { popElement, popElements } from './pop-elements.ts';

export const lpop = defineCommand({
  name: 'LPOP',
  group: 'list',
  since: '1.0.0',
  arity: -2,
  flags: 'write fast',
  complexity: 'O(N)',
  summary: 'Takes the first element, or several, off a list.',
  keys: [keyRange('RW access delete', 1)],
  syntax: 'key [count:integer^6.2.0]',
  execute(ctx) {
    pop(ctx, 'LPOP', true);
  },
});

export const rpop = defineCommand({
  name: 'RPOP',
  group: 'list',
  since: '1.0.0',
  arity: -2,
  flags: 'write fast',
  complexity: 'O(N)',
  summary: 'Takes the last element, or several, off a list.',
  keys: [keyRange('RW access delete', 1)],
  syntax: 'key [count:integer^6.2.0]',
  execute(ctx) {
    pop(ctx, 'RPOP', false);
  },
});

const notPositive = new CommandError('ERR value is out of range, must be positive');

function pop(ctx: Context, name: string, fromFront: boolean): void {
  const hasCount = ctx.argc > 2;
  let count = 1;
  if (hasCount) {
    if (ctx.argc > 3) throw wrongArity(name);
    count = ctx.integer(2, notPositive);
    if (count < 0) throw notPositive;
  }
  const entry = ctx.lookupKindForWrite(1, KIND_LIST);
  if (entry === 0) {
    if (hasCount) ctx.reply.nullArray();
    else ctx.reply.nullBulk();
  } else if (!hasCount) popElement(ctx, entry, 1, fromFront);
  else if (count === 0) ctx.reply.emptyArray();
  else popElements(ctx, entry, 1, fromFront, count);
}

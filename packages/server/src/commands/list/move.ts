import { KIND_LIST } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { isLeft } from './list-end.ts';
import { moveElement } from './move-element.ts';

export const lmove = defineCommand({
  name: 'LMOVE',
  group: 'list',
  since: '6.2.0',
  arity: 5,
  flags: 'write denyoom',
  complexity: 'O(1)',
  summary: 'Moves an element from an end of one list to an end of another, or of the same.',
  keys: [keyRange('RW access delete', 1), keyRange('RW insert', 2)],
  syntax: 'source@0 destination@1 wherefrom=<LEFT|RIGHT> whereto=<LEFT|RIGHT>',
  execute(ctx) {
    const fromFront = isLeft(ctx, 3);
    move(ctx, fromFront, isLeft(ctx, 4));
  },
});

export const rpoplpush = defineCommand({
  name: 'RPOPLPUSH',
  group: 'list',
  since: '1.2.0',
  arity: 3,
  flags: 'write denyoom',
  complexity: 'O(1)',
  summary: 'Moves the last element of a list to the front of another.',
  keys: [keyRange('RW access delete', 1), keyRange('RW insert', 2)],
  syntax: 'source@0 destination@1',
  deprecated: { since: '6.2.0', replacedBy: 'LMOVE with RIGHT and LEFT' },
  execute(ctx) {
    move(ctx, false, true);
  },
});

function move(ctx: Context, fromFront: boolean, toFront: boolean): void {
  const source = ctx.lookupKindForWrite(1, KIND_LIST);
  if (source === 0) ctx.reply.nullBulk();
  else moveElement(ctx, source, fromFront, toFront);
}

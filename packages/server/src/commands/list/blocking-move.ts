import { KIND_LIST } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { timeoutInSeconds } from '../blocking-timeout.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { isLeft } from './list-end.ts';
import { moveElement } from './move-element.ts';

export const blmove = defineCommand({
  name: 'BLMOVE',
  group: 'list',
  since: '6.2.0',
  arity: 6,
  flags: 'write denyoom blocking',
  complexity: 'O(1)',
  summary: 'Moves an element from an end of one list to an end of another, waiting for one if there is none.',
  keys: [keyRange('RW access delete', 1), keyRange('RW insert', 2)],
  syntax: 'source@0 destination@1 wherefrom=<LEFT|RIGHT> whereto=<LEFT|RIGHT> timeout:double',
  execute(ctx) {
    const fromFront = isLeft(ctx, 3);
    const toFront = isLeft(ctx, 4);
    const timeoutMs = timeoutInSeconds(ctx, 5);
    if (!moveOrWait(ctx, fromFront, toFront, timeoutMs) || !ctx.server.effects.propagating) return;
    ctx.propagateAs('LMOVE', ctx.copyOf(1), ctx.copyOf(2), ctx.copyOf(3), ctx.copyOf(4));
  },
});

export const brpoplpush = defineCommand({
  name: 'BRPOPLPUSH',
  group: 'list',
  since: '2.2.0',
  arity: 4,
  flags: 'write denyoom blocking',
  complexity: 'O(1)',
  summary: 'Moves the last element of a list to the front of another, waiting for one if there is none.',
  keys: [keyRange('RW access delete', 1), keyRange('RW insert', 2)],
  syntax: 'source@0 destination@1 timeout:double',
  history: [['6.0.0', 'The timeout may have a fraction.']],
  deprecated: { since: '6.2.0', replacedBy: 'BLMOVE with RIGHT and LEFT' },
  execute(ctx) {
    const timeoutMs = timeoutInSeconds(ctx, 3);
    if (!moveOrWait(ctx, false, true, timeoutMs) || !ctx.server.effects.propagating) return;
    ctx.propagateAs('RPOPLPUSH', ctx.copyOf(1), ctx.copyOf(2));
  },
});

/** @returns whether an element was moved */
function moveOrWait(ctx: Context, fromFront: boolean, toFront: boolean, timeoutMs: number): boolean {
  const source = ctx.lookupKindForWrite(1, KIND_LIST);
  if (source !== 0) {
    moveElement(ctx, source, fromFront, toFront);
    return true;
  }
  if (ctx.denyBlocking) ctx.reply.nullBulk();
  else ctx.block({ kind: KIND_LIST, first: 1, last: 1, timeoutMs });
  return false;
}

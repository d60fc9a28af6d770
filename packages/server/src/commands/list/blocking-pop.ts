import { KIND_LIST } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { timeoutInSeconds } from '../blocking-timeout.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { popElement } from './pop-elements.ts';

export const blpop = defineCommand({
  name: 'BLPOP',
  group: 'list',
  since: '2.0.0',
  arity: -3,
  flags: 'write blocking',
  complexity: 'O(N)',
  summary: 'Takes the first element off the first list that has one, waiting if all are empty.',
  keys: [keyRange('RW access delete', 1, -2)],
  syntax: 'key... timeout:double',
  history: [['6.0.0', 'The timeout may have a fraction.']],
  execute(ctx) {
    popOrWait(ctx, true);
  },
});

export const brpop = defineCommand({
  name: 'BRPOP',
  group: 'list',
  since: '2.0.0',
  arity: -3,
  flags: 'write blocking',
  complexity: 'O(N)',
  summary: 'Takes the last element off the first list that has one, waiting if all are empty.',
  keys: [keyRange('RW access delete', 1, -2)],
  syntax: 'key... timeout:double',
  history: [['6.0.0', 'The timeout may have a fraction.']],
  execute(ctx) {
    popOrWait(ctx, false);
  },
});

function popOrWait(ctx: Context, fromFront: boolean): void {
  const { bytes, starts, ends } = ctx.args;
  const last = ctx.argc - 2;
  const timeoutMs = timeoutInSeconds(ctx, last + 1);
  for (let key = 1; key <= last; key++) {
    const entry = ctx.lookupKindForWrite(key, KIND_LIST);
    if (entry === 0) continue;
    ctx.reply.array(2);
    ctx.reply.bulk(bytes, starts[key], ends[key]);
    popElement(ctx, entry, key, fromFront);
    if (ctx.server.effects.propagating) ctx.propagateAs(fromFront ? 'LPOP' : 'RPOP', ctx.copyOf(key));
    return;
  }
  ctx.block({ kind: KIND_LIST, first: 1, last, timeoutMs });
}

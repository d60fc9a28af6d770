import { KIND_SORTED_SET } from '@respite/store';
import { keyNum, keyRange } from '../../command-meta/key-spec.ts';
import { timeoutInSeconds } from '../blocking-timeout.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { openForWrite } from './open-sorted-set.ts';
import { popFromFirst, popOptions, replyAndRemove } from './pop.ts';

export const bzpopmin = defineCommand({
  name: 'BZPOPMIN',
  group: 'sorted-set',
  since: '5.0.0',
  arity: -3,
  flags: 'write blocking fast',
  complexity: 'O(log(N))',
  summary: 'Takes the lowest member off the first sorted set that has one, waiting if all are empty.',
  keys: [keyRange('RW access delete', 1, -2)],
  syntax: 'key... timeout:double',
  history: [['6.0.0', 'The timeout may have a fraction.']],
  execute(ctx) {
    popOrWait(ctx, false);
  },
});

export const bzpopmax = defineCommand({
  name: 'BZPOPMAX',
  group: 'sorted-set',
  since: '5.0.0',
  arity: -3,
  flags: 'write blocking fast',
  complexity: 'O(log(N))',
  summary: 'Takes the highest member off the first sorted set that has one, waiting if all are empty.',
  keys: [keyRange('RW access delete', 1, -2)],
  syntax: 'key... timeout:double',
  history: [['6.0.0', 'The timeout may have a fraction.']],
  execute(ctx) {
    popOrWait(ctx, true);
  },
});

export const bzmpop = defineCommand({
  name: 'BZMPOP',
  group: 'sorted-set',
  since: '7.0.0',
  arity: -5,
  flags: 'write blocking',
  complexity: 'O(K) / O(M*log(N))',
  summary: 'Takes lowest or highest members off the first sorted set that has any, waiting if all are empty.',
  keys: [keyNum('RW access delete', 2)],
  syntax: 'timeout:double numkeys:integer key... where=<MIN|MAX> [COUNT count:integer]',
  execute(ctx) {
    popOptions.read(ctx, 2);
    const timeoutMs = timeoutInSeconds(ctx, 1);
    const { firstKey, lastKey } = popOptions;
    if (popFromFirst(ctx, firstKey, lastKey)) return;
    ctx.block({ kind: KIND_SORTED_SET, first: firstKey, last: lastKey, timeoutMs });
  },
});

function popOrWait(ctx: Context, isMax: boolean): void {
  const { bytes, starts, ends } = ctx.args;
  const last = ctx.argc - 2;
  const timeoutMs = timeoutInSeconds(ctx, last + 1);
  for (let key = 1; key <= last; key++) {
    if (!openForWrite(ctx, key)) continue;
    ctx.reply.array(3);
    ctx.reply.bulk(bytes, starts[key], ends[key]);
    if (ctx.server.effects.propagating) ctx.propagateAs(isMax ? 'ZPOPMAX' : 'ZPOPMIN', ctx.copyOf(key));
    replyAndRemove(ctx, key, isMax, 1, false);
    return;
  }
  ctx.block({ kind: KIND_SORTED_SET, first: 1, last, timeoutMs });
}

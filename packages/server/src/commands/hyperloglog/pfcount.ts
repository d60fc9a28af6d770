import { HYPERLOGLOG_REGISTERS, STRING_RAW } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { corrupt, hyperLogLog, openToChange, openToRead } from './open-hyperloglog.ts';

export const pfcount = defineCommand({
  name: 'PFCOUNT',
  group: 'hyperloglog',
  since: '2.8.9',
  arity: -2,
  flags: 'readonly may_replicate',
  complexity: 'O(1) / O(N)',
  summary: 'Estimates how many different elements the HyperLogLogs have seen together.',
  keys: [keyRange('RW access', 1, -1)],
  syntax: 'key...',
  execute(ctx) {
    if (ctx.argc === 2) countOne(ctx);
    else replyCardinality(ctx, countUnion(ctx));
  },
});

const union = new Uint8Array(HYPERLOGLOG_REGISTERS);

function countUnion(ctx: Context): number {
  union.fill(0);
  for (let i = 1; i < ctx.argc; i++) {
    const entry = ctx.lookup(i);
    if (entry === 0) continue;
    openToRead(ctx, entry);
    if (!hyperLogLog.raiseTo(union)) throw corrupt;
  }
  return hyperLogLog.cardinalityOf(union);
}

/** The estimate is kept in the string, which makes a change of it, though one that no event tells of. */
function countOne(ctx: Context): void {
  const entry = ctx.lookup(1);
  if (entry === 0) {
    ctx.reply.integer(0);
    return;
  }
  openToRead(ctx, entry);
  ctx.entries.setEncoding(entry, STRING_RAW);
  let cardinality = hyperLogLog.cachedCardinality;
  if (cardinality === undefined) {
    openToChange(ctx, entry);
    cardinality = hyperLogLog.cardinality();
    if (cardinality === undefined) throw corrupt;
    ctx.changed(keyEvents.none, 1);
  }
  replyCardinality(ctx, cardinality);
}

function replyCardinality(ctx: Context, cardinality: number | bigint): void {
  if (Number.isSafeInteger(cardinality)) ctx.reply.integer(cardinality as number);
  else ctx.reply.integer64(BigInt(cardinality));
}

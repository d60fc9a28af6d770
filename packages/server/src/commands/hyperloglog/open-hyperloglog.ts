import { HyperLogLog, KIND_STRING } from '@respite/store';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';

export const corrupt = new CommandError('INVALIDOBJ Corrupted HLL object detected');
const notHyperLogLog = new CommandError('WRONGTYPE Key is not a valid HyperLogLog string value.');

/** The one that commands work on. */
export const hyperLogLog = new HyperLogLog();

/** Opens the entry to be read. @throws WRONGTYPE */
export function openToRead(ctx: Context, entry: number): void {
  check(ctx, entry);
  hyperLogLog.open(ctx.db, entry, ctx.server.config.hllSparseMaxBytes);
}

/** Opens the entry to be changed. @throws WRONGTYPE */
export function openToChange(ctx: Context, entry: number): void {
  check(ctx, entry);
  hyperLogLog.openForChange(ctx.db, entry, ctx.server.config.hllSparseMaxBytes);
}

/** Makes one at the key in argument `key`, where there is nothing, and opens it. */
export function createAt(ctx: Context, key: number): void {
  const { bytes, starts, ends } = ctx.args;
  hyperLogLog.create(ctx.db, bytes, starts[key], ends[key], ctx.server.config.hllSparseMaxBytes);
}

function check(ctx: Context, entry: number): void {
  if (ctx.entries.kind(entry) !== KIND_STRING) throw errors.wrongType;
  if (!HyperLogLog.is(ctx.entries, entry)) throw notHyperLogLog;
}

import { readInteger64, STRING_INTEGER } from '@respite/store';
import type { Context } from '../context.ts';

/** Answers with the value of a string entry. */
export function replyString(ctx: Context, entry: number): void {
  const entries = ctx.entries;
  entries.locate(entry);
  if (entries.encoding(entry) !== STRING_INTEGER) {
    ctx.reply.bulk(entries.bytes, entries.valueStart, entries.valueEnd);
    return;
  }
  const value = readInteger64(entries.bytes, entries.valueStart);
  if (typeof value === 'number') ctx.reply.bulkInteger(value);
  else ctx.reply.bulkText(value.toString());
}

/** Answers with the value of a string entry, or nil for 0. */
export function replyStringOrNil(ctx: Context, entry: number): void {
  if (entry === 0) ctx.reply.nullBulk();
  else replyString(ctx, entry);
}

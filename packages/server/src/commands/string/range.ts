import { addZeroPadded, KIND_STRING, locateString, overwriteString, stringLength } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { noteNewKey } from './store-string.ts';
import { checkStringLength } from './string-limit.ts';

export const getrange = defineCommand({
  name: 'GETRANGE',
  group: 'string',
  since: '2.4.0',
  arity: 4,
  flags: 'readonly',
  complexity: 'O(N) / O(1)',
  summary: 'Gives the bytes of a string between two offsets, both included.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key start:integer end:integer',
  execute: replyRange,
});

export const substr = defineCommand({
  name: 'SUBSTR',
  group: 'string',
  since: '1.0.0',
  arity: 4,
  flags: 'readonly',
  complexity: 'O(N) / O(1)',
  summary: 'The old name of GETRANGE: gives the bytes of a string between two offsets.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key start:integer end:integer',
  deprecated: { since: '2.0.0', replacedBy: 'GETRANGE' },
  execute: replyRange,
});

export const setrange = defineCommand({
  name: 'SETRANGE',
  group: 'string',
  since: '2.2.0',
  arity: 4,
  flags: 'write denyoom',
  complexity: 'O(1) / O(M)',
  summary: 'Overwrites bytes of a string from an offset on, filling a gap with zero bytes.',
  keys: [keyRange('RW update', 1)],
  syntax: 'key offset:integer value',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const offset = ctx.integer(2);
    if (offset < 0) throw errors.offsetOutOfRange;
    const end = offset + ends[3] - starts[3];
    const entry = ctx.lookupKindForWrite(1, KIND_STRING);
    const length = entry === 0 ? 0 : stringLength(ctx.entries, entry);
    if (ends[3] === starts[3]) {
      ctx.reply.integer(length);
      return;
    }
    checkStringLength(ctx, end);
    if (entry !== 0) overwriteString(ctx.db, entry, offset, bytes, starts[3], ends[3]);
    else noteNewKey(ctx, addZeroPadded(ctx.db, bytes, starts[1], ends[1], offset, bytes, starts[3], ends[3]), 1);
    ctx.changed(keyEvents.setRange, 1);
    ctx.reply.integer(Math.max(length, end));
  },
});

function replyRange(ctx: Context): void {
  const { reply, entries } = ctx;
  const first = ctx.int64(2);
  const last = ctx.int64(3);
  const entry = ctx.lookupString(1);
  if (entry !== 0) {
    locateString(entries, entry);
    const { bytes, valueStart, valueEnd } = entries;
    const length = valueEnd - valueStart;
    const start = offsetFrom(first, length);
    const end = Math.min(offsetFrom(last, length), length - 1);
    // Both before the beginning are the first byte, if they are in order.
    const isReversed = first < 0 && last < 0 && first > last;
    if (start <= end && !isReversed) {
      reply.bulk(bytes, valueStart + start, valueStart + end + 1);
      return;
    }
  }
  reply.bulk(ctx.args.bytes, 0, 0);
}

/** A negative index counts from the end. */
function offsetFrom(index: number | bigint, length: number): number {
  const offset = Number(index);
  return offset < 0 ? Math.max(0, offset + length) : offset;
}

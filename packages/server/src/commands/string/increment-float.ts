import { addLongDoubles, type LongDouble, longDoubleText, parseLongDouble } from '@respite/bytes';
import { KEEP_EXPIRY, KIND_STRING, locateString, setText } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { noteNewKey } from './store-string.ts';

const notFinite = new CommandError('ERR increment would produce NaN or Infinity');
const zero: LongDouble = { mantissa: 0n, exponent: 0 };
const encoder = new TextEncoder();

export const incrbyfloat = defineCommand({
  name: 'INCRBYFLOAT',
  group: 'string',
  since: '2.6.0',
  arity: 3,
  flags: 'write denyoom fast',
  complexity: 'O(1)',
  summary: 'Adds to the floating-point number stored at a key; a missing key counts as 0.',
  keys: [keyRange('RW access update', 1)],
  syntax: 'key increment:double',
  execute(ctx) {
    const { args } = ctx;
    const entry = ctx.lookupKindForWrite(1, KIND_STRING);
    const value = entry === 0 ? zero : stringAsLongDouble(ctx, entry);
    const by = parseLongDouble(args.bytes, args.starts[2], args.ends[2]);
    if (value === undefined || by === undefined) throw errors.notAFloat;
    const sum = addLongDoubles(value, by);
    if (sum === undefined) throw notFinite;
    const text = encoder.encode(longDoubleText(sum));
    const { bytes, starts, ends } = args;
    const stored = setText(ctx.db, entry, bytes, starts[1], ends[1], text, 0, text.length, KEEP_EXPIRY);
    if (entry === 0) noteNewKey(ctx, stored, 1);
    ctx.changed(keyEvents.incrByFloat, 1);
    // The sum, not the summand: who replays it may compute with another precision.
    if (ctx.server.effects.propagating) ctx.propagateAs('SET', ctx.copyOf(1), text, 'KEEPTTL');
    ctx.reply.bulk(text, 0, text.length);
  },
});

function stringAsLongDouble(ctx: Context, entry: number): LongDouble | undefined {
  const { entries } = ctx;
  locateString(entries, entry);
  return parseLongDouble(entries.bytes, entries.valueStart, entries.valueEnd);
}

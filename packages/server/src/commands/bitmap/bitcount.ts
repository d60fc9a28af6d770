import { countLocatedBits, locateString } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { bitRange, isBitUnit, setBitRange } from './bit-range.ts';

export const bitcount = defineCommand({
  name: 'BITCOUNT',
  group: 'bitmap',
  since: '2.6.0',
  arity: -2,
  flags: 'readonly',
  complexity: 'O(N)',
  summary: 'Counts the bits that are set in a string or in a part of it.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key [range=(start:integer end:integer [unit^7.0.0=<BYTE|BIT>])]',
  execute(ctx) {
    const { argc, entries } = ctx;
    const entry = ctx.lookupString(1);
    // As in Redis 7.2, a missing key has no bits in any range, however the range is written.
    if (entry === 0) {
      ctx.reply.integer(0);
      return;
    }
    if (argc !== 2 && argc !== 4 && argc !== 5) throw errors.syntax;
    locateString(entries, entry);
    const length = entries.valueEnd - entries.valueStart;
    if (argc === 2) setBitRange(length, 0, -1, false);
    else {
      const first = ctx.int64(2);
      const last = ctx.int64(3);
      if (first < 0 && last < 0 && first > last) {
        ctx.reply.integer(0);
        return;
      }
      setBitRange(length, first, last, argc === 5 && isBitUnit(ctx, 4));
    }
    ctx.reply.integer(countLocatedBits(entries, bitRange.from, bitRange.to));
  },
});

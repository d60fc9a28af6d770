import { findLocatedBit, locateString } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { CommandError } from '../command-error.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { bitRange, isBitUnit, setBitRange } from './bit-range.ts';

const badBit = new CommandError('ERR The bit argument must be 1 or 0.');

export const bitpos = defineCommand({
  name: 'BITPOS',
  group: 'bitmap',
  since: '2.8.7',
  arity: -3,
  flags: 'readonly',
  complexity: 'O(N)',
  summary: 'Finds the first bit of a string that is set, or that is clear.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key bit:integer [range=(start:integer [end-unit-block=(end:integer [unit^7.0.0=<BYTE|BIT>])])]',
  execute(ctx) {
    const { argc, entries, reply } = ctx;
    const bit = ctx.integer(2);
    if (bit !== 0 && bit !== 1) throw badBit;
    const entry = ctx.lookupString(1);
    if (entry === 0) {
      reply.integer(bit === 1 ? -1 : 0);
      return;
    }
    if (argc > 6) throw errors.syntax;
    const first = argc > 3 ? ctx.int64(3) : 0;
    const byBits = argc === 6 && isBitUnit(ctx, 5);
    const last = argc > 4 ? ctx.int64(4) : -1;
    locateString(entries, entry);
    setBitRange(entries.valueEnd - entries.valueStart, first, last, byBits);
    const { from, to } = bitRange;
    if (from >= to) {
      reply.integer(-1);
      return;
    }
    const found = findLocatedBit(entries, from, to, bit);
    // Behind a string whose end was not asked for, zeros go on for ever.
    reply.integer(found < 0 && bit === 0 && argc < 5 ? to : found);
  },
});

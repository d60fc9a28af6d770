import { addZeros, bitAt, KIND_STRING, openForBits, setLocatedBit, stringLength } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import { defineCommand } from '../define-command.ts';
import { noteNewKey } from '../string/store-string.ts';
import { bitOffset } from './bit-offset.ts';

const badBit = new CommandError('ERR bit is not an integer or out of range');

export const getbit = defineCommand({
  name: 'GETBIT',
  group: 'bitmap',
  since: '2.2.0',
  arity: 3,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Gives one bit of a string, 0 beyond its end.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key offset:integer',
  execute(ctx) {
    const offset = bitOffset(ctx, 2);
    const entry = ctx.lookupString(1);
    ctx.reply.integer(entry === 0 ? 0 : bitAt(ctx.entries, entry, offset));
  },
});

export const setbit = defineCommand({
  name: 'SETBIT',
  group: 'bitmap',
  since: '2.2.0',
  arity: 4,
  flags: 'write denyoom',
  complexity: 'O(1)',
  summary: 'Sets or clears one bit of a string, and gives what it was.',
  keys: [keyRange('RW access update', 1)],
  syntax: 'key offset:integer value:integer',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const offset = bitOffset(ctx, 2);
    const bit = ctx.integer(3, badBit);
    if (bit !== 0 && bit !== 1) throw badBit;
    const entry = ctx.lookupKindForWrite(1, KIND_STRING);
    const length = Math.floor(offset / 8) + 1;
    let grew = true;
    if (entry === 0) noteNewKey(ctx, addZeros(ctx.db, bytes, starts[1], ends[1], length), 1);
    else {
      grew = stringLength(ctx.entries, entry) < length;
      openForBits(ctx.db, entry, length);
    }
    const old = setLocatedBit(ctx.entries, offset, bit);
    if (grew || old !== bit) ctx.changed(keyEvents.setBit, 1);
    ctx.reply.integer(old);
  },
});

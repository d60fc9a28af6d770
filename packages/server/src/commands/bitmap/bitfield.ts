import {
  addZeros,
  BitFieldSum,
  KIND_STRING,
  locateString,
  type Overflow,
  openForBits,
  readBitField,
  stringLength,
  writeBitField,
} from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { noteNewKey } from '../string/store-string.ts';
import { BitFieldOperations, GET, INCREMENT } from './bit-field-operations.ts';

const readOnly = new CommandError('ERR BITFIELD_RO only supports the GET subcommand');

export const bitfield = defineCommand({
  name: 'BITFIELD',
  group: 'bitmap',
  since: '3.2.0',
  arity: -2,
  flags: 'write denyoom',
  complexity: 'O(1)',
  summary: 'Reads, sets and adds to integers of any width inside a string.',
  keys: [keyRange('RW access update variable_flags', 1, 0, 1, 'Only read when every operation is GET')],
  keyFinder: 'bitField',
  syntax:
    'key [operation=<GET get-block=(encoding offset:integer)' +
    '|write=([OVERFLOW overflow-block=<WRAP|SAT|FAIL>] ' +
    'write-operation=<SET set-block=(encoding offset:integer value:integer)' +
    '|INCRBY incrby-block=(encoding offset:integer increment:integer)>)>...]',
  execute(ctx) {
    operations.read(ctx);
    if (operations.writes) change(ctx);
    else readAll(ctx);
  },
});

export const bitfieldRo = defineCommand({
  name: 'BITFIELD_RO',
  group: 'bitmap',
  since: '6.0.0',
  arity: -2,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Reads integers of any width inside a string.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key [GET... get-block=(encoding offset:integer)]',
  execute(ctx) {
    operations.read(ctx);
    if (operations.writes) throw readOnly;
    readAll(ctx);
  },
});

const operations = new BitFieldOperations();
const sum = new BitFieldSum();

function readAll(ctx: Context): void {
  const { entries } = ctx;
  const entry = ctx.lookupString(1);
  if (entry !== 0) locateString(entries, entry);
  ctx.reply.array(operations.count);
  for (let i = 0; i < operations.count; i++) {
    if (entry === 0) ctx.reply.integer(0);
    else replyField(ctx, i);
  }
}

function change(ctx: Context): void {
  const { entries, reply } = ctx;
  const { bytes, starts, ends } = ctx.args;
  const entry = ctx.lookupKindForWrite(1, KIND_STRING);
  const length = Math.floor(operations.lastBit / 8) + 1;
  let grew = true;
  if (entry === 0) noteNewKey(ctx, addZeros(ctx.db, bytes, starts[1], ends[1], length), 1);
  else {
    grew = stringLength(entries, entry) < length;
    openForBits(ctx.db, entry, length);
  }
  let changes = 0;
  reply.array(operations.count);
  for (let i = 0; i < operations.count; i++) {
    if (operations.kinds[i] === GET) {
      replyField(ctx, i);
      continue;
    }
    const old = fieldAt(ctx, i);
    const overflow = operations.overflows[i];
    const isIncrement = operations.kinds[i] === INCREMENT;
    compute(isIncrement, old, i, overflow);
    if (sum.overflowed && overflow === 'fail') {
      reply.nullBulk();
      continue;
    }
    writeBitField(entries.bytes, entries.valueStart, operations.offsets[i], operations.widths[i], sum.value);
    if (grew || old !== sum.value) changes++;
    replyInteger(ctx, isIncrement ? sum.value : old);
  }
  if (changes === 0) {
    // Nothing fitted, but the string has become longer: no event tells of it, yet whoever repeats commands must do it too.
    if (grew) ctx.server.effects.dirty++;
    return;
  }
  ctx.changed(keyEvents.setBit, 1);
  ctx.server.effects.dirty += changes - 1;
}

function compute(isIncrement: boolean, old: number | bigint, i: number, overflow: Overflow): void {
  const operand = operations.operands[i];
  const width = operations.widths[i];
  const signed = operations.signed[i];
  if (isIncrement) sum.add(old, operand, width, signed, overflow);
  else sum.set(operand, width, signed, overflow);
}

function fieldAt(ctx: Context, i: number): number | bigint {
  const { bytes, valueStart, valueEnd } = ctx.entries;
  const { offsets, widths, signed } = operations;
  return readBitField(bytes, valueStart, valueEnd, offsets[i], widths[i], signed[i]);
}

function replyField(ctx: Context, i: number): void {
  replyInteger(ctx, fieldAt(ctx, i));
}

function replyInteger(ctx: Context, value: number | bigint): void {
  if (typeof value === 'number') ctx.reply.integer(value);
  else ctx.reply.integer64(value);
}

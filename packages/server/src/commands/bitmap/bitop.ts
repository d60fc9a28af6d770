import { type BitCombination, type ByteSlice, combineBits } from '@respite/bytes';
import { locateString, STRING_INTEGER } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { storeRaw } from '../string/store-string.ts';

const combinations: readonly BitCombination[] = ['and', 'or', 'xor', 'not', 'diff', 'diff1', 'andor', 'one'];
const oneSource = new CommandError('ERR BITOP NOT must be called with a single source key.');

export const bitop = defineCommand({
  name: 'BITOP',
  group: 'bitmap',
  since: '2.6.0',
  arity: -4,
  flags: 'write denyoom',
  complexity: 'O(N)',
  summary: 'Combines strings bit by bit and stores the outcome.',
  keys: [keyRange('OW update', 2), keyRange('RO access', 3, -1)],
  syntax: 'operation=<AND|OR|XOR|NOT|DIFF|DIFF1|ANDOR|ONE> destkey@0 key@1...',
  execute(ctx) {
    const combination = readCombination(ctx);
    const result = combineBits(combination, sourceStrings(ctx));
    const old = ctx.lookupForWrite(2);
    if (result.length > 0) storeRaw(ctx, 2, old, result);
    else if (old !== 0) {
      ctx.db.remove(old);
      ctx.changed(keyEvents.del, 2);
    }
    ctx.reply.integer(result.length);
  },
});

function readCombination(ctx: Context): BitCombination {
  const combination = combinations.find((name) => ctx.is(1, name));
  if (combination === undefined) throw errors.syntax;
  if (combination === 'not') {
    if (ctx.argc !== 4) throw oneSource;
  } else if (combination === 'diff' || combination === 'diff1' || combination === 'andor') {
    if (ctx.argc < 5) {
      throw new CommandError(`ERR BITOP ${combination.toUpperCase()} must be called with at least two source keys.`);
    }
  }
  return combination;
}

/** The strings at the keys from argument 3 on, where they lie; nothing may change while they are used. */
function sourceStrings(ctx: Context): ByteSlice[] {
  const { entries } = ctx;
  const found: number[] = [];
  for (let i = 3; i < ctx.argc; i++) found.push(ctx.lookupString(i));
  return found.map((entry) => {
    if (entry === 0) return { bytes: ctx.args.bytes, start: 0, end: 0 };
    locateString(entries, entry);
    const { bytes, valueStart, valueEnd } = entries;
    // The text of an integer is good until that of the next one is made.
    if (entries.encoding(entry) === STRING_INTEGER) return { bytes: bytes.slice(0, valueEnd), start: 0, end: valueEnd };
    return { bytes, start: valueStart, end: valueEnd };
  });
}

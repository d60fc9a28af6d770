import type { Ingredients } from './ingredients.ts';
import { often, type RandomCommand } from './random-command.ts';

const key = (from: Ingredients) => (from.chance(0.6) ? 'bits' : from.key('string'));

/** No offset between what is a fair test and what takes the memory of the machine. */
function bitOffset(from: Ingredients): string {
  if (from.chance(0.05)) return from.pick(['-1', '4294967296', 'x', '', '9223372036854775807', '1.5', '#1']);
  return String(from.chance(0.1) ? from.between(0, 40_000) : from.between(0, 100));
}

function range(from: Ingredients): readonly string[] {
  if (from.chance(0.3)) return [];
  if (from.chance(0.1)) return [from.index()];
  return [from.index(), from.index(), ...from.maybe(0.5, [from.word('BIT', 'BYTE')], ['BITS'])];
}

function fieldType(from: Ingredients): string {
  if (from.chance(0.05)) return from.pick(['u64', 'u0', 'i0', 'i65', 'x8', 'u', '', 'I8', 'u 8', 'u-1']);
  return from.pick(['u', 'i']) + from.pick(['1', '2', '5', '7', '8', '9', '16', '31', '32', '33', '62', '63']);
}

function fieldOffset(from: Ingredients): string {
  if (from.chance(0.3)) return `#${from.pick(['0', '1', '2', '10', 'x', '-1'])}`;
  return bitOffset(from);
}

function operations(from: Ingredients): string[] {
  const all: string[] = [];
  do {
    switch (from.random.nextInt(4)) {
      case 0:
        all.push(from.word('GET'), fieldType(from), fieldOffset(from));
        break;
      case 1:
        all.push(from.word('SET'), fieldType(from), fieldOffset(from), from.integer());
        break;
      case 2:
        all.push(from.word('INCRBY'), fieldType(from), fieldOffset(from), from.integer());
        break;
      default:
        all.push(from.word('OVERFLOW'), from.chance(0.97) ? from.word('WRAP', 'SAT', 'FAIL') : 'x');
    }
  } while (from.chance(0.5));
  if (from.chance(0.03)) all.pop();
  return all;
}

export const bitmapCommands: readonly RandomCommand[] = [
  often(6, (from) => [
    'SETBIT',
    key(from),
    bitOffset(from),
    from.pick(['0', '1', '1', '1', from.chance(0.1) ? '2' : '1']),
  ]),
  often(3, (from) => ['GETBIT', key(from), bitOffset(from)]),
  often(4, (from) => ['BITCOUNT', key(from), ...range(from)]),
  often(4, (from) => [
    'BITPOS',
    key(from),
    from.pick(['0', '1', '1', '0', from.chance(0.1) ? '2' : '0']),
    ...range(from),
  ]),
  often(3, (from) => ['BITOP', from.word('AND', 'OR', 'XOR'), key(from), ...from.keys('string', 3)]),
  often(2, (from) => [
    'BITOP',
    from.word('NOT', from.chance(0.1) ? 'X' : 'NOT'),
    key(from),
    ...from.keys('string', from.chance(0.9) ? 1 : 2),
  ]),
  often(6, (from) => ['BITFIELD', key(from), ...operations(from)]),
  often(1, (from) => ['BITFIELD_RO', key(from), ...operations(from)]),
  often(1, (from) => ['BITFIELD_RO', key(from), 'GET', fieldType(from), fieldOffset(from)]),
];

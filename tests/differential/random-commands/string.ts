import type { Ingredients } from './ingredients.ts';
import { often, type RandomCommand } from './random-command.ts';

const key = (from: Ingredients) => from.key('string');

function setOptions(from: Ingredients): string[] {
  const options: string[] = [];
  while (from.chance(0.35)) {
    options.push(
      ...(from.chance(0.4)
        ? from.expiryOption()
        : [from.word('NX', 'XX', 'GET', 'KEEPTTL', from.chance(0.1) ? 'PERSIST' : 'GET')]),
    );
  }
  return options;
}

function pairs(from: Ingredients): string[] {
  const all = from.times(from.between(1, 3), () => [key(from), from.value()]).flat();
  if (from.chance(0.03)) all.pop();
  return all;
}

export const stringCommands: readonly RandomCommand[] = [
  often(10, (from) => ['SET', key(from), from.value(), ...setOptions(from)]),
  often(2, (from) => ['SETNX', key(from), from.value()]),
  often(1, (from) => ['SETEX', key(from), from.time(true, true), from.value()]),
  often(1, (from) => ['PSETEX', key(from), from.time(true, false), from.value()]),
  often(6, (from) => ['GET', key(from)]),
  often(2, (from) => ['GETSET', key(from), from.value()]),
  often(2, (from) => ['GETDEL', key(from)]),
  often(3, (from) => [
    'GETEX',
    key(from),
    ...from.maybe(0.7, from.expiryOption(), ['PERSIST'], ['PERSIST', 'PERSIST']),
  ]),
  often(2, (from) => ['MGET', ...from.keys('string', 4)]),
  often(2, (from) => ['MSET', ...pairs(from)]),
  often(2, (from) => ['MSETNX', ...pairs(from)]),
  often(4, (from) => ['APPEND', key(from), from.value()]),
  often(2, (from) => ['STRLEN', key(from)]),
  often(4, (from) => [from.pick(['GETRANGE', 'SUBSTR']), key(from), from.index(), from.index()]),
  often(3, (from) => [
    'SETRANGE',
    key(from),
    from.pick(['0', '1', '5', '50', '300', '-1', '536870912', '9223372036854775807', 'x']),
    from.value(),
  ]),
  often(4, (from) => [from.pick(['INCR', 'DECR']), from.chance(0.7) ? 'num' : key(from)]),
  often(4, (from) => [from.pick(['INCRBY', 'DECRBY']), from.chance(0.7) ? 'num' : key(from), from.integer()]),
  often(4, (from) => ['INCRBYFLOAT', from.chance(0.7) ? 'num' : key(from), from.float()]),
  often(1, (from) => [
    'LCS',
    key(from),
    key(from),
    ...from.maybe(
      0.6,
      ['LEN'],
      ['IDX'],
      ['IDX', 'WITHMATCHLEN'],
      ['IDX', 'MINMATCHLEN', from.count()],
      ['LEN', 'IDX'],
      ['X'],
    ),
  ]),
];

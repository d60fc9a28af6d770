import type { Ingredients } from './ingredients.ts';
import { often, type RandomCommand } from './random-command.ts';

const key = (from: Ingredients) => from.key('set');
const some = (from: Ingredients) => (from.chance(0.5) ? from.integers() : from.members());

/** So many that nothing random is left: all of them. */
const ALL = '1000000';

export const setCommands: readonly RandomCommand[] = [
  often(14, (from) => ['SADD', key(from), ...some(from)]),
  often(7, (from) => ['SREM', key(from), ...some(from)]),
  often(4, (from) => ['SISMEMBER', key(from), from.member()]),
  often(2, (from) => ['SMISMEMBER', key(from), ...from.members()]),
  often(2, (from) => ['SCARD', key(from)]),
  often(5, (from) => ['SMEMBERS', key(from)]),
  often(4, (from) => ['SMOVE', key(from), key(from), from.member()]),
  often(5, (from) => [from.pick(['SINTER', 'SUNION', 'SDIFF']), ...from.keys('set', 3)]),
  often(5, (from) => [from.pick(['SINTERSTORE', 'SUNIONSTORE', 'SDIFFSTORE']), key(from), ...from.keys('set', 3)]),
  often(3, (from) => [
    'SINTERCARD',
    ...from.numbered(from.keys('set', 3)),
    ...from.maybe(0.5, [from.word('LIMIT'), from.count()], ['LIMIT']),
  ]),
  often(2, (from) => {
    const popped = key(from);
    return [
      ['SPOP', popped, ...from.maybe(0.7, [from.count()])],
      ['SCARD', popped],
      ['DEL', popped],
    ];
  }),
  often(1, (from) => ['SPOP', key(from), ALL]),
  often(3, (from) => ['SRANDMEMBER', key(from), ...from.maybe(0.7, [from.count()], ['-3'], [ALL])]),
  often(3, (from) => ['SSCAN', key(from), from.chance(0.95) ? '0' : from.integer(), ...scanOptions(from)]),
];

export function scanOptions(from: Ingredients, ...more: (readonly string[])[]): string[] {
  const options = [...from.maybe(0.9, ['COUNT', '100000'])];
  while (from.chance(0.35)) {
    options.push(
      ...from.pick([
        [from.word('MATCH'), from.pattern()],
        [from.word('COUNT'), from.count()],
        ...more,
        ...(from.chance(0.1) ? [['X']] : []),
      ]),
    );
  }
  return options;
}

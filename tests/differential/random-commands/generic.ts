import type { Ingredients } from './ingredients.ts';
import { often, type RandomCommand } from './random-command.ts';
import { scanOptions } from './set.ts';

const key = (from: Ingredients) => from.anyKey();
const keys = (from: Ingredients, most: number) => from.times(from.between(1, most), () => from.anyKey());
const database = (from: Ingredients) => from.pick(['0', '1', '1', '1', from.chance(0.1) ? from.integer() : '0']);
const typeName = (from: Ingredients) => from.pick(['string', 'list', 'set', 'zset', 'hash', 'stream', 'ZSET', 'x']);

function expire(from: Ingredients): string[] {
  const name = from.pick(['EXPIRE', 'PEXPIRE', 'EXPIREAT', 'PEXPIREAT']);
  const time = from.time(!name.endsWith('AT'), !name.startsWith('P'));
  return [
    name,
    key(from),
    time,
    ...from.maybe(0.3, [from.word('NX', 'XX', 'GT', 'LT')], ['NX', 'GT'], ['GT', 'LT'], ['XX', 'GT'], ['X']),
  ];
}

function sort(from: Ingredients): string[] {
  const sorted = from.key(from.pick(['list', 'set', 'sortedSet']));
  const options: string[] = [];
  if (from.chance(0.35))
    options.push(
      from.word('BY'),
      from.pick(['str*', '*', 'hash->*', 'hash:2->m*', 'nosort', 'missing_*', 'm*->x', '*->', '->*', 'num']),
    );
  options.push(...from.limit(0.3));
  while (from.chance(0.25))
    options.push(from.word('GET'), from.pick(['#', '*', 'str*', 'hash->*', 'hash:2->*', 'nothing', 'x*->*', '*->m1']));
  options.push(...from.maybe(0.3, [from.word('ASC', 'DESC')]));
  // With ALPHA every element can be compared, without it only numbers. Equal weights of letters stay in no certain order.
  const hasWeights = options.some((option) => option.toUpperCase() === 'BY');
  options.push(...from.maybe(0.6, [from.word('ALPHA')]));
  const isUncertain = hasWeights && options.some((option) => option.toUpperCase() === 'ALPHA');
  if (from.chance(0.05)) options.push('X');
  if (from.chance(0.15)) return ['SORT_RO', sorted, ...options];
  return ['SORT', sorted, ...options, ...(isUncertain ? [] : from.maybe(0.3, [from.word('STORE'), from.key('list')]))];
}

export const genericCommands: readonly RandomCommand[] = [
  often(6, (from) => [from.pick(['DEL', 'UNLINK']), ...keys(from, 2)]),
  often(3, (from) => [from.pick(['EXISTS', 'TOUCH']), ...keys(from, 4)]),
  often(3, (from) => ['TYPE', key(from)]),
  often(8, (from) => ['OBJECT', 'ENCODING', key(from)]),
  often(0.5, (from) => ['OBJECT', from.pick(['FREQ', 'REFCOUNT', 'X']), key(from)]),
  often(6, (from) => [from.pick(['RENAME', 'RENAME', 'RENAMENX']), key(from), key(from)]),
  often(6, (from) => [
    'COPY',
    key(from),
    key(from),
    ...from.maybe(0.2, ['DB', database(from)]),
    ...from.maybe(0.5, [from.word('REPLACE')]),
    ...from.maybe(0.02, ['X']),
  ]),
  often(3, (from) => ['MOVE', key(from), database(from)]),
  often(1, (from) => ['SWAPDB', database(from), database(from)]),
  often(1.5, (from) => ['SELECT', from.chance(0.7) ? '0' : database(from)]),
  often(0.1, (from) => [from.pick(['FLUSHDB', 'FLUSHALL']), ...from.maybe(0.5, ['SYNC'], ['ASYNC'], ['X'])]),
  often(1, () => ['DBSIZE']),
  often(8, expire),
  often(3, (from) => ['PERSIST', key(from)]),
  often(5, (from) => [from.pick(['TTL', 'PTTL', 'EXPIRETIME', 'PEXPIRETIME']), key(from)]),
  often(1.5, (from) => ['KEYS', from.pattern()]),
  often(1, () => ['RANDOMKEY']),
  often(2.5, (from) => [
    'SCAN',
    from.chance(0.95) ? '0' : from.integer(),
    ...scanOptions(from, [from.word('TYPE'), typeName(from)]),
  ]),
  often(6, sort),
];

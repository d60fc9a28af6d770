import type { Ingredients } from './ingredients.ts';
import { often, type RandomCommand } from './random-command.ts';
import { scanOptions } from './set.ts';

const key = (from: Ingredients) => from.key('hash');
const value = (from: Ingredients) => (from.chance(0.3) ? from.value() : from.member());

function pairs(from: Ingredients): string[] {
  const all = from
    .times(from.between(1, from.chance(0.04) ? from.breadth * 2 : 4), () => [from.member(), value(from)])
    .flat();
  if (from.chance(0.02)) all.pop();
  return all;
}

export const hashCommands: readonly RandomCommand[] = [
  often(14, (from) => [from.pick(['HSET', 'HSET', 'HMSET']), key(from), ...pairs(from)]),
  often(3, (from) => ['HSETNX', key(from), from.member(), value(from)]),
  often(5, (from) => ['HGET', key(from), from.member()]),
  often(3, (from) => ['HMGET', key(from), ...from.members()]),
  often(7, (from) => ['HDEL', key(from), ...from.members()]),
  often(4, (from) => [from.pick(['HGETALL', 'HKEYS', 'HVALS']), key(from)]),
  often(2, (from) => ['HLEN', key(from)]),
  often(3, (from) => [from.pick(['HEXISTS', 'HSTRLEN']), key(from), from.member()]),
  often(4, (from) => ['HINCRBY', key(from), from.member(), from.integer()]),
  often(4, (from) => ['HINCRBYFLOAT', key(from), from.member(), from.float()]),
  often(3, (from) => [
    'HRANDFIELD',
    key(from),
    ...from.maybe(0.8, [from.count()], ['-3'], ['1000000'], [from.count(), from.word('WITHVALUES')], ['2', 'x']),
  ]),
  often(3, (from) => ['HSCAN', key(from), from.chance(0.95) ? '0' : from.integer(), ...scanOptions(from)]),
];

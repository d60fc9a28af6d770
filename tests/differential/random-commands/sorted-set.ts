import type { Ingredients } from './ingredients.ts';
import { timeout } from './list.ts';
import { often, type RandomCommand } from './random-command.ts';
import { scanOptions } from './set.ts';

const key = (from: Ingredients) => from.key('sortedSet');
const lexKey = (from: Ingredients) => (from.chance(0.04) ? from.key('list') : from.sameScoreKey());
const source = (from: Ingredients) => (from.chance(0.2) ? from.key('set') : key(from));

function pairs(from: Ingredients, score = () => from.float()): string[] {
  const all = from
    .times(from.between(1, from.chance(0.04) ? from.breadth * 2 : 4), () => [score(), from.member()])
    .flat();
  if (from.chance(0.02)) all.pop();
  return all;
}

function scoreBound(from: Ingredients): string {
  if (from.chance(0.15)) return from.pick(['-inf', '+inf', 'inf', '(inf', '(-inf', '(', '((1', '[1']);
  return (from.chance(0.3) ? '(' : '') + from.float();
}

function lexBound(from: Ingredients): string {
  if (from.chance(0.04)) return from.pick(['', 'x', '+x', '-1', '--', '(', '[']);
  if (from.chance(0.3)) return from.pick(['-', '+']);
  return from.pick(['(', '[']) + from.member();
}

function range(from: Ingredients, isStore: boolean): string[] {
  const options = [
    ...from.maybe(0.3, [from.word('REV')]),
    ...from.maybe(isStore ? 0.02 : 0.4, [from.word('WITHSCORES')]),
  ];
  switch (from.random.nextInt(3)) {
    case 0:
      return [key(from), from.index(), from.index(), ...options, ...from.limit(0.03)];
    case 1: {
      const words = from.random.shuffle(['BYSCORE', ...options]);
      return [key(from), scoreBound(from), scoreBound(from), ...words, ...from.limit(0.4)];
    }
    default:
      return [lexKey(from), lexBound(from), lexBound(from), from.word('BYLEX'), ...options, ...from.limit(0.4)];
  }
}

function combineOptions(from: Ingredients, keys: number, isStore: boolean): string[] {
  const options: string[] = [];
  if (from.chance(0.4))
    options.push(from.word('WEIGHTS'), ...from.times(from.chance(0.97) ? keys : keys + 1, () => from.float()));
  if (from.chance(0.4))
    options.push(from.word('AGGREGATE'), from.word('SUM', 'MIN', 'MAX', ...(from.chance(0.05) ? ['AVG'] : [])));
  if (from.chance(isStore ? 0.02 : 0.5)) options.push(from.word('WITHSCORES'));
  return options;
}

export const sortedSetCommands: readonly RandomCommand[] = [
  often(14, (from) => {
    const options: string[] = [];
    while (from.chance(0.3)) options.push(from.word('NX', 'XX', 'GT', 'LT', 'CH', 'INCR'));
    return ['ZADD', key(from), ...options, ...(options.includes('INCR') ? [from.float(), from.member()] : pairs(from))];
  }),
  often(4, (from) => ['ZADD', key(from), ...pairs(from, () => '0')]),
  often(7, (from) => ['ZADD', from.sameScoreKey(), ...pairs(from, () => '0')]),
  often(3, (from) => ['ZREM', from.sameScoreKey(), ...from.members()]),
  often(4, (from) => ['ZINCRBY', key(from), from.float(), from.member()]),
  often(6, (from) => ['ZREM', key(from), ...from.members()]),
  often(3, (from) => ['ZSCORE', key(from), from.member()]),
  often(2, (from) => ['ZMSCORE', key(from), ...from.members()]),
  often(4, (from) => [
    from.pick(['ZRANK', 'ZREVRANK']),
    key(from),
    from.member(),
    ...from.maybe(from.isAtLeast72 ? 0.4 : 0, [from.word('WITHSCORE')], ['x']),
  ]),
  often(1, (from) => ['ZCARD', key(from)]),
  often(2, (from) => ['ZCOUNT', key(from), scoreBound(from), scoreBound(from)]),
  often(2, (from) => ['ZLEXCOUNT', lexKey(from), lexBound(from), lexBound(from)]),
  often(7, (from) => ['ZRANGE', ...range(from, false)]),
  often(4, (from) => ['ZRANGESTORE', key(from), ...range(from, true)]),
  often(2, (from) => ['ZREVRANGE', key(from), from.index(), from.index(), ...from.maybe(0.3, ['WITHSCORES'], ['x'])]),
  often(3, (from) => [
    from.pick(['ZRANGEBYSCORE', 'ZREVRANGEBYSCORE']),
    key(from),
    scoreBound(from),
    scoreBound(from),
    ...from.maybe(0.4, ['WITHSCORES']),
    ...from.limit(0.4),
  ]),
  often(2, (from) => [
    from.pick(['ZRANGEBYLEX', 'ZREVRANGEBYLEX']),
    lexKey(from),
    lexBound(from),
    lexBound(from),
    ...from.limit(0.4),
  ]),
  often(2, (from) => ['ZREMRANGEBYRANK', key(from), from.index(), from.index()]),
  often(2, (from) => ['ZREMRANGEBYSCORE', key(from), scoreBound(from), scoreBound(from)]),
  often(1, (from) => ['ZREMRANGEBYLEX', lexKey(from), lexBound(from), lexBound(from)]),
  often(3, (from) => [from.pick(['ZPOPMIN', 'ZPOPMAX']), key(from), ...from.maybe(0.5, [from.count()])]),
  often(3, (from) => [
    'ZMPOP',
    ...from.numbered(from.keys('sortedSet', 3)),
    from.word('MIN', 'MAX', ...(from.chance(0.02) ? ['X'] : [])),
    ...from.maybe(0.5, [from.word('COUNT'), from.count()]),
  ]),
  often(5, (from) => {
    const keys = from.times(from.between(1, 3), () => source(from));
    return [from.pick(['ZUNION', 'ZINTER']), ...from.numbered(keys), ...combineOptions(from, keys.length, false)];
  }),
  often(5, (from) => {
    const keys = from.times(from.between(1, 3), () => source(from));
    return [
      from.pick(['ZUNIONSTORE', 'ZINTERSTORE']),
      key(from),
      ...from.numbered(keys),
      ...combineOptions(from, keys.length, true),
    ];
  }),
  often(2, (from) => [
    'ZDIFF',
    ...from.numbered(from.times(from.between(1, 3), () => source(from))),
    ...from.maybe(0.5, ['WITHSCORES'], ['WEIGHTS', '1']),
  ]),
  often(2, (from) => [
    'ZDIFFSTORE',
    key(from),
    ...from.numbered(from.times(from.between(1, 3), () => source(from))),
    ...from.maybe(0.03, ['WITHSCORES']),
  ]),
  often(2, (from) => [
    'ZINTERCARD',
    ...from.numbered(from.times(from.between(1, 3), () => source(from))),
    ...from.maybe(0.5, [from.word('LIMIT'), from.count()]),
  ]),
  often(2, (from) => [
    'ZRANDMEMBER',
    key(from),
    ...from.maybe(0.8, [from.count()], ['-3'], ['1000000'], [from.count(), 'WITHSCORES'], ['2', 'x']),
  ]),
  often(2, (from) => ['ZSCAN', key(from), from.chance(0.95) ? '0' : from.integer(), ...scanOptions(from)]),
  often(0.5, (from) => [from.pick(['BZPOPMIN', 'BZPOPMAX']), ...from.keys('sortedSet', 3), timeout(from)]),
  often(0.5, (from) => [
    'BZMPOP',
    timeout(from),
    ...from.numbered(from.keys('sortedSet', 3)),
    from.word('MIN', 'MAX'),
    ...from.maybe(0.5, ['COUNT', from.count()]),
  ]),
];

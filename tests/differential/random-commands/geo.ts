import type { Ingredients } from './ingredients.ts';
import { often, type RandomCommand } from './random-command.ts';

const key = (from: Ingredients) => from.key('geo');
const place = (from: Ingredients) => (from.chance(0.05) ? from.member() : `p${from.random.nextInt(20)}`);

function coordinate(from: Ingredients, limit: number): string {
  if (from.chance(0.03))
    return from.pick([
      'x',
      '',
      'nan',
      'inf',
      '181',
      '-181',
      '90',
      '85.05112878',
      '-85.05112878',
      '180',
      '-180',
      '85.06',
    ]);
  // Near each other, or anywhere.
  const span = from.chance(0.6) ? 2 : limit;
  return String(from.between(-span * 10_000, span * 10_000) / 10_000);
}

const position = (from: Ingredients) => [coordinate(from, 180), coordinate(from, 85)];
const unit = (from: Ingredients) => from.word('m', 'km', 'mi', 'ft', ...(from.chance(0.02) ? ['x'] : []));
const distance = (from: Ingredients) =>
  from.chance(0.03)
    ? from.pick(['-1', 'x', 'nan', '0', 'inf'])
    : from.pick(['1', '100', '200', '500', '1000', '5000', '20000', '0.5', '100000']);

function details(from: Ingredients): string[] {
  const all: string[] = [];
  while (from.chance(0.35)) all.push(from.word('WITHCOORD', 'WITHDIST', 'WITHHASH', 'ASC', 'DESC'));
  return all;
}

function search(from: Ingredients): string[] {
  const center = from.chance(0.4)
    ? [from.word('FROMMEMBER'), place(from)]
    : [from.word('FROMLONLAT'), ...position(from)];
  const shape = from.chance(0.5)
    ? [from.word('BYRADIUS'), distance(from), unit(from)]
    : [from.word('BYBOX'), distance(from), distance(from), unit(from)];
  const parts = [center, shape, ...from.maybe(0.3, ['ASC'], ['DESC']).map((word) => [word])];
  if (from.chance(0.02)) parts.push(from.pick([center, shape]));
  if (from.chance(0.02)) parts.shift();
  return from.random.shuffle(parts).flat();
}

/** Which ones are counted is settled by their distance, unless ANY is given. */
const count = (from: Ingredients) =>
  from.maybe(0.3, ['COUNT', from.count()], ['COUNT', from.count(), 'ANY'], ['COUNT'], ['ANY']);

export const geoCommands: readonly RandomCommand[] = [
  often(10, (from) => [
    'GEOADD',
    key(from),
    ...from.maybe(0.2, [from.word('NX', 'XX', 'CH')], ['NX', 'XX'], ['XX', 'CH']),
    ...from.times(from.between(1, from.chance(0.05) ? 150 : 4), () => [...position(from), place(from)]).flat(),
  ]),
  often(3, (from) => ['GEOPOS', key(from), ...from.times(from.between(0, 3), () => place(from))]),
  often(2, (from) => ['GEOHASH', key(from), ...from.times(from.between(0, 3), () => place(from))]),
  often(3, (from) => ['GEODIST', key(from), place(from), place(from), ...from.maybe(0.7, [unit(from)])]),
  often(7, (from) => ['GEOSEARCH', key(from), ...search(from), ...count(from), ...details(from)]),
  often(4, (from) => [
    'GEOSEARCHSTORE',
    key(from),
    key(from),
    ...search(from),
    ...count(from),
    ...from.maybe(0.3, [from.word('STOREDIST')], ['WITHCOORD']),
  ]),
  often(3, (from) => [
    from.pick(['GEORADIUS', 'GEORADIUS', 'GEORADIUS_RO']),
    key(from),
    ...position(from),
    distance(from),
    unit(from),
    ...details(from),
    ...count(from),
    ...from.maybe(0.25, [from.word('STORE', 'STOREDIST'), key(from)]),
  ]),
  often(2, (from) => [
    from.pick(['GEORADIUSBYMEMBER', 'GEORADIUSBYMEMBER', 'GEORADIUSBYMEMBER_RO']),
    key(from),
    place(from),
    distance(from),
    unit(from),
    ...details(from),
    ...count(from),
    ...from.maybe(0.25, [from.word('STORE', 'STOREDIST'), key(from)]),
  ]),
  often(1, (from) => ['ZREM', key(from), place(from), place(from)]),
];

import type { SeededRandom } from '@respite/testing';
import type { Command } from '../../../test/beside-oracle.ts';

export const KEYS = ['s1', 's2', 's3'];
/** A key of another type. */
export const STRING = 'string';
const GROUPS = ['g1', 'g2', 'g\xff'];
const CONSUMERS = ['Alice', 'Bob', 'Carol'];
const HUGE = '18446744073709551615';

function pick<T>(random: SeededRandom, choices: readonly T[]): T {
  return random.pick(choices);
}

/** IDs that are near each other, so that they meet; now and then any text. */
function randomId(random: SeededRandom): string {
  if (random.chance(0.03)) {
    return pick(random, ['-', '+', '$', '>', '', 'x', '1-', '-1', '1-x', '1-*', '0', `${HUGE}-${HUGE}`, `${HUGE}0`]);
  }
  const ms = random.nextInt(60);
  return random.chance(0.3) ? String(ms) : `${ms}-${random.nextInt(4)}`;
}

/** As `randomId`, without what 7.0 does not know: `+`, the last entry. */
function startId(random: SeededRandom): string {
  const id = randomId(random);
  return id === '+' ? '$' : id;
}

function ids(random: SeededRandom): string[] {
  return Array.from({ length: 1 + random.nextInt(4) }, () => randomId(random));
}

function bound(random: SeededRandom): string {
  const id = randomId(random);
  return random.chance(0.2) ? `(${id}` : random.chance(0.3) ? pick(random, ['-', '+']) : id;
}

function word(random: SeededRandom): string {
  if (random.chance(0.4)) return pick(random, ['0', '-1', '127', '128', '4096', '-4097', '70000', '123456789012', '']);
  return 'x'.repeat(random.nextInt(random.chance(0.05) ? 5000 : 20));
}

function trim(random: SeededRandom): string[] {
  const strategy = random.chance(0.5)
    ? ['MAXLEN', String(random.nextInt(40))]
    : ['minid', random.chance(0.9) ? String(random.nextInt(70)) : randomId(random)];
  if (random.chance(0.6)) strategy.splice(1, 0, pick(random, ['~', '~', '=']));
  if (random.chance(0.2)) strategy.push('LIMIT', pick(random, ['0', '1', '10', '50', '-1', 'x']));
  return strategy;
}

/** Mostly beyond what is there: streams grow, and their IDs go round as keys are deleted. */
function newId(random: SeededRandom, step: number): string {
  if (random.chance(0.1)) return randomId(random);
  const ms = Math.floor(step / 40) % 60;
  return random.chance(0.8) ? `${ms}-*` : `${ms}-${random.nextInt(40)}`;
}

export function randomCommand(random: SeededRandom, step: number): Command {
  const key = random.chance(0.02) ? STRING : random.chance(0.02) ? 'missing' : pick(random, KEYS);
  const group = random.chance(0.03) ? 'missing' : pick(random, GROUPS);
  const consumer = pick(random, CONSUMERS);
  const fields = (): string[] =>
    Array.from({ length: random.chance(0.02) ? 3 : 2 * (1 + random.nextInt(3)) }, (_, i) =>
      i % 2 === 0 && random.chance(0.9) ? `f${i}` : word(random),
    );
  const count = (): string[] => (random.chance(0.4) ? ['COUNT', pick(random, ['0', '1', '3', '100', '-1', 'x'])] : []);
  const idle = (): string => pick(random, ['0', '0', '0', '1000000', '-5', 'x']);
  const choices: (() => Command)[] = [
    () => ['XADD', key, ...(random.chance(0.1) ? ['NOMKSTREAM'] : []), newId(random, step), ...fields()],
    () => ['XADD', key, newId(random, step), 'f0', word(random)],
    () => ['XADD', key, newId(random, step), 'f0', word(random), 'f2', word(random)],
    () => ['XADD', key, ...(random.chance(0.4) ? trim(random) : []), newId(random, step), ...fields()],
    () => ['XLEN', key],
    () => ['XRANGE', key, bound(random), bound(random), ...count()],
    () => ['XREVRANGE', key, bound(random), bound(random), ...count()],
    () => ['XDEL', key, ...ids(random)],
    () => (random.chance(0.5) ? ['XTRIM', key, ...trim(random)] : ['XLEN', key]),
    () => ['XREAD', ...count(), 'STREAMS', key, pick(random, KEYS), startId(random), startId(random)],
    () => ['XREADGROUP', 'GROUP', group, consumer, ...count(), 'STREAMS', key, '>'],
    () => [
      ...['XREADGROUP', 'GROUP', group, consumer, ...count()],
      ...[...(random.chance(0.2) ? ['NOACK'] : []), 'STREAMS', key, pick(random, KEYS)],
      ...['>', random.chance(0.5) ? '>' : startId(random)],
    ],
    () => ['XACK', key, group, ...ids(random)],
    () => ['XPENDING', key, group],
    () => [
      ...['XPENDING', key, group, ...(random.chance(0.2) ? ['IDLE', idle()] : [])],
      ...[bound(random), bound(random), pick(random, ['10', '1', '0', '-1', 'x'])],
      ...(random.chance(0.3) ? [consumer] : []),
    ],
    () => [
      ...['XCLAIM', key, group, consumer, idle(), ...ids(random)],
      ...(random.chance(0.3) ? ['RETRYCOUNT', pick(random, ['0', '5', '-1', '9223372036854775807'])] : []),
      ...(random.chance(0.4) ? ['FORCE'] : []),
      ...(random.chance(0.3) ? ['JUSTID'] : []),
      ...(random.chance(0.1) ? ['LASTID', randomId(random)] : []),
      ...(random.chance(0.05) ? ['NONSENSE'] : []),
    ],
    () => [
      'XAUTOCLAIM',
      key,
      group,
      consumer,
      idle(),
      bound(random),
      ...count(),
      ...(random.chance(0.3) ? ['JUSTID'] : []),
    ],
    () => [
      'XGROUP',
      'CREATE',
      key,
      group,
      pick(random, ['$', '0', randomId(random)]),
      ...(random.chance(0.5) ? ['MKSTREAM'] : []),
    ],
    () => [
      ...['XGROUP', 'CREATE', key, group, '0', 'ENTRIESREAD', pick(random, ['0', '5', '-1', '-2', 'x'])],
      ...(random.chance(0.5) ? ['MKSTREAM'] : []),
    ],
    () => ['XGROUP', 'SETID', key, group, pick(random, ['$', '0', randomId(random)])],
    () => ['XGROUP', 'CREATECONSUMER', key, group, 'Dora'],
    () => ['XGROUP', 'DELCONSUMER', key, group, random.chance(0.3) ? 'Dora' : consumer],
    () => (random.chance(0.2) ? ['XGROUP', 'DESTROY', key, group] : ['XINFO', 'GROUPS', key]),
    () => ['XINFO', 'GROUPS', key],
    () => ['XINFO', 'STREAM', key],
    () =>
      random.chance(0.3)
        ? [
            // Lower than what was deleted: 7.0 allows it.
            'XSETID',
            key,
            random.pick(['70-1', '71', 'x', '-']),
            ...(random.chance(0.5) ? ['ENTRIESADDED', '100', 'MAXDELETEDID', randomId(random)] : []),
          ]
        : ['TYPE', key],
    () => (random.chance(0.2) ? ['DEL', key] : ['OBJECT', 'ENCODING', key]),
    () => (random.chance(0.3) ? ['COPY', key, pick(random, KEYS), 'REPLACE'] : ['EXISTS', key]),
    () =>
      random.chance(0.1)
        ? ['CONFIG', 'SET', 'stream-node-max-entries', pick(random, ['0', '1', '5', '10', '100'])]
        : ['XLEN', key],
    () =>
      random.chance(0.1)
        ? ['CONFIG', 'SET', 'stream-node-max-bytes', pick(random, ['0', '50', '200', '1000', '4096'])]
        : ['XLEN', key],
  ];
  return random.pick(choices)();
}

/** What differs: times, how the tree of blocks is made, and when a consumer is made that gets nothing: since 7.2 at once. */
export function mask(reply: string): string {
  return reply
    .replace(/(\r\n(?:Alice|Bob|Carol)\r\n):\d+\r\n/g, '$1:idle\r\n')
    .replace(/(\r\nconsumers\r\n):\d+/g, '$1:consumers')
    .replace(/(radix-tree-nodes\r\n):\d+/g, '$1:nodes');
}

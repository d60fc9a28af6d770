import type { SeededRandom } from '@respite/testing';
import type { Command } from '../../../test/beside-oracle.ts';

/** One of them holds a string now and then. */
export const LIST_KEYS: readonly string[] = ['a', 'b', 'c', 'd'];

const INTEGERS = [
  '9223372036854775807',
  '-9223372036854775808',
  '9223372036854775808',
  '',
  '1.5',
  'x',
  '-0',
  '+1',
  ' 1',
];

function randomElement(random: SeededRandom): string | Uint8Array {
  switch (random.nextInt(10)) {
    case 0:
      return random.pick(INTEGERS);
    case 1:
      return random.bytes(random.nextInt(80));
    case 2:
      return String((random.nextInt(2) * 2 - 1) * 2 ** random.nextInt(53));
    case 3:
      return random.chance(0.1)
        ? 'z'.repeat(random.pick([4095, 4096, 9000, 33_000, 70_000]))
        : 'y'.repeat(random.nextInt(200));
    default:
      // Few, so that they are found.
      return random.pick(['a', 'b', 'c', '1', '2', '1000', 'element']);
  }
}

function randomIndex(random: SeededRandom): string {
  if (random.chance(0.05)) return random.pick(INTEGERS);
  return String(random.nextInt(random.pick([4, 12, 600])) * (random.nextInt(2) * 2 - 1));
}

function randomTrim(random: SeededRandom, key: string): Command {
  // What is kept is most of it, as a rule.
  if (random.chance(0.8)) return ['LTRIM', key, random.nextInt(3), -1 - random.nextInt(3)];
  return ['LTRIM', key, randomIndex(random), randomIndex(random)];
}

function randomPosition(random: SeededRandom, key: string): Command {
  const command = ['LPOS', key, randomElement(random)];
  while (random.chance(0.5)) {
    // Redis 7.2 refuses the smallest integer, 7.0 takes it.
    const value = random.chance(0.1) ? random.pick(INTEGERS.slice(2)) : String(random.nextInt(7) - 2);
    command.push(random.pick(['RANK', 'COUNT', 'MAXLEN', 'rank', 'count', 'maxlen', 'X']), value);
  }
  if (random.chance(0.05)) command.push('COUNT');
  return command;
}

function randomMultiPop(random: SeededRandom, keys: string[]): Command {
  const command: (string | number)[] = [random.chance(0.9) ? keys.length : random.pick([0, -1, 7, 'x']), ...keys];
  if (random.chance(0.95)) command.push(random.pick(['LEFT', 'RIGHT', 'left', 'up']));
  while (random.chance(0.5)) command.push('COUNT', random.pick([1, 2, 3, 100, 0, -1, 'x']));
  if (random.chance(0.05)) command.push('COUNT');
  return command;
}

/** Commands that are sent together: one that could wait comes behind a push, so that it need not. */
export function randomListCommands(random: SeededRandom): Command[] {
  const key = random.pick(LIST_KEYS);
  const other = random.pick(LIST_KEYS);
  const end = () => random.pick(['LEFT', 'RIGHT', 'left', 'Right']);
  const elements = () =>
    Array.from({ length: random.chance(0.02) ? 500 : 1 + random.nextInt(4) }, () => randomElement(random));
  switch (random.nextInt(26)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
      return [[random.pick(['LPUSH', 'RPUSH']), key, ...elements()]];
    case 5:
      return [[random.pick(['LPUSHX', 'RPUSHX']), key, ...elements()]];
    case 6:
    case 7:
      return [[random.pick(['LPOP', 'RPOP']), key]];
    case 8:
      return [[random.pick(['LPOP', 'RPOP']), key, random.pick([0, 1, 2, 5, 50, -1, 'x'])]];
    case 9:
    case 10:
      return [['LRANGE', key, randomIndex(random), randomIndex(random)]];
    case 11:
      return [['LINDEX', key, randomIndex(random)]];
    case 12:
      return [['LLEN', key]];
    case 13:
    case 14:
      return [['LSET', key, randomIndex(random), randomElement(random)]];
    case 15:
    case 16:
      return [
        ['LINSERT', key, random.pick(['BEFORE', 'AFTER', 'before', 'x']), randomElement(random), randomElement(random)],
      ];
    case 17:
      return [['LREM', key, random.chance(0.9) ? random.nextInt(7) - 3 : randomIndex(random), randomElement(random)]];
    case 18:
      return [randomTrim(random, key)];
    case 19:
    case 20:
      return [randomPosition(random, key)];
    case 21:
      return random.chance(0.5)
        ? [['RPOPLPUSH', key, other]]
        : [['LMOVE', key, other, end(), random.chance(0.95) ? end() : 'x']];
    case 22:
      return [['LMPOP', ...randomMultiPop(random, [key, other])]];
    case 23:
      return [
        ['RPUSH', other, randomElement(random)],
        random.pick<Command>([
          ['BLPOP', key, other, 0],
          ['BRPOP', key, other, 0.5],
          ['BLMOVE', other, key, end(), end(), 0],
          ['BRPOPLPUSH', other, key, 0],
          ['BLMPOP', 0, ...randomMultiPop(random, [key, other])],
          ['BLPOP', key, random.pick(['x', -1, ''])],
          ['BLMOVE', key, other, end(), end(), -1],
          ['BLMPOP', 'x', 1, key, end()],
        ]),
      ];
    case 24:
      return [random.chance(0.5) ? ['COPY', key, other, 'REPLACE'] : ['RENAME', key, other]];
    default:
      return random.pick<Command[]>([
        [['SET', key, 'text']],
        [['DEL', key]],
        [['LPUSH', key]],
        [['LRANGE', key, 0]],
        [['LPOP']],
        [['LPOP', key, 1, 2]],
        [['TYPE', key]],
      ]);
  }
}

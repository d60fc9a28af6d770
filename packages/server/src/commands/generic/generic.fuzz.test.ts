import { type SeededRandom, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { test } from 'vitest';
import { BesideOracle, type Command, splitReplies } from '../../../test/beside-oracle.ts';
import { TestServer } from '../../../test/in-process.ts';

const KEYS = ['a', 'b', 'c', 'd', 'key:1', 'key:2', 'a*', '\x80\xff', 'long '.repeat(60)];

/**
 * Moments that a test names are all of this time on, the year 2128, and must be the same on both sides. Times that depend on now are
 * seconds and milliseconds below it.
 */
const FAR_SECONDS = 5_000_000_000;

/**
 * The clocks of two servers do not agree: what is left to live, and what was given from now on, is only there or not. Nor do they agree
 * on the last digits of moments hundreds of thousands of years from now, which ours keeps as doubles.
 */
function withoutNow(number: string): string {
  const value = Math.abs(Number(number));
  return (value > 1000 && value < 4e9) || (value > 1e10 && value < 4e12) || value > 1e13 ? 'T' : number;
}

function mask(text: string): string {
  return splitReplies(text)
    .map((reply) => {
      const [type] = reply;
      if (type === ':') return reply.replace(/\d+/, withoutNow);
      // Keys come in the order of each server's own table.
      return type === '*'
        ? reply
            .split(/(?=\$)/)
            .sort()
            .join('')
        : reply;
    })
    .join('');
}

function randomTime(random: SeededRandom, command: string): string {
  if (random.chance(0.1)) {
    return random.pick(['0', '-1', 'x', '', '1.5', '9223372036854775807', '-9223372036854775808', '9223372036854776']);
  }
  const isAbsolute = command.endsWith('AT');
  if (isAbsolute && random.chance(0.2)) return String(1 + random.nextInt(1000));
  // No two of them are so near each other that a few milliseconds would decide.
  const seconds = (isAbsolute ? FAR_SECONDS : 100_000) + random.nextInt(700_000);
  return command.startsWith('P') ? `${seconds}000` : String(seconds);
}

function randomExpire(random: SeededRandom): Command {
  const command = random.pick(['EXPIRE', 'PEXPIRE', 'EXPIREAT', 'PEXPIREAT']);
  const options: string[] = [];
  while (random.chance(0.4)) options.push(random.pick(['NX', 'XX', 'GT', 'LT', 'gt', 'nx', 'AB', '']));
  return [command, random.pick(KEYS), randomTime(random, command), ...options];
}

function randomCopy(random: SeededRandom): Command {
  const options: (string | number)[] = [];
  while (random.chance(0.5)) {
    options.push(
      ...random.pick<(string | number)[]>([['REPLACE'], ['DB', random.nextInt(4)], ['db', 99], ['DB'], ['X']]),
    );
  }
  return ['COPY', random.pick(KEYS), random.pick(KEYS), ...options];
}

function randomScan(random: SeededRandom): Command {
  const options: (string | number)[] = ['COUNT', 1000];
  while (random.chance(0.4)) {
    options.push(
      ...random.pick<(string | number)[]>([
        ['MATCH', random.pick(['*', 'a*', 'key:?', '[a-c]', 'x', 'a\\*'])],
        ['TYPE', random.pick(['string', 'STRING', 'list', 'nonsense'])],
        ['COUNT', random.pick(['0', '-1', 'x', '5000'])],
        ['MATCH'],
      ]),
    );
  }
  return ['SCAN', random.chance(0.9) ? 0 : random.pick(['x', '1x', ' 0', '-', '1.5', '']), ...options];
}

function randomCommand(random: SeededRandom): Command {
  const key = () => random.pick(KEYS);
  const several = () => Array.from({ length: 1 + random.nextInt(4) }, key);
  switch (random.nextInt(20)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return ['SET', key(), random.pick(['1', '10000', 'text', 'x'.repeat(44), 'x'.repeat(45), 'y'.repeat(40_000)])];
    case 4:
      return [random.pick(['DEL', 'UNLINK']), ...several()];
    case 5:
      return [random.pick(['EXISTS', 'TOUCH']), ...several()];
    case 6:
    case 7:
    case 8:
      return randomExpire(random);
    case 9:
    case 10:
      return [random.pick(['TTL', 'PTTL', 'EXPIRETIME', 'PEXPIRETIME']), key()];
    case 11:
      return [random.pick(['PERSIST', 'TYPE', 'GET', 'STRLEN']), key()];
    case 12:
      return [random.pick(['RENAME', 'RENAMENX']), key(), key()];
    case 13:
      return randomCopy(random);
    case 14:
      return ['MOVE', key(), random.pick([0, 1, 2, 3, 99, -1, 'x'])];
    case 15:
      return ['SELECT', random.nextInt(4)];
    case 16:
      return random.chance(0.5) ? ['DBSIZE'] : ['KEYS', random.pick(['*', 'a*', '*:*', '[^a]*', '\\a', '[b-a]', ''])];
    case 17:
      return randomScan(random);
    case 18:
      return [
        'OBJECT',
        random.pick(['ENCODING', 'REFCOUNT', 'IDLETIME', 'FREQ', 'NONSENSE']),
        ...several().slice(0, 2),
      ];
    default:
      return random.pick<Command>([
        ['WAIT', 0, random.pick([0, 'x', -1])],
        ['WAIT', random.pick(['x', 1]), 1],
        ['FLUSHDB'],
        [
          random.pick([
            'DEL',
            'EXPIRE',
            'TTL',
            'RENAME',
            'COPY',
            'MOVE',
            'SCAN',
            'OBJECT',
            'KEYS',
            'TYPE',
            'RANDOMKEY',
          ]),
          key(),
        ],
      ]);
  }
}

describeWithOracle('the generic commands', (oracle) => {
  test('answer as redis-server does', async () => {
    const random = seededRandom('generic commands');
    const server = new TestServer();
    server.clock.set(Date.now());
    const both = new BesideOracle(server.connect(), await oracle().connect(), mask);
    for (let round = 0; round < 10; round++) {
      await both.say(['SELECT', 0], ['FLUSHALL']);
      for (let i = 0; i < 60; i++) {
        server.clock.set(Date.now());
        await both.say(...Array.from({ length: 5 }, () => randomCommand(random)));
      }
      await both.say(['KEYS', '*'], ['DBSIZE'], ...KEYS.map((key) => ['GET', key]));
    }
  });
});

import { type SeededRandom, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { test } from 'vitest';
import { BesideOracle, type Command, splitReplies } from '../../../test/beside-oracle.ts';
import { TestServer } from '../../../test/in-process.ts';

/** More of them for a longer test. */
const ROUNDS = Number(process.env.RESPITE_FUZZ_ROUNDS ?? 2000);
const MINUTE_MS = 60_000;

/** Hashes that stay small, whose fields come in the order of their making, and one that does not. */
const SMALL = ['a', 'b', 'c', 'd'];
const LIMIT = 24;

/** Fields come in the order of each server's own table. */
function sorted(text: string): string {
  return splitReplies(text)
    .map((reply) =>
      /^[*%]/.test(reply)
        ? reply
            .split(/(?=\$)/)
            .sort()
            .join('')
        : reply,
    )
    .join('');
}

/** Only how many there are. */
function counted(text: string): string {
  return text.replace(/\$\d+\r\n[^\r]*\r\n/g, '$\r\n');
}

function randomField(random: SeededRandom, most: number): string {
  if (random.chance(0.3)) return String(random.nextInt(most));
  if (random.chance(0.02)) return random.pick(['', '9223372036854775807', '007', 'x'.repeat(64), 'x'.repeat(65)]);
  return `f${random.nextInt(most)}`;
}

function randomValue(random: SeededRandom): string {
  return random.pick([
    () => String(random.nextInt(300) - 100),
    () => `${random.nextInt(100)}.${random.nextInt(1000)}`,
    () => 'v'.repeat(random.nextInt(20)),
    () =>
      random.pick(['9223372036854775807', '-9223372036854775808', '1e5', 'inf', 'nan', '0x10', ' 1', '-0', '3.0e3']),
    () => (random.chance(0.1) ? 'w'.repeat(random.pick([64, 65, 4096])) : 'w'),
  ])();
}

function randomPairs(random: SeededRandom, most: number, count: number): string[] {
  return Array.from({ length: count }, () => [randomField(random, most), randomValue(random)]).flat();
}

function randomFields(random: SeededRandom, most: number, count = 6): string[] {
  return Array.from({ length: 1 + random.nextInt(count) }, () => randomField(random, most));
}

function randomScan(random: SeededRandom, key: string): Command {
  const options: string[] = ['COUNT', '100000'];
  while (random.chance(0.3)) {
    options.push(
      ...random.pick([['MATCH', random.pick(['*', '1*', 'f?', '[0-9]'])], ['count', '99999'], ['COUNT', '0'], ['X']]),
    );
  }
  return ['HSCAN', key, random.chance(0.95) ? '0' : random.pick(['x', '1x', '']), ...options];
}

function randomCommand(random: SeededRandom, hash: string, most: number): Command {
  const key = random.chance(0.05) ? random.pick(['missing', 'text']) : hash;
  const field = () => randomField(random, most);
  return random.pick<() => Command>([
    () => ['HSET', key, ...randomPairs(random, most, 1 + random.nextInt(4))],
    () => [random.pick(['HSET', 'HMSET']), key, ...randomPairs(random, most, 1)],
    () => [random.pick(['HSET', 'HMSET']), key, ...randomFields(random, most)],
    () => ['HSETNX', key, field(), randomValue(random)],
    () => ['HGET', key, field()],
    () => ['HMGET', key, ...randomFields(random, most)],
    () => ['HDEL', key, ...randomFields(random, most)],
    () => [
      'HINCRBY',
      key,
      field(),
      random.pick(['1', '-3', '9223372036854775807', 'x', '1.5', '-9223372036854775808']),
    ],
    () => ['HINCRBYFLOAT', key, field(), random.pick(['1', '-3.5', '1e300', 'x', 'inf', 'nan', '0.1', '3.0e3'])],
    () => [random.pick(['HLEN', 'HGETALL', 'HKEYS', 'HVALS', 'TYPE']), key],
    () => [random.pick(['HEXISTS', 'HSTRLEN']), key, field()],
    () => ['OBJECT', 'ENCODING', key],
    () => randomScan(random, key),
    () =>
      random.pick<Command>([
        ['DEL', key],
        ['HSET', key],
        ['HGETALL'],
        ['SETRANGE', key, 0, 'x'],
        ['HRANDFIELD', key, 0],
        ['HRANDFIELD', key, 'x'],
        ['HRANDFIELD', key, 1, 'x'],
        ['HRANDFIELD', key, '-9223372036854775807', 'withvalues'],
        ['HRANDFIELD', key, '-9223372036854775808'],
        ['HRANDFIELD', key, 1, 'withvalues', 1],
      ]),
  ])();
}

function randomPick(random: SeededRandom, key: string): Command {
  if (random.chance(0.2)) return ['HRANDFIELD', key];
  const count = random.pick(['0', '1', '2', '7', '50', '1000', '-1', '-3', '-50']);
  return ['HRANDFIELD', key, count, ...(random.chance(0.5) ? ['WITHVALUES'] : [])];
}

describeWithOracle('hash commands beside redis-server', (oracle) => {
  for (const protocol of [2, 3]) {
    test(
      `random commands, RESP${protocol}`,
      async () => {
        const random = seededRandom(`hash commands, RESP${protocol}`);
        const server = new TestServer({ hashMaxListpackEntries: String(LIMIT) });
        const ours = server.connect();
        const theirs = await oracle().connect();
        const exactly = new BesideOracle(ours, theirs);
        const inAnyOrder = new BesideOracle(ours, theirs, sorted);
        const sameCount = new BesideOracle(ours, theirs, counted);
        ours.client.reply.protocol = protocol as 2 | 3;
        await exactly.say(['FLUSHALL'], ['CONFIG', 'SET', 'hash-max-listpack-entries', LIMIT], ['SET', 'text', 'x']);
        if (protocol === 3) {
          theirs.send(Buffer.from('HELLO 3\r\n'));
          await theirs.nextReply();
        }
        for (let round = 0; round < ROUNDS; round++) {
          const key = random.pick(SMALL);
          // A table may give its fields in any order, a listpack in that of their coming.
          const isTable = (await exactly.say(['OBJECT', 'ENCODING', key])).includes('hashtable');
          const beside = isTable ? inAnyOrder : exactly;
          await beside.say(randomCommand(random, key, isTable ? 200 : 12), ['DEL', 'missing'], ['SET', 'text', 'x']);
          const commands = Array.from({ length: 3 }, () => randomCommand(random, 'big', 400));
          await inAnyOrder.say(...commands, ['DEL', 'missing']);
          if (random.chance(0.1)) {
            await sameCount.say(randomPick(random, random.pick([...SMALL, 'big'])));
            await inAnyOrder.say(
              ['HGETALL', 'big'],
              ['COPY', key, random.pick(SMALL), 'REPLACE'],
              ['RENAME', key, random.pick(SMALL)],
            );
          }
        }
        await theirs.close();
      },
      MINUTE_MS,
    );
  }
});

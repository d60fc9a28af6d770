import { type SeededRandom, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { test } from 'vitest';
import { BesideOracle, type Command, splitReplies } from '../../../test/beside-oracle.ts';
import { TestServer } from '../../../test/in-process.ts';

/** More of them for a longer test. */
const ROUNDS = Number(process.env.RESPITE_FUZZ_ROUNDS ?? 2000);
const MINUTE_MS = 60_000;

const KEYS = ['a', 'b', 'c', 'd', 'big', 'other'];

/** Members come in the order of each server's own table. */
function sorted(text: string): string {
  return splitReplies(text)
    .map((reply) =>
      /^[*~]/.test(reply)
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

function randomMember(random: SeededRandom): string {
  if (random.chance(0.6)) return String(random.nextInt(random.pick([5, 20, 1000])) - 3);
  if (random.chance(0.05)) return random.pick(['9223372036854775807', '-9223372036854775808', '9007199254740993', '']);
  if (random.chance(0.02)) return 'x'.repeat(random.pick([63, 64, 65, 5000]));
  return random.pick(['x', 'y', 'z:']) + random.nextInt(10);
}

function randomMembers(random: SeededRandom, most = 6): string[] {
  return Array.from({ length: 1 + random.nextInt(most) }, () => randomMember(random));
}

function randomScan(random: SeededRandom): Command {
  const options: string[] = ['COUNT', '100000'];
  while (random.chance(0.3)) {
    options.push(
      ...random.pick([
        ['MATCH', random.pick(['*', '1*', 'x?', '[0-9]'])],
        ['count', '99999'],
        ['COUNT', '0'],
        ['TYPE', 'x'],
        ['X'],
      ]),
    );
  }
  return ['SSCAN', random.pick(KEYS), random.chance(0.95) ? '0' : random.pick(['x', '1x', '']), ...options];
}

function randomCommand(random: SeededRandom): Command {
  const key = () => (random.chance(0.05) ? random.pick(['missing', 'text']) : random.pick(KEYS));
  const keys = () => Array.from({ length: 1 + random.nextInt(4) }, key);
  return random.pick<() => Command>([
    () => ['SADD', key(), ...randomMembers(random)],
    () => ['SADD', key(), ...randomMembers(random, 40)],
    () => ['SADD', 'big', ...randomMembers(random, 200)],
    () => ['SREM', key(), ...randomMembers(random, 20)],
    () => ['SISMEMBER', key(), randomMember(random)],
    () => ['SMISMEMBER', key(), ...randomMembers(random)],
    () => [random.pick(['SCARD', 'SMEMBERS', 'TYPE', 'EXISTS']), key()],
    () => ['SMOVE', key(), key(), randomMember(random)],
    () => [random.pick(['SINTER', 'SUNION', 'SDIFF']), ...keys()],
    () => [random.pick(['SINTERSTORE', 'SUNIONSTORE', 'SDIFFSTORE']), random.pick(KEYS), ...keys()],
    () => {
      const some = keys();
      const limit = random.pick([[], [], ['LIMIT', random.pick(['0', '1', '5', '-1', 'x'])], ['LIMIT'], ['X']]);
      return ['SINTERCARD', random.chance(0.9) ? some.length : random.pick(['0', '9', 'x', '-1']), ...some, ...limit];
    },
    () => randomScan(random),
    () => [random.pick(['DEL', 'SADD', 'SCARD', 'SINTERCARD', 'SMOVE', 'SDIFFSTORE']), key()],
    () =>
      random.pick<Command>([
        ['COPY', key(), key(), 'REPLACE'],
        ['RENAME', key(), key()],
        ['SETRANGE', key(), 0, 'x'],
      ]),
  ])();
}

/** A command whose outcome is random, on a set that is then the same on both sides only if it is emptied. */
function randomPick(random: SeededRandom, key: string): Command {
  const counts = [
    '0',
    '1',
    '2',
    '7',
    '50',
    '1000',
    '-1',
    '-3',
    '-50',
    'x',
    '-9223372036854775808',
    '9223372036854775808',
  ];
  const count = random.chance(0.3) ? [] : [random.pick(counts)];
  return [random.pick(['SPOP', 'SRANDMEMBER']), key, ...count, ...(random.chance(0.03) ? ['1'] : [])];
}

describeWithOracle('set commands beside redis-server', (oracle) => {
  for (const protocol of [2, 3]) {
    test(
      `random commands, RESP${protocol}`,
      async () => {
        const random = seededRandom(`set commands, RESP${protocol}`);
        const server = new TestServer({ setMaxIntsetEntries: '64', setMaxListpackEntries: '32' });
        const ours = server.connect();
        const theirs = await oracle().connect();
        const same = new BesideOracle(ours, theirs, sorted);
        const sameCount = new BesideOracle(ours, theirs, counted);
        ours.client.reply.protocol = protocol as 2 | 3;
        await same.say(['FLUSHALL'], ['CONFIG', 'SET', 'set-max-intset-entries', 64], ['SET', 'text', 'x']);
        if (protocol === 3) {
          theirs.send(Buffer.from('HELLO 3\r\n'));
          await theirs.nextReply();
        }
        for (let round = 0; round < ROUNDS; round++) {
          await same.say(...Array.from({ length: 3 }, () => randomCommand(random)), ['SET', 'text', 'x']);
          if (random.chance(0.2)) {
            const key = random.pick(KEYS);
            await sameCount.say(randomPick(random, key), ['SCARD', key], ['DEL', key]);
          }
        }
        await theirs.close();
      },
      MINUTE_MS,
    );
  }
});

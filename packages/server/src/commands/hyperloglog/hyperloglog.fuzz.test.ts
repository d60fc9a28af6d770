import { encodeCommand, type SeededRandom, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { test } from 'vitest';
import { BesideOracle, type Command } from '../../../test/beside-oracle.ts';
import { TestServer } from '../../../test/in-process.ts';

/** More of them for a longer test. */
const ROUNDS = Number(process.env.RESPITE_FUZZ_ROUNDS ?? 800);
const KEYS = ['a', 'b', 'c', 'd'];

function randomElements(random: SeededRandom): (string | Uint8Array)[] {
  const prefix = random.pick(['', 'element:', 'a longer element, beyond what fits into eight bytes, ']);
  return Array.from({ length: random.nextInt(random.pick([2, 20, 400])) }, () =>
    random.chance(0.5) ? prefix + random.nextInt(random.pick([10, 1000, 1e6])) : random.bytes(random.nextInt(20)),
  );
}

function randomCommand(random: SeededRandom): Command {
  const key = () => random.pick(KEYS);
  const keys = () => Array.from({ length: random.nextInt(4) }, () => (random.chance(0.1) ? 'missing' : key()));
  return random.pick<() => Command>([
    () => ['PFADD', key(), ...randomElements(random)],
    () => ['PFADD', key(), ...randomElements(random)],
    () => ['PFADD', key(), ...randomElements(random)],
    () => ['PFCOUNT', key()],
    () => ['PFCOUNT', key(), ...keys()],
    () => ['PFMERGE', key(), ...keys()],
    () => ['PFDEBUG', random.pick(['DECODE', 'ENCODING', 'encoding', 'nothing']), key()],
    () => ['PFDEBUG', random.pick(['TODENSE', 'GETREG', 'DECODE']), random.chance(0.2) ? key() : 'missing'],
    () => ['OBJECT', 'ENCODING', key()],
    () => ['DEL', key()],
    () => ['SET', key(), random.pick(['HYLL', 'HYLL\x01\0\0\0\0\0\0\0\0\0\0\0\x7f\xff', '12', ''])],
    // Headers that nobody made, and registers too many. A run cut in two is left out: Redis reads the byte behind the string.
    () => ['SETRANGE', key(), random.nextInt(16), random.bytes(1)],
    () => ['SETRANGE', key(), 3100 + random.nextInt(100), random.bytes(3).map((byte) => byte & 0xbf)],
  ])();
}

describeWithOracle('HyperLogLogs beside redis-server', (oracle) => {
  test.each([
    [2, 3000],
    [3, 3000],
    [2, 100],
    [2, 0],
  ] as const)(
    'random commands leave the same bytes, RESP%i, at most %i bytes sparse',
    async (protocol, bytesMax) => {
      const random = seededRandom(`HyperLogLogs, RESP${protocol}`);
      const server = new TestServer();
      const both = new BesideOracle(server.connect(), await oracle().connect());
      await both.say(['FLUSHALL'], ['CONFIG', 'SET', 'hll-sparse-max-bytes', bytesMax]);
      both.ours.client.reply.protocol = protocol;
      await both.theirs.exchange(encodeCommand(['HELLO', protocol]));
      for (let round = 0; round < ROUNDS; round++) {
        const command = randomCommand(random);
        const read: Command[] = random.chance(0.3) ? KEYS.map((key) => ['GET', key]) : [];
        await both.say(command, ...read);
      }
      await both.theirs.close();
    },
    120_000,
  );
});

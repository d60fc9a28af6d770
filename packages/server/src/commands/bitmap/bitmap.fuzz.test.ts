import { encodeCommand, type SeededRandom, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { BesideOracle, type Command } from '../../../test/beside-oracle.ts';
import { TestServer } from '../../../test/in-process.ts';

/** More of them for a longer test. */
const ROUNDS = Number(process.env.RESPITE_FUZZ_ROUNDS ?? 3000);
const KEYS = ['a', 'b', 'c', 'd', 'missing'];

function randomInteger(random: SeededRandom): string {
  switch (random.nextInt(8)) {
    case 0:
      return random.pick(['9223372036854775807', '-9223372036854775808', '-9223372036854775681', '9007199254740993']);
    case 1:
      return random.pick(['', 'x', '1.5', '01', '9223372036854775808']);
    case 2:
      return String(random.nextInt(2 ** 32) * (random.chance(0.5) ? -1 : 1) * random.pick([1, 2 ** 16, 2 ** 20]));
    default:
      return String(random.nextInt(600) - 300);
  }
}

function randomOffset(random: SeededRandom): string {
  if (random.chance(0.08)) return random.pick(['-1', 'x', '#1', '4294967296', '99999999999999999999', '', '#']);
  return String(random.nextInt(random.pick([8, 100, 3000])));
}

function randomValue(random: SeededRandom): string | Uint8Array {
  const length = random.nextInt(random.pick([5, 60, 700]));
  return random.pick<() => string | Uint8Array>([
    () => random.bytes(length),
    () => new Uint8Array(length).fill(random.pick([0, 255])),
    () => String(random.nextInt(1e6)),
  ])();
}

function randomRange(random: SeededRandom): string[] {
  const index = () => (random.chance(0.05) ? randomInteger(random) : String(random.nextInt(200) - 100));
  const range = [index(), index(), random.pick(['BIT', 'byte', 'Bit', random.chance(0.1) ? 'bits' : 'BYTE']), 'more'];
  return range.slice(0, random.pick([0, 1, 2, 2, 3, 3, 3, random.nextInt(5)]));
}

function randomFields(random: SeededRandom): string[] {
  const fields: string[] = [];
  const type = () => {
    if (random.chance(0.04)) return random.pick(['u64', 'i65', 'i0', 'x8', '', 'u', 'i1x']);
    return random.chance(0.5) ? `i${1 + random.nextInt(64)}` : `u${1 + random.nextInt(63)}`;
  };
  const offset = () => (random.chance(0.3) ? `#${random.nextInt(20)}` : randomOffset(random));
  for (let i = random.nextInt(4); i >= 0; i--) {
    fields.push(
      ...random.pick<() => string[]>([
        () => ['GET', type(), offset()],
        () => ['SET', type(), offset(), randomInteger(random)],
        () => ['INCRBY', type(), offset(), randomInteger(random)],
        () => ['incrby', type(), offset(), randomInteger(random)],
        () => ['OVERFLOW', random.pick(['WRAP', 'sat', 'SAT', 'FAIL', 'fail', random.chance(0.1) ? 'x' : 'wrap'])],
      ])(),
    );
  }
  if (random.chance(0.03)) fields.pop();
  return fields;
}

function randomCommand(random: SeededRandom): Command {
  const key = () => random.pick(KEYS.slice(0, 4));
  const keys = () => Array.from({ length: 1 + random.nextInt(4) }, () => (random.chance(0.1) ? 'missing' : key()));
  return random.pick<() => Command>([
    () => ['SET', key(), randomValue(random)],
    () => ['SETBIT', key(), randomOffset(random), random.pick(['0', '1', '1', random.chance(0.1) ? '2' : '0'])],
    () => ['SETBIT', key(), randomOffset(random), '1'],
    () => ['GETBIT', key(), randomOffset(random)],
    () => ['BITCOUNT', key(), ...randomRange(random)],
    () => ['BITPOS', key(), random.pick(['0', '1', random.chance(0.1) ? '2' : '1']), ...randomRange(random)],
    () => ['BITOP', random.pick(['AND', 'or', 'XOR', 'Xor', 'nor']), key(), ...keys()],
    () => ['BITOP', 'NOT', key(), ...(random.chance(0.1) ? keys() : [key()])],
    () => ['BITFIELD', key(), ...randomFields(random)],
    () => ['BITFIELD', key(), ...randomFields(random)],
    () => ['BITFIELD', key(), ...randomFields(random)],
    () => ['BITFIELD_RO', key(), ...randomFields(random)],
    () => ['DEL', key()],
    () => ['OBJECT', 'ENCODING', random.pick(KEYS)],
  ])();
}

describeWithOracle('bitmap commands beside redis-server', (oracle) => {
  test.each([2, 3] as const)(
    'random commands have the same replies and effects, RESP%i',
    async (protocol) => {
      const random = seededRandom(`bitmap commands, RESP${protocol}`);
      const server = new TestServer();
      const both = new BesideOracle(server.connect(), await oracle().connect());
      await both.say(['FLUSHALL']);
      both.ours.client.reply.protocol = protocol;
      await both.theirs.exchange(encodeCommand(['HELLO', protocol]));
      for (let round = 0; round < ROUNDS; round++) {
        const command = randomCommand(random);
        const read: Command[] = KEYS.map((key) => ['GET', key]);
        await both.say(command, ...(round % 10 === 0 ? read : []));
      }
      await both.theirs.close();
      expect(server.core.store.databases[0].size).toBeGreaterThan(0);
    },
    120_000,
  );
});

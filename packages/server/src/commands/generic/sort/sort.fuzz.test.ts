import { type SeededRandom, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { test } from 'vitest';
import { BesideOracle, type Command, splitReplies } from '../../../../test/beside-oracle.ts';
import { TestServer } from '../../../../test/in-process.ts';

/** More of them for a longer test. */
const ROUNDS = Number(process.env.RESPITE_FUZZ_ROUNDS ?? 400);
const MINUTE_MS = 60_000;

/** The members of a set come in the order of each server's own table where SORT leaves them so. */
function sorted(text: string): string {
  return splitReplies(text)
    .map((reply) =>
      reply.startsWith('*')
        ? reply
            .split(/(?=\$)/)
            .sort()
            .join('')
        : reply,
    )
    .join('');
}

const numbers = Array.from({ length: 40 }, (_, i) => String(i * 7 - 100));

function setUp(random: SeededRandom): Command[] {
  const some = (most: number) => Array.from({ length: 1 + random.nextInt(most) }, () => random.pick(numbers));
  const texts = ['a', 'B', 'abc', '', 'zz', '\x80', ' 1', '1e3', '-inf', '0x10', '1.5', 'nan', '3 '];
  return [
    ['FLUSHALL'],
    ['RPUSH', 'numbers', ...some(300)],
    ['RPUSH', 'texts', ...Array.from({ length: 12 }, () => random.pick(texts))],
    ['RPUSH', 'floats', ...Array.from({ length: 12 }, () => String(random.nextInt(1000) / 8 - 50))],
    ['SADD', 'members', ...some(50)],
    ['SADD', 'words', ...texts],
    ['ZADD', 'ranked', ...some(20).flatMap((member) => [random.nextInt(10), member])],
    ['ZADD', 'many', ...numbers.flatMap((number, i) => [i, `${number}:${'x'.repeat(70)}`])],
    // No two are the same, since the order of equal texts is not defined.
    ['MSET', ...numbers.flatMap((number, i) => [`weight_${number}`, `${(i * 17) % 40}`])],
    ['MSET', ...numbers.slice(0, 20).flatMap((number, i) => [`some_${number}`, `${i % 7}`])],
    ...numbers.map((number, i): Command => ['HSET', `hash_${number}`, 'weight', `${(i * 23) % 40}`, 'f->', 'arrow']),
    ['SET', 'text', 'x'],
  ];
}

function randomSort(random: SeededRandom): Command {
  const key = random.pick([
    'numbers',
    'numbers',
    'texts',
    'floats',
    'members',
    'words',
    'ranked',
    'many',
    'none',
    'text',
  ]);
  const options: (string | number)[] = [];
  const by = random.pick(['', '', '', 'nosort', 'weight_*', 'hash_*->weight', 'some_*', 'hash_*->none', 'text']);
  const isAlphabetical = random.chance(0.4);
  // Where texts to sort by are missing, the order is not defined.
  const isDefined =
    !isAlphabetical || /nosort|text/.test(by) || (/weight/.test(by) && /numbers|members|ranked/.test(key));
  if (by !== '' && isDefined) options.push('BY', by);
  if (isAlphabetical) options.push('ALPHA');
  if (random.chance(0.5)) options.push(random.pick(['DESC', 'asc', 'desc']));
  const leavesSet = /nosort|text/.test(by) && /members|words/.test(key);
  if (random.chance(0.4) && !leavesSet) options.push('LIMIT', random.nextInt(12) - 2, random.nextInt(30) - 2);
  while (random.chance(0.3)) {
    const patterns = ['#', 'weight_*', 'some_*', 'hash_*->weight', 'hash_*->f->', 'hash_*->', 'text', '*', 'none_*'];
    options.push('GET', random.pick(patterns));
  }
  if (random.chance(0.04)) options.push(random.pick(['GET', 'LIMIT', 'BY', 'STORE', 'x']));
  if (random.chance(0.02)) options.push('LIMIT', random.pick(['x', '9223372036854775808']), 1);
  if (random.chance(0.3)) options.push('STORE', random.pick(['stored', 'stored', 'text']));
  return [random.chance(0.1) ? 'SORT_RO' : 'SORT', key, ...options];
}

describeWithOracle('SORT beside redis-server', (oracle) => {
  test(
    'random options give the same',
    async () => {
      const random = seededRandom('SORT');
      const server = new TestServer();
      const ours = server.connect();
      const theirs = await oracle().connect();
      const exact = new BesideOracle(ours, theirs);
      const anyOrder = new BesideOracle(ours, theirs, sorted);
      for (let round = 0; round < ROUNDS; round++) {
        if (round % 40 === 0) await exact.say(...setUp(random));
        const command = randomSort(random);
        const isOrdered = !/members|words/.test(String(command[1])) || !/BY (nosort|text)/.test(command.join(' '));
        await (isOrdered ? exact : anyOrder).say(command);
        await exact.say(['LRANGE', 'stored', 0, -1], ['TYPE', 'text'], ['SET', 'text', 'x'], ['DEL', 'stored']);
      }
      await theirs.close();
    },
    MINUTE_MS,
  );
});

import { encodeCommand, type SeededRandom, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { globMatches } from './glob.ts';

const LETTERS = ['a', 'b', 'c', 'A', '-', '^', ']', '\\', '*', '?', '['];

function randomPattern(random: SeededRandom): string {
  let pattern = '';
  for (let length = random.nextInt(9); length > 0; length--) {
    pattern += random.pick(['*', '?', '[', ']', '^', '-', '\\', 'a', 'b', 'c', 'A', 'a-c', '[^', '[a-b]', 'a*']);
  }
  return pattern;
}

describeWithOracle('globMatches beside KEYS of redis-server', (oracle) => {
  test('the same keys for random patterns', async () => {
    const random = seededRandom('glob');
    const connection = await oracle().connect();
    const keys = new Set<string>(['']);
    while (keys.size < 300) {
      let key = '';
      for (let length = 1 + random.nextInt(5); length > 0; length--) key += random.pick(LETTERS);
      keys.add(key);
    }
    await connection.exchange(encodeCommand(['MSET', ...[...keys].flatMap((key) => [key, '1'])]));
    for (let round = 0; round < 1500; round++) {
      const pattern = randomPattern(random);
      // KEYS takes a lone star for "all", the empty key too.
      if (pattern === '*') continue;
      const reply = new TextDecoder().decode(await connection.exchange(encodeCommand(['KEYS', pattern])));
      const theirs = reply
        .split('\r\n')
        .slice(1, -1)
        .filter((_, i) => i % 2 === 1);
      const p = new TextEncoder().encode(pattern);
      const ours = [...keys].filter((key) => {
        const text = new TextEncoder().encode(key);
        return globMatches(p, 0, p.length, text, 0, text.length);
      });
      expect(ours.sort(), `pattern ${pattern}`).toEqual(theirs.sort());
    }
    await connection.close();
  }, 60_000);
});

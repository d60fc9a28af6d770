import { encodeCommand, type SeededRandom, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { parseDouble } from './ascii-float.ts';
import { randomNumberText } from './random-number-text.cases.ts';

function parse(text: string): number {
  const bytes = new TextEncoder().encode(text);
  return parseDouble(bytes, 0, bytes.length);
}

test('what JavaScript writes is read back', () => {
  const random = seededRandom('parseDouble');
  const view = new DataView(new ArrayBuffer(8));
  for (let round = 0; round < 20_000; round++) {
    const value = randomDouble(random, view);
    expect(parse(String(value))).toBe(value);
    if (Math.abs(value) < 1e20) expect(parse(value.toFixed(8))).toBe(Number(value.toFixed(8)));
  }
});

function randomDouble(random: SeededRandom, view: DataView): number {
  if (random.chance(0.5)) return (random.nextInt(2 ** 32) - 2 ** 31) / 10 ** random.nextInt(12);
  for (;;) {
    view.setUint32(0, random.nextUint32());
    view.setUint32(4, random.nextUint32());
    const value = view.getFloat64(0);
    if (Number.isFinite(value)) return value;
  }
}

describeWithOracle('parseDouble beside the scores of redis-server', (oracle) => {
  test('the same numbers, the same texts refused', async () => {
    const random = seededRandom('parseDouble, scores');
    const connection = await oracle().connect();
    for (let round = 0; round < 3000; round++) {
      const text = randomNumberText(random);
      const added = new TextDecoder().decode(await connection.exchange(encodeCommand(['ZADD', 'z', text, 'm'])));
      if (added.startsWith('-')) {
        expect(parse(text), text).toBeNaN();
        continue;
      }
      const reply = new TextDecoder().decode(await connection.exchange(encodeCommand(['ZSCORE', 'z', 'm'])));
      const score = reply.split('\r\n')[1].replace('inf', 'Infinity');
      // A small sorted set does not keep the sign of 0.
      expect(parse(text) + 0, text).toBe(Number(score) + 0);
    }
    await connection.close();
  }, 60_000);
});

import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { MapKeys } from './map-keys.ts';

test('keys are right whether they were seen before or not', () => {
  const random = seededRandom('map keys');
  const keys = new MapKeys();
  const names = Array.from({ length: 2000 }, (_, i) => {
    const name = random.pick(['', 'id', 'name', `field:${i}`, `\u20ac${i}`, 'x'.repeat(i % 40), `${i}`.repeat(5)]);
    return { name, bytes: new TextEncoder().encode(`..${name}..`) };
  });
  for (let round = 0; round < 20_000; round++) {
    const { name, bytes } = random.pick(names);
    expect(keys.text(bytes, 2, bytes.length - 2) === name).toBe(true);
  }
});

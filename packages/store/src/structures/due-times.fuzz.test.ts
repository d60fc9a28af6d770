import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { DueTimes } from './due-times.ts';

test('the earliest moment stands first; stale and repeated ones can be dropped', () => {
  const random = seededRandom('due times');
  const due = new DueTimes();
  let model: [time: number, hash: number][] = [];
  for (let step = 0; step < 20_000; step++) {
    if (random.chance(0.55) || model.length === 0) {
      const moment: [number, number] = [random.nextInt(1000), random.nextInt(50) - 25];
      due.add(...moment);
      model.push(moment);
    } else if (random.chance(0.002)) {
      due.keepOnly((time, hash) => (time + hash) % 3 !== 0);
      const kept = new Map(model.map(([time, hash]) => [`${time} ${hash}`, [time, hash] as [number, number]]));
      model = [...kept.values()].filter(([time, hash]) => (time + hash) % 3 !== 0);
    } else {
      const place = model.findIndex(([time, hash]) => time === due.first && hash === due.firstHash);
      expect(place).not.toBe(-1);
      model.splice(place, 1);
      due.removeFirst();
    }
    expect(due.size).toBe(model.length);
    if (step % 10 === 0) expect(due.first).toBe(Math.min(Number.POSITIVE_INFINITY, ...model.map(([time]) => time)));
  }
  expect(due.heldBytes).toBeGreaterThanOrEqual(due.size * 12);
  const copy = new DueTimes();
  copy.copyFrom(due);
  for (let last = -1; copy.size > 0; copy.removeFirst()) {
    expect(copy.first).toBeGreaterThanOrEqual(last);
    last = copy.first;
  }
  expect(due.size).toBe(model.length);
  due.clear();
  expect(due.heldBytes).toBe(0);
});

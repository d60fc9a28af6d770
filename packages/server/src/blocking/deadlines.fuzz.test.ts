import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { type Dated, Deadlines } from './deadlines.ts';

test('what is due first stands first, whatever comes and goes', () => {
  const random = seededRandom('deadlines');
  const deadlines = new Deadlines<Dated>();
  const model: Dated[] = [];
  for (let order = 0; order < 5000; order++) {
    const grows = random.chance(order < 2500 ? 0.6 : 0.4);
    if (grows || model.length === 0) {
      const item = { deadline: random.nextInt(300), order, heapIndex: -1 };
      deadlines.add(item);
      model.push(item);
    } else {
      const [item] = model.splice(random.nextInt(model.length), 1);
      deadlines.remove(item);
      expect(item.heapIndex).toBe(-1);
      deadlines.remove(item);
    }
    model.sort((a, b) => a.deadline - b.deadline || a.order - b.order);
    expect(deadlines.size).toBe(model.length);
    expect(deadlines.first).toBe(model[0]);
  }
  for (const item of model) {
    expect(deadlines.first).toBe(item);
    deadlines.remove(item);
  }
  expect(deadlines.first).toBeUndefined();
});

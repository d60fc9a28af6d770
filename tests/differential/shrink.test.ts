import { expect, test } from 'vitest';
import { shrinkList, simplerArguments } from './shrink.ts';

test('leaves only what is needed to fail', async () => {
  const list = Array.from({ length: 100 }, (_, i) => i);
  const needed = [3, 50, 51, 99];
  let tries = 0;
  const shrunk = await shrinkList(list, (some) => {
    tries++;
    return Promise.resolve(needed.every((each) => some.includes(each)));
  });
  expect(shrunk).toEqual(needed);
  expect(tries).toBeLessThan(300);
});

test('a list of one stays', async () => {
  expect(await shrinkList([1], () => Promise.resolve(true))).toEqual([1]);
});

test('simpler arguments are shorter, or smaller and as long', () => {
  expect(simplerArguments('abcd')).toEqual(['', '0', '1', 'a', 'ab', 'cd', 'bcd', 'abc']);
  expect(simplerArguments('1')).toEqual(['', '0']);
  expect(simplerArguments('')).toEqual([]);
});

import { expect, test } from 'vitest';
import { PairBatch } from './pairs.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const set = (key: string, value: string) => `*3\r\n$3\r\nSET\r\n$16\r\n${key}\r\n$${value.length}\r\n${value}\r\n`;

test('a batch is filled with one pair after the other, again and again', () => {
  const batch = new PairBatch(3, 10);
  expect(text(batch.fill(98, 3))).toBe(
    set('key:000000000098', 'xx00000098') +
      set('key:000000000099', 'xx00000099') +
      set('key:000000000100', 'xx00000100'),
  );
  expect(text(batch.fill(5, 1))).toBe(set('key:000000000005', 'xx00000005'));
});

test('keys have twelve digits, values the last eight of them', () => {
  expect(text(new PairBatch(1, 9).fill(123456789012, 1))).toBe(set('key:123456789012', 'x56789012'));
});

test('a value without room for the digits has none', () => {
  expect(text(new PairBatch(1, 8).fill(7, 1))).toBe(set('key:000000000007', 'xxxxxxxx'));
  expect(text(new PairBatch(1, 0).fill(7, 1))).toBe(set('key:000000000007', ''));
});

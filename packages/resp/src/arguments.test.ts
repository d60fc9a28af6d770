import { expect, test } from 'vitest';
import { Arguments } from './arguments.ts';

test('of, text, toBytes, lengthOf', () => {
  const args = Arguments.of('SET', '\u20ac', Uint8Array.of(0, 255));
  expect(args.count).toBe(3);
  expect(args.text(1)).toBe('\u20ac');
  expect(args.toBytes(2)).toEqual(Uint8Array.of(0, 255));
  expect(args.lengthOf(1)).toBe(3);
  expect(args.texts()).toEqual(['SET', '\u20ac', '\0\ufffd']);
  expect(Arguments.of().count).toBe(0);
});

test('a copy holds the arguments and nothing else', () => {
  const args = new Arguments(1);
  args.bytes = new Uint8Array(1000).map((_, i) => i);
  args.push(10, 13);
  args.push(500, 500);
  args.push(300, 500);
  const copy = args.copy();
  args.bytes.fill(0);
  expect(copy.bytes).toHaveLength(203);
  expect(copy.toBytes(0)).toEqual(Uint8Array.of(10, 11, 12));
  expect(copy.lengthOf(1)).toBe(0);
  expect(copy.toBytes(2)).toEqual(Uint8Array.from({ length: 200 }, (_, i) => i + 300));
});

test('a copy of a Buffer is no view of it', () => {
  const args = new Arguments();
  args.bytes = Buffer.from('abc');
  args.push(0, 3);
  const bytes = args.toBytes(0);
  args.bytes.fill(0);
  expect(bytes).toEqual(Uint8Array.of(97, 98, 99));
});

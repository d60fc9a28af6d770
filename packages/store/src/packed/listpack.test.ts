import { expect, test } from 'vitest';
import {
  appendListpack,
  EMPTY_LISTPACK_BYTES,
  initialiseListpack,
  insertElement,
  isListpack,
  lastElement,
  listpackBytes,
  listpackCount,
  listpackEnd,
} from './listpack.ts';
import { ElementEncoder } from './listpack-element.ts';

const element = new ElementEncoder();

/** A listpack of these texts. */
function listpackOf(...texts: string[]): Uint8Array {
  const bytes = new Uint8Array(EMPTY_LISTPACK_BYTES + texts.reduce((sum, text) => sum + text.length + 15, 0));
  initialiseListpack(bytes, 0);
  for (const text of texts) {
    const content = new TextEncoder().encode(text);
    element.set(content, 0, content.length);
    insertElement(bytes, 0, listpackEnd(bytes, 0), element);
  }
  return bytes.subarray(0, listpackBytes(bytes, 0));
}

/** The bytes of the first element, as hexadecimal digits. */
function encoded(text: string): string {
  return Buffer.from(listpackOf(text).subarray(6, -1)).toString('hex');
}

test('integers take the shortest form, as in Redis', () => {
  expect(encoded('0')).toBe('0001');
  expect(encoded('127')).toBe('7f01');
  expect(encoded('128')).toBe('c08002');
  expect(encoded('-1')).toBe('dfff02');
  expect(encoded('4095')).toBe('cfff02');
  expect(encoded('-4096')).toBe('d00002');
  expect(encoded('4096')).toBe('f1001003');
  expect(encoded('-32768')).toBe('f1008003');
  expect(encoded('32768')).toBe('f200800004');
  expect(encoded('-8388608')).toBe('f200008004');
  expect(encoded('8388608')).toBe('f30000800005');
  expect(encoded('2147483648')).toBe('f4000000800000000009');
  expect(encoded('-9223372036854775808')).toBe('f4000000000000008009');
  expect(encoded('9223372036854775807')).toBe('f4ffffffffffffff7f09');
});

test('what is no canonical 64-bit integer is a string', () => {
  expect(encoded('')).toBe('8001');
  expect(encoded('-0')).toBe('822d3003');
  expect(encoded('01')).toBe('82303103');
  expect(encoded('+1')).toBe('822b3103');
  expect(encoded('9223372036854775808')).toBe(`93${Buffer.from('9223372036854775808').toString('hex')}14`);
});

test('longer strings have longer lengths, before and behind', () => {
  const run = (length: number) => encoded('x'.repeat(length)).replace(/(78)+/, ' ');
  expect(run(63)).toBe('bf 40');
  expect(run(64)).toBe('e040 42');
  expect(run(125)).toBe('e07d 7f');
  expect(run(126)).toBe('e07e 0180');
  expect(run(4095)).toBe('efff 2081');
  expect(run(4096)).toBe('f000100000 2085');
  expect(run(16377)).toBe('f0f93f0000 7ffe');
  // A length of 16383 would fit two bytes; Redis gives it three.
  expect(run(16378)).toBe('f0fa3f0000 00ffff');
});

test('65535 elements and more are counted, not told', () => {
  const some = listpackOf(...Array.from({ length: 1000 }, (_, i) => String(i)));
  const bytes = new Uint8Array(400_000);
  initialiseListpack(bytes, 0);
  for (let i = 0; i < 66; i++) appendListpack(bytes, 0, some, 0);
  expect(bytes[4] | (bytes[5] << 8)).toBe(65535);
  expect(listpackCount(bytes, 0)).toBe(66_000);
  expect(bytes[lastElement(bytes, 0) + 1]).toBe(999 & 0xff);
});

test('bytes that are no listpack are told from those that are', () => {
  const good = listpackOf('a', '1', 'x'.repeat(500), '-99999');
  expect(isListpack(good, 0, good.length)).toBe(true);
  expect(isListpack(good, 0, good.length - 1)).toBe(false);
  for (const at of [0, 4, 6, 8, 10, 11, good.length - 1]) {
    const bad = good.slice();
    bad[at] ^= 0x02;
    expect(isListpack(bad, 0, bad.length), `byte ${at}`).toBe(false);
  }
});

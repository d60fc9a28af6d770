import { describe, expect, test } from 'vitest';
import { globMatches } from './glob.ts';

function matches(pattern: string, text: string, ignoreCase = false): boolean {
  const p = new TextEncoder().encode(`#${pattern}#`);
  const t = new TextEncoder().encode(`#${text}#`);
  return globMatches(p, 1, p.length - 1, t, 1, t.length - 1, ignoreCase);
}

describe('globMatches', () => {
  test.each([
    ['', ''],
    ['a', 'a'],
    ['*', 'a'],
    ['*', 'anything at all'],
    ['a*', 'a'],
    ['a**', 'a'],
    ['*a', 'a'],
    ['*a*', 'bab'],
    ['h?llo', 'hello'],
    ['h[ae]llo', 'hallo'],
    ['h[^e]llo', 'hallo'],
    ['h[a-b]llo', 'hbllo'],
    ['h[b-a]llo', 'hallo'],
    ['\\*', '*'],
    ['a\\?c', 'a?c'],
    ['\\', '\\'],
    ['[\\]]', ']'],
    ['[a\\-c]', '-'],
    ['[^]', 'x'],
    ['*[0-9]*.txt', 'a7.txt'],
    ['a*b*c', 'a-b-b-c'],
  ])('%j matches %j', (pattern, text) => {
    expect(matches(pattern, text)).toBe(true);
  });

  test.each([
    ['', 'a'],
    ['a', ''],
    ['a', 'b'],
    ['?', ''],
    ['?', 'ab'],
    ['h?llo', 'hllo'],
    ['h[ae]llo', 'hillo'],
    ['h[^e]llo', 'hello'],
    ['h[a-b]llo', 'hcllo'],
    ['[]', 'a'],
    ['[]', ']'],
    ['\\*', 'a'],
    ['[a\\-c]', 'b'],
    ['a*b', 'a-c'],
    ['abc', 'ABC'],
  ])('%j does not match %j', (pattern, text) => {
    expect(matches(pattern, text)).toBe(false);
  });

  test('a class that never closes ends with the pattern', () => {
    expect(matches('[abc', 'b')).toBe(true);
    expect(matches('[abc', 'bc')).toBe(false);
    expect(matches('[a-', '-')).toBe(true);
    expect(matches('[^a', 'b')).toBe(true);
    expect(matches('[a\\', '\\')).toBe(true);
    // The bracket is the end of a range, so nothing closes the class.
    expect(matches('[a-]', 'b')).toBe(false);
    expect(matches('[a-]', '_')).toBe(true);
  });

  test('no star stands for the whole of an empty text', () => {
    expect(matches('*', '')).toBe(false);
    expect(matches('**', '')).toBe(false);
  });

  test('case is ignored where asked', () => {
    expect(matches('maxMEM*', 'MAXmemory', true)).toBe(true);
    expect(matches('[A-C]x', 'bX', true)).toBe(true);
    expect(matches('\\A', 'a', true)).toBe(true);
    expect(matches('[^a]', 'A', true)).toBe(false);
  });

  test('a pattern made to take for ever does not', () => {
    expect(matches(`${'a*'.repeat(60)}b`, 'a'.repeat(5000))).toBe(false);
  });
});

import { expect, test } from 'vitest';
import { bytesOf, byteText } from './byte-text.ts';
import { splitLine, unquoteArgument } from './split-line.ts';

test.each<[string, string[] | null]>([
  ['', []],
  ['  \t ', []],
  ['get  key ', ['get', 'key']],
  ['set k "a b\\n\\x41\\xff\\""', ['set', 'k', 'a b\nA\xff"']],
  ["set k 'a \\n \\' b'", ['set', 'k', "a \\n ' b"]],
  ['set key"" bar', ['set', 'key', 'bar']],
  ['echo ""', ['echo', '']],
  ['get ""key', null],
  ['get "key"x', null],
  ['get "key', null],
  ["get 'key", null],
  ['get a\0b c', ['get', 'a']],
])('%j', (line, args) => {
  expect(splitLine(bytesOf(line))?.map(byteText) ?? null).toEqual(args);
});

test.each<[string, string | null]>([
  ['plain', 'plain'],
  ['"\\x00\\x01"', '\0\x01'],
  ['two words', null],
  ['', null],
  ['"open', null],
])('the quoted argument %j', (text, argument) => {
  const unquoted = unquoteArgument(bytesOf(text));
  expect(unquoted === null ? null : byteText(unquoted)).toBe(argument);
});

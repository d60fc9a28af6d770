import { expect, test } from 'vitest';
import { Arguments } from './arguments.ts';
import { splitInlineCommand } from './inline-command.ts';

function split(line: string): string[] | false {
  const bytes = new TextEncoder().encode(line);
  const args = new Arguments();
  return splitInlineCommand(bytes, 0, bytes.length, args) && args.texts();
}

test('blanks separate, quotes hold together', () => {
  expect(split('  set  a "b c" \'d "e"\' ')).toEqual(['set', 'a', 'b c', 'd "e"']);
  expect(split('set a "\\x41\\n"')).toEqual(['set', 'a', 'A\n']);
  expect(split('')).toEqual([]);
});

test('quotes must be closed, and a blank must follow', () => {
  expect(split('set a "b')).toBe(false);
  expect(split('set a "b"c')).toBe(false);
});

test('a zero byte ends the line', () => {
  expect(split('get a\0b c')).toEqual(['get', 'a']);
  expect(split('get "a" \0"b')).toEqual(['get', 'a']);
});

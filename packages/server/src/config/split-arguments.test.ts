import { describe, expect, it } from 'vitest';
import { quoteArgument, splitArguments } from './split-arguments.ts';

describe('splitArguments', () => {
  it.each([
    ['', []],
    ['  \t ', []],
    ['port 7000', ['port', '7000']],
    ['\tport\t \t7000\r', ['port', '7000']],
    ['save ""', ['save', '']],
    ["logfile ''", ['logfile', '']],
    ['requirepass "a b"', ['requirepass', 'a b']],
    ['x "\\x41\\x7a\\n\\r\\t\\a\\b\\"\\\\\\q"', ['x', 'Az\n\r\t\x07\b"\\q']],
    ["x 'a\\'b' 'a\\nb'", ['x', "a'b", 'a\\nb']],
    ['x "\\xZZ\\x4"', ['x', 'xZZx4']],
    ['x ab"c d"', ['x', 'abc d']],
    ['dir "/h\\xc3\\xbc"', ['dir', '/hü']],
    ['dir /hü', ['dir', '/hü']],
    ['requirepass "\\xff"', ['requirepass', '\udcff']],
  ])('%j', (line, args) => {
    expect(splitArguments(line)).toEqual(args);
  });

  it.each(['x "abc', "x 'abc", 'x "abc"d', "x 'abc'd", 'x "abc\\"', '"'])('%j has unbalanced quotes', (line) => {
    expect(splitArguments(line)).toBeUndefined();
  });
});

describe('quoteArgument', () => {
  it.each([
    ['', '""'],
    ['plain', '"plain"'],
    ['a "b" \\', '"a \\"b\\" \\\\"'],
    ['\n\r\t\x07\b\0\x7f', '"\\n\\r\\t\\a\\b\\x00\\x7f"'],
    ['ü', '"\\xc3\\xbc"'],
    ['\udcff', '"\\xff"'],
  ])('%j is written %s', (text, quoted) => {
    expect(quoteArgument(text)).toBe(quoted);
    expect(splitArguments(quoted)).toEqual([text]);
  });
});

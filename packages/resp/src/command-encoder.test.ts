import { expect, test } from 'vitest';
import { Arguments } from './arguments.ts';
import { type CommandArgument, CommandEncoder, encodeCommand } from './command-encoder.ts';

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

test.each<[CommandArgument[], string]>([
  [['PING'], '*1\r\n$4\r\nPING\r\n'],
  [[], '*0\r\n'],
  [['SET', 'k', Uint8Array.of(0, 13, 10, 255)], '*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4\r\n\0\r\n\xff\r\n'],
  [
    ['x', 0, -1, 1234567890123, 0.5, 1e21],
    '*6\r\n$1\r\nx\r\n$1\r\n0\r\n$2\r\n-1\r\n$13\r\n1234567890123\r\n$3\r\n0.5\r\n$5\r\n1e+21\r\n',
  ],
  [['x', 2n ** 64n, Number.NaN], '*3\r\n$1\r\nx\r\n$20\r\n18446744073709551616\r\n$3\r\nNaN\r\n'],
  [['\u20ac', ''], '*2\r\n$3\r\n\xe2\x82\xac\r\n$0\r\n\r\n'],
])('%#', (args, expected) => {
  expect(text(encodeCommand(args))).toBe(expected);
});

test.each([1, 63, 64, 65, 66, 999, 1000, 2047, 2048, 2049, 20_000, 100_000])('text of %i characters', (length) => {
  for (const character of ['a', '\u00e9', '\u20ac']) {
    // A character that is not ASCII may be the first, the last, or all.
    for (const value of [
      character.repeat(length),
      `${'a'.repeat(length - 1)}${character}`,
      `${character}${'a'.repeat(length - 1)}`,
    ]) {
      const bytes = Buffer.from(value);
      expect(text(encodeCommand([value]))).toBe(`*1\r\n$${bytes.length}\r\n${bytes.toString('latin1')}\r\n`);
    }
  }
});

test('many commands, taken as chunks', () => {
  const encoder = new CommandEncoder();
  let expected = '';
  for (let i = 0; i < 10_000; i++) {
    encoder.command(['SET', `key:${i}`, i]);
    expected += `*3\r\n$3\r\nSET\r\n$${`key:${i}`.length}\r\nkey:${i}\r\n$${String(i).length}\r\n${i}\r\n`;
  }
  expect(encoder.length).toBe(expected.length);
  expect(encoder.chunkCount).toBeGreaterThan(1);
  expect(text(encoder.takeBytes())).toBe(expected);
  expect(encoder.length).toBe(0);
});

test('arguments that were decoded', () => {
  const encoder = new CommandEncoder();
  encoder.arguments(Arguments.of('GET', Uint8Array.of(1, 2)));
  expect(text(encoder.takeBytes())).toBe('*2\r\n$3\r\nGET\r\n$2\r\n\x01\x02\r\n');
});

import { expect, test } from 'vitest';
import { commandLine, encodeCommands } from './commands.ts';

test('a command as a line for redis-cli', () => {
  expect(commandLine(['SET', 'a:1', '-1.5'])).toBe('SET a:1 -1.5');
  expect(commandLine(['SET', '', 'a b'])).toBe('SET "" "a b"');
  expect(commandLine(['SET', 'a"\\', '\r\n\0\xff'])).toBe('SET "a\\"\\\\" "\\x0d\\x0a\\x00\\xff"');
  expect(commandLine(['SET', '#a', "'"])).toBe('SET "#a" "\'"');
});

test('commands as bytes: one for each character', () => {
  const bytes = encodeCommands([['GET', 'a\xff'], ['PING']]);
  expect(Buffer.from(bytes).toString('latin1')).toBe('*2\r\n$3\r\nGET\r\n$2\r\na\xff\r\n*1\r\n$4\r\nPING\r\n');
});

import { expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import { Config } from '../config/config.ts';
import { Core } from '../core.ts';
import { CommandNames } from './command-names.ts';

test('commands are renamed or taken away, whatever the case', () => {
  const names = new CommandNames();
  expect(names.rename('FlushDB', 'Badger')).toBeUndefined();
  expect(names.rename('keys', '')).toBeUndefined();
  const all = new Map(names);
  expect(all.get('badger')?.name).toBe('FLUSHDB');
  expect(all.has('flushdb')).toBe(false);
  expect([...all.values()].some(({ name }) => name === 'KEYS')).toBe(false);
});

test('a name that does not exist, or does already', () => {
  const names = new CommandNames();
  expect(names.rename('nothing', 'x')).toBe('No such command in rename-command');
  expect(names.rename('get', 'SET')).toBe('Target command name already exists');
  expect(names.rename('get', 'GET')).toBeUndefined();
  expect(names.rename('get', 'fetch')).toBeUndefined();
  expect(names.rename('get', 'x')).toBe('No such command in rename-command');
  expect(names.rename('set', 'get')).toBeUndefined();
});

test('a server knows a command by its new name only; messages and statistics tell its own', async () => {
  const commandNames = new CommandNames();
  commandNames.rename('flushdb', 'badger');
  commandNames.rename('config', '');
  const plain = new TestServer();
  const core = new Core({ config: new Config(), host: plain.core.host, commandNames });
  const find = (name: string) => {
    const bytes = new TextEncoder().encode(name);
    return core.commands.find(bytes, 0, bytes.length);
  };
  expect(find('BADGER')?.fullName).toBe('flushdb');
  expect(find('flushdb')).toBeUndefined();
  expect(find('config')).toBeUndefined();
  expect(core.commands.commands.length).toBe(plain.core.commands.commands.length - 1);
});

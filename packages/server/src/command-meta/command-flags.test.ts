import { expect, test } from 'vitest';
import { CommandFlag, parseCommandFlags, visibleCommandFlags } from './command-flags.ts';

test('the flags and their order are those that Redis prints', () => {
  expect(Object.keys(CommandFlag)).toEqual([
    'write',
    'readonly',
    'denyoom',
    'module',
    'admin',
    'pubsub',
    'noscript',
    'blocking',
    'loading',
    'stale',
    'skip_monitor',
    'skip_slowlog',
    'asking',
    'fast',
    'no_auth',
    'no_mandatory_keys',
    'no_async_loading',
    'no_multi',
    'movablekeys',
    'allow_busy',
    'script_runner',
    'may_replicate',
    'touches_arbitrary_keys',
    'protected',
  ]);
  expect(Object.isFrozen(CommandFlag)).toBe(true);
});

test('each flag has a bit of its own', () => {
  const bits = Object.values(CommandFlag);
  expect(bits.reduce((all, bit) => all | bit, 0)).toBe(2 ** bits.length - 1);
});

test('words become bits and, in the order of the table, words again', () => {
  const bits = parseCommandFlags('fast write denyoom');
  expect(bits).toBe(CommandFlag.write | CommandFlag.denyoom | CommandFlag.fast);
  expect(visibleCommandFlags(bits)).toEqual(['write', 'denyoom', 'fast']);
  expect(parseCommandFlags('')).toBe(0);
});

test('hidden flags count, but are not shown', () => {
  const bits = parseCommandFlags('readonly may_replicate touches_arbitrary_keys protected');
  expect(bits & CommandFlag.may_replicate).not.toBe(0);
  expect(visibleCommandFlags(bits)).toEqual(['readonly']);
});

test('a word that is no flag, one that stands twice, and one that is derived, are refused', () => {
  expect(() => parseCommandFlags('write quick')).toThrow("unknown command flag 'quick'");
  expect(() => parseCommandFlags('toString')).toThrow("unknown command flag 'toString'");
  expect(() => parseCommandFlags('write write')).toThrow('stands twice');
  expect(() => parseCommandFlags('movablekeys')).toThrow('follows from the key specs');
});

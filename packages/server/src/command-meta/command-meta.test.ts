import { expect, test } from 'vitest';
import { channelsEnd } from './channel-access.ts';
import { CommandFlag } from './command-flags.ts';
import { arityFits, commandMeta } from './command-meta.ts';
import { client, shardPublish, zunionstore } from './sample-facts.cases.ts';

test('a positive arity is exact, a negative one the least', () => {
  expect([1, 2, 3, 4].map((count) => arityFits(3, count))).toEqual([false, false, true, false]);
  expect([1, 2, 3, 4].map((count) => arityFits(-3, count))).toEqual([false, false, true, true]);
});

test('facts made ready', () => {
  const meta = commandMeta(zunionstore);
  expect(meta.fullName).toBe('zunionstore');
  expect(meta.flags).toBe(CommandFlag.write | CommandFlag.denyoom | CommandFlag.movablekeys);
  expect(meta.legacyKeys).toEqual({ first: 1, last: 1, step: 1, movable: true });
  expect(commandMeta(client.subcommands[0]).fullName).toBe('client|kill');
});

test('channels: PUBLISH names one, SUBSCRIBE any number', () => {
  expect(commandMeta(shardPublish).channels).toBe('publish');
  expect(channelsEnd('publish', 3)).toBe(2);
  expect(channelsEnd('publish', 1)).toBe(1);
  expect(channelsEnd('psubscribe', 4)).toBe(4);
});

import { expect, test } from 'vitest';
import { commandHistory } from './command-history.ts';
import { client, migrate, mset, set } from './sample-facts.cases.ts';

test('the versions in the syntax tell the history, merged with what the facts say', () => {
  expect(commandHistory(set)).toEqual([
    ['2.6.12', 'NX, XX and EX added.'],
    ['6.0.0', 'KEEPTTL added.'],
    ['6.2.0', 'GET and EXAT added.'],
    ['7.0.0', 'GET goes together with NX.'],
    ['8.4.0', 'IFEQ added.'],
  ]);
});

test('versions are ordered by number, not by letters', () => {
  expect(commandHistory({ ...mset, syntax: '[A^10.0.0] [B^9.0.0] [count^9.0.10]' })).toEqual([
    ['9.0.0', 'B added.'],
    ['9.0.10', 'count added.'],
    ['10.0.0', 'A added.'],
  ]);
});

test('what is deprecated is told by the text that people see', () => {
  expect(commandHistory(client.subcommands[0])).toEqual([
    ['2.8.12', 'ID and TYPE added.'],
    ['2.8.12', 'ip:port deprecated.'],
    ['3.2.0', 'MASTER added.'],
  ]);
  expect(commandHistory(migrate).map(([since]) => since)).toEqual(['3.0.0', '3.0.6', '4.0.7', '6.0.0']);
});

test('no versions, no history', () => {
  expect(commandHistory(mset)).toEqual([]);
});

import { expect, test } from 'vitest';
import { commandDocs } from './command-docs.ts';
import { client, geoRadius, migrate, mset, set, sort } from './sample-facts.cases.ts';

test('what a command does not have is left out, and the rest stands in the order of Redis', () => {
  expect([...commandDocs(mset).keys()]).toEqual(['summary', 'since', 'group', 'complexity', 'arguments']);
  expect([...commandDocs(set).keys()]).toEqual(['summary', 'since', 'group', 'complexity', 'history', 'arguments']);
  expect([...commandDocs(geoRadius).keys()]).toEqual([
    'summary',
    'since',
    'group',
    'complexity',
    'doc_flags',
    'deprecated_since',
    'replaced_by',
    'arguments',
  ]);
  expect([...commandDocs(client).keys()]).toEqual(['summary', 'since', 'group', 'complexity', 'subcommands']);
  expect([...(commandDocs(client).get('subcommands') as Map<string, unknown>).keys()]).toEqual([
    'client|kill',
    'client|capa',
  ]);
});

test('an internal command is flagged as such', () => {
  expect(commandDocs({ ...mset, docFlags: 'syscmd' }).get('doc_flags')).toEqual(new Set([{ simple: 'syscmd' }]));
  expect(commandDocs(geoRadius).get('doc_flags')).toEqual(new Set([{ simple: 'deprecated' }]));
});

test('history is a set of pairs', () => {
  expect([...(commandDocs(set).get('history') as Set<unknown>)][0]).toEqual(['2.6.12', 'NX, XX and EX added.']);
});

test('arguments: all fields, in the order of Redis', () => {
  const list = commandDocs(sort).get('arguments') as Map<string, unknown>[];
  expect([...list[3]]).toEqual([
    ['name', 'get-pattern'],
    ['type', 'pattern'],
    ['display_text', 'pattern'],
    ['key_spec_index', 1],
    ['token', 'GET'],
    ['flags', new Set([{ simple: 'optional' }, { simple: 'multiple' }, { simple: 'multiple_token' }])],
  ]);
  expect([...list[2].keys()]).toEqual(['name', 'type', 'token', 'flags', 'arguments']);
  expect(list[2].get('arguments')).toEqual([
    new Map([
      ['name', 'offset'],
      ['type', 'integer'],
      ['display_text', 'offset'],
    ]),
    new Map([
      ['name', 'count'],
      ['type', 'integer'],
      ['display_text', 'count'],
    ]),
  ]);
  const selector = (commandDocs(migrate).get('arguments') as Map<string, unknown>[])[2];
  expect((selector.get('arguments') as Map<string, unknown>[])[1].get('token')).toBe('');
  const filter = (commandDocs(client.subcommands[0]).get('arguments') as Map<string, unknown>[])[0];
  expect((filter.get('arguments') as Map<string, unknown>[])[0].get('deprecated_since')).toBe('2.8.12');
});

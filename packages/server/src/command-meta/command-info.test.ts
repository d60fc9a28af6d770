import { expect, test } from 'vitest';
import { commandInfo } from './command-info.ts';
import { client, mset, set, sort, zunionstore } from './sample-facts.cases.ts';

const simple = (...words: string[]): Set<{ simple: string }> => new Set(words.map((word) => ({ simple: word })));

test('ten fields in the order of Redis', () => {
  expect(commandInfo(mset)).toEqual([
    'mset',
    -3,
    simple('write', 'denyoom'),
    1,
    -1,
    2,
    simple('@write', '@string', '@slow'),
    new Set(['request_policy:multi_shard', 'response_policy:all_succeeded']),
    new Set([
      new Map<string, unknown>([
        ['flags', simple('OW', 'update')],
        [
          'begin_search',
          new Map<string, unknown>([
            ['type', 'index'],
            ['spec', new Map([['index', 1]])],
          ]),
        ],
        [
          'find_keys',
          new Map<string, unknown>([
            ['type', 'range'],
            [
              'spec',
              new Map([
                ['lastkey', -1],
                ['keystep', 2],
                ['limit', 0],
              ]),
            ],
          ]),
        ],
      ]),
    ]),
    new Set(),
  ]);
});

/** The shape of a reply as JSON: what is a map, and in which order, is checked above. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, inner]) => [name, plain(inner)]));
  if (value instanceof Set) return [...value].map(plain);
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' && value !== null && 'simple' in value ? value.simple : value;
}

test('key specs of every kind', () => {
  expect(plain(commandInfo(zunionstore)[8])).toMatchObject([
    { flags: ['OW', 'update'] },
    {
      begin_search: { type: 'index', spec: { index: 2 } },
      find_keys: { type: 'keynum', spec: { keynumidx: 0, firstkey: 1, keystep: 1 } },
    },
  ]);
  expect(plain(commandInfo(sort)[8])).toMatchObject([
    { flags: ['RO', 'access'] },
    { notes: 'Patterns', begin_search: { type: 'unknown', spec: {} }, find_keys: { type: 'unknown', spec: {} } },
    { notes: 'After STORE', flags: ['OW', 'update'] },
  ]);
});

test('movablekeys is derived', () => {
  expect(plain(commandInfo(zunionstore)[2])).toEqual(['write', 'denyoom', 'movablekeys']);
  expect(plain(commandInfo(set)[2])).toEqual(['write', 'denyoom']);
});

test('a container lists its subcommands by their full names', () => {
  const info = plain(commandInfo(client)) as unknown[][];
  expect(info.slice(0, 9)).toEqual(['client', -2, [], 0, 0, 0, ['@slow'], [], []]);
  expect(info[9].map((sub) => (sub as unknown[])[0])).toEqual(['client|kill', 'client|capa']);
});

import { describe, expect, test } from 'vitest';
import { readCommandDocs, readCommandNames } from './command-docs.ts';
import { decodeOne } from './decode-one.ts';

type Value = string | number | Value[] | { [key: string]: Value };

/** The value as RESP2 sends it, or RESP3. */
function wire(value: Value, resp3: boolean): string {
  if (typeof value === 'number') return `:${value}\r\n`;
  if (typeof value === 'string') return `$${value.length}\r\n${value}\r\n`;
  const elements = Array.isArray(value) ? value : Object.entries(value).flat();
  const head = resp3 && !Array.isArray(value) ? `%${elements.length / 2}` : `*${elements.length}`;
  return `${head}\r\n${elements.map((element) => wire(element, resp3)).join('')}`;
}

const SET = {
  summary: 'Sets it',
  since: '1.0.0',
  group: 'string',
  arguments: [
    { name: 'key', type: 'key', key_spec_index: 0 },
    { name: 'value', type: 'string', display_text: 'text' },
    {
      name: 'expiration',
      type: 'oneof',
      flags: ['optional'],
      arguments: [
        { name: 'seconds', type: 'integer', token: 'EX' },
        { name: 'keepttl', type: 'pure-token', token: 'KEEPTTL' },
      ],
    },
    { name: 'weight', type: 'integer', token: 'WEIGHTS', flags: ['optional', 'multiple'] },
    { name: 'pattern', type: 'pattern', token: 'GET', flags: ['optional', 'multiple', 'multiple_token'] },
    {
      name: 'data',
      type: 'block',
      flags: ['multiple'],
      arguments: [
        { name: 'field', type: 'string' },
        { name: 'empty', type: 'pure-token', token: '' },
      ],
    },
  ],
};
const CONFIG = {
  summary: 'A container',
  since: '2.0.0',
  group: 'server',
  subcommands: { 'config|get': { summary: 'Gets', since: '2.0.0', group: 'server' } },
};

describe.each([false, true])('COMMAND DOCS, RESP3: %j', (resp3) => {
  test('tells names, groups and syntax', () => {
    expect(readCommandDocs(decodeOne(wire({ set: SET, config: CONFIG }, resp3)))).toEqual([
      { name: 'CONFIG', summary: 'A container', since: '2.0.0', group: 'server', syntax: '' },
      { name: 'CONFIG GET', summary: 'Gets', since: '2.0.0', group: 'server', syntax: '' },
      {
        name: 'SET',
        summary: 'Sets it',
        since: '1.0.0',
        group: 'string',
        syntax:
          'key text [EX seconds|KEEPTTL] [WEIGHTS weight [weight ...]] [GET pattern [GET pattern ...]] ' +
          'field "" [field "" ...]',
      },
    ]);
  });
});

test('a server without COMMAND DOCS', () => {
  expect(readCommandDocs(decodeOne('-ERR unknown subcommand\r\n'))).toEqual([]);
  const rest = [-2, ['readonly'], 1, 1, 1, [], [], []];
  const reply = [
    ['get', ...rest],
    ['config', ...rest, [['config|get', ...rest, []]]],
  ];
  expect(readCommandNames(decodeOne(wire(reply, false)))).toEqual(['GET', 'CONFIG', 'CONFIG GET']);
});

import { describe, expect, test } from 'vitest';
import { type CommandArgument, parseSyntax } from './syntax.ts';

const key: CommandArgument = { name: 'key', type: 'key', keySpecIndex: 0 };

describe('one argument', () => {
  test.each<[syntax: string, expected: CommandArgument]>([
    ['value', { name: 'value', type: 'string' }],
    ['count:integer', { name: 'count', type: 'integer' }],
    ['key', key],
    ['key@1', { name: 'key', type: 'key', keySpecIndex: 1 }],
    ['key:string', { name: 'key', type: 'string' }],
    ['destination@0', { name: 'destination', type: 'key', keySpecIndex: 0 }],
    ['by(pattern):pattern@1', { name: 'by', type: 'pattern', displayText: 'pattern', keySpecIndex: 1 }],
    ['NX', { name: 'nx', type: 'pure-token', token: 'NX' }],
    ['change=CH', { name: 'change', type: 'pure-token', token: 'CH' }],
    ['equal="="', { name: 'equal', type: 'pure-token', token: '=' }],
    ['empty=""', { name: 'empty', type: 'pure-token', token: '' }],
    ['"LOAD *"', { name: 'load *', type: 'pure-token', token: 'LOAD *' }],
    ['EX seconds:integer', { name: 'seconds', type: 'integer', token: 'EX' }],
    ['[GET]', { name: 'get', type: 'pure-token', token: 'GET', optional: true }],
    ['[field...]', { name: 'field', type: 'string', optional: true, multiple: true }],
    ['KEYS keys@1...', { name: 'keys', type: 'key', keySpecIndex: 1, token: 'KEYS', multiple: true }],
    ['GET... by', { name: 'by', type: 'string', token: 'GET', multiple: true, multipleToken: true }],
    ['NX...', { name: 'nx', type: 'pure-token', token: 'NX', multiple: true }],
    ['STD.P...', { name: 'std.p', type: 'pure-token', token: 'STD.P', multiple: true }],
    ['GET^6.2.0', { name: 'get', type: 'pure-token', token: 'GET', since: '6.2.0' }],
    ['old!2.8.12', { name: 'old', type: 'string', deprecatedSince: '2.8.12' }],
    ['ids^6.2.0...', { name: 'ids', type: 'string', since: '6.2.0', multiple: true }],
    ["'read size':integer", { name: 'read size', type: 'integer' }],
    ['mode:pure-token', { name: 'mode', type: 'pure-token' }],
    ['name=()', { name: 'name', type: 'block', arguments: [] }],
    ['key=(key)', { name: 'key', type: 'block', arguments: [key] }],
  ])('%s', (syntax, expected) => {
    expect(parseSyntax(syntax)).toEqual([expected]);
  });
});

test('nothing is no argument', () => {
  expect(parseSyntax('')).toEqual([]);
});

test('one of several, each with marks of its own', () => {
  expect(parseSyntax('[condition^2.6.12=<NX|XX|IFEQ ifeq-value^8.4.0>]')).toEqual([
    {
      name: 'condition',
      type: 'oneof',
      since: '2.6.12',
      optional: true,
      arguments: [
        { name: 'nx', type: 'pure-token', token: 'NX' },
        { name: 'xx', type: 'pure-token', token: 'XX' },
        { name: 'ifeq-value', type: 'string', token: 'IFEQ', since: '8.4.0' },
      ],
    },
  ]);
});

test('blocks in blocks, with words in front', () => {
  expect(
    parseSyntax('[trim=(strategy=<MAXLEN|MINID> [operator=<equal="=">] threshold [LIMIT count:integer])]'),
  ).toEqual([
    {
      name: 'trim',
      type: 'block',
      optional: true,
      arguments: [
        {
          name: 'strategy',
          type: 'oneof',
          arguments: [
            { name: 'maxlen', type: 'pure-token', token: 'MAXLEN' },
            { name: 'minid', type: 'pure-token', token: 'MINID' },
          ],
        },
        {
          name: 'operator',
          type: 'oneof',
          optional: true,
          arguments: [{ name: 'equal', type: 'pure-token', token: '=' }],
        },
        { name: 'threshold', type: 'string' },
        { name: 'count', type: 'integer', token: 'LIMIT', optional: true },
      ],
    },
  ]);
});

test('a word stands for itself before anything that is no name, and where it is named', () => {
  const streams: CommandArgument = { name: 'streams', type: 'pure-token', token: 'STREAMS' };
  expect(parseSyntax('streams=STREAMS key')).toEqual([streams, key]);
  expect(parseSyntax('STREAMS [key]')).toEqual([streams, { ...key, optional: true }]);
  expect(parseSyntax('STREAMS LEN')).toEqual([streams, { name: 'len', type: 'pure-token', token: 'LEN' }]);
});

describe('not understood', () => {
  test.each([
    ['a  b', 'expected an argument at 2'],
    ['a ', 'expected an argument at 2'],
    ['[a', 'expected ] at 2'],
    ['[[a]]', 'expected an argument at 1'],
    ['a]', 'expected the end at 1'],
    ['a=', 'expected a word in capitals, < or ( at 2'],
    ['a=<b', 'expected > at 4'],
    ['a=(b', 'expected ) at 4'],
    ['a:number', "unknown type 'number' at 8"],
    ['a b=x', 'expected a word in capitals'],
    ['EX seconds=EX', 'a second word for one argument'],
    ['Name', 'expected'],
  ])('%s', (syntax, message) => {
    expect(() => parseSyntax(syntax)).toThrow(message);
  });
});

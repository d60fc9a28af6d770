import { Store } from '@respite/store';
import { expect, test } from 'vitest';
import { contents, load } from './saved-text.cases.ts';

const encoder = new TextEncoder();

const document = {
  format: 'respite-snapshot',
  version: 1,
  respite: '0.1.0',
  databases: {
    '0': {
      plain: 'text',
      number: '-17',
      'ümlaut "quoted"\\': 'line\nline',
      session: { expires: 4_000_000_000_000, string: 'abc' },
      used: { string: 'abc', lastUsed: 5, expires: 4_000_000_000_001 },
      bytes: 'base64:/wD/',
    },
    '15': { a: '1' },
    '3': {},
  },
  checksum: '0123456789abcdef',
  keys: 7,
};

function loaded(text: string): string[] {
  const store = new Store();
  const reader = load(encoder.encode(text), store);
  expect(reader.checked).toBe(false);
  return contents(store);
}

const expected = loaded(JSON.stringify(document));

test('what is in the document', () => {
  expect(expected).toEqual([
    '0 "bytes" "ÿ\\u0000ÿ" Infinity',
    '0 "number" "-17" Infinity',
    '0 "plain" "text" Infinity',
    '0 "session" "abc" 4000000000000',
    '0 "used" "abc" 4000000000001',
    '0 "Ã¼mlaut \\"quoted\\"\\\\" "line\\nline" Infinity',
    '15 "a" "1" Infinity',
  ]);
});

test.each([
  ['spread out', (text: string) => JSON.stringify(JSON.parse(text), null, 2)],
  [
    'with tabs and Windows line ends',
    (text: string) => JSON.stringify(JSON.parse(text), null, '\t').replaceAll('\n', '\r\n'),
  ],
  ['without indentation', (text: string) => JSON.stringify(JSON.parse(text), null, '\n').replaceAll(/\n+/g, '\n')],
  ['sorted, the format behind the data', (text: string) => JSON.stringify(sorted(JSON.parse(text)))],
  [
    'in ASCII only',
    (text: string) => text.replaceAll(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ],
  ['with escaped slashes', (text: string) => text.replaceAll('/', '\\/')],
  [
    'with numbers of another form',
    (text: string) => text.replace('4000000000000,', '4e12,').replace('"keys":7', '"keys":0.7e1'),
  ],
  ['with white space around', (text: string) => `\n\n  ${text}  \n\n`],
])('%s', (_, change) => {
  const text = change(JSON.stringify(document));
  expect(loaded(text)).toEqual(expected);
});

test('without checksum and number of keys', () => {
  const { checksum, keys, respite, ...rest } = document;
  expect(loaded(JSON.stringify(rest))).toEqual(expected);
});

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

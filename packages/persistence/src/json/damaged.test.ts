import { NO_EXPIRY, Store, setString } from '@respite/store';
import { expect, test } from 'vitest';
import { SnapshotError } from '../snapshot-error.ts';
import { load, savedBytes } from './saved-text.cases.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const store = new Store();
for (const [index, pairs] of [
  { apple: '1', banana: 'yellow', 'çedilla "': 'ümlaut', long: 'x'.repeat(300) },
  { other: 'database' },
].entries()) {
  for (const [key, value] of Object.entries(pairs)) {
    const [k, v] = [encoder.encode(key), encoder.encode(value)];
    setString(
      store.databases[index],
      store.databases[index].find(k, 0, k.length),
      k,
      0,
      k.length,
      v,
      0,
      v.length,
      key === 'other' ? 4e12 : NO_EXPIRY,
    );
  }
}
const bytes = savedBytes(store);
const text = decoder.decode(bytes);
const lines = text.split('\n');

const scratch = new Store();

function errorOf(damaged: Uint8Array | string, pieceBytes?: number): string {
  for (const database of scratch.databases) database.clear();
  try {
    load(typeof damaged === 'string' ? encoder.encode(damaged) : damaged, scratch, pieceBytes);
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    expect(error.message).toBe(`Bad snapshot dump.json, line ${error.line}: ${error.reason}`);
    return `${error.line}: ${error.reason}`;
  }
  return 'no error';
}

function lineAt(offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) if (bytes[i] === 0x0a) line++;
  return line;
}

test('cut off after each byte: the line where it ends', () => {
  for (let length = 0; length < bytes.length - 1; length++) {
    expect(errorOf(bytes.subarray(0, length)), `${length} bytes`).toMatch(new RegExp(`^${lineAt(length)}: `));
  }
  // The last line end is not missed.
  expect(errorOf(bytes.subarray(0, bytes.length - 1))).toBe('no error');
  expect(errorOf(bytes.subarray(0, 0))).toBe('1: the file is empty');
  expect(errorOf(bytes.subarray(0, bytes.length - 3))).toBe(
    `${lines.length - 2}: the file ends here; there should be "}"`,
  );
});

test('any bit of any byte turned over: refused, with its line', () => {
  for (let i = 0; i < bytes.length - 1; i++) {
    for (let bit = 0; bit < 8; bit++) {
      const damaged = bytes.slice();
      damaged[i] ^= 1 << bit;
      const error = errorOf(damaged);
      expect(error, `byte ${i}, bit ${bit}`).not.toBe('no error');
      // What the checksum itself does not cover is found by its syntax, or where it does not fit.
      if (i < text.indexOf('"checksum"')) expect(error, `byte ${i}, bit ${bit}`).toMatch(new RegExp(`^${lineAt(i)}: `));
    }
  }
});

test.each([
  [
    'a letter of a value',
    text.replace('yellow', 'yelloW'),
    /^5: not as it was saved, by the checksum in line 13\. If it was changed on purpose, delete line 13\.$/,
  ],
  [
    'a longer value',
    text.replace('yellow', 'yellowish'),
    /^13: the checksum does not fit: the file is not as it was saved\. If .*, delete line 13\.$/,
  ],
  [
    'a key more',
    text.replace('"banana"', '"avocado": "green",\n"banana"'),
    /^14: .* delete line 14 and write 6 in line 15\.$/,
  ],
  ['a key less', text.replace('"banana": "yellow",\n', ''), /^12: .* delete line 12 and write 4 in line 13\.$/],
  ['lines exchanged', text.replace(/("apple.*\n)("banana.*\n)/, '$2$1'), /^13: the checksum does not fit/],
  [
    'another checksum',
    text.replace(/"checksum": "./, (found) => `${found.slice(0, -1)}${found.endsWith('0') ? '1' : '0'}`),
    /^13: the checksum does not fit/,
  ],
  [
    'no checksum at all',
    text.replace(/"checksum": "\w+"/, '"checksum": "none"'),
    /^13: a checksum is 16 hexadecimal digits, not "none"$/,
  ],
  [
    'another number of keys',
    text.replace('"keys": 5', '"keys": 6'),
    /^14: it says 6 keys, and there are 5\. If that is as it should be, write 5 here\.$/,
  ],
  ['no number of keys', text.replace('"keys": 5', '"keys": "5"'), /^14: a string in the place of a number$/],
  ['a negative number of keys', text.replace('"keys": 5', '"keys": -5'), /^14: -5 in the place of a whole number$/],
  [
    'a newer version',
    text.replace('"version": 1', '"version": 2'),
    /^1: format version 2; this program reads version 1$/,
  ],
  ['another format', text.replace('respite-snapshot', 'something'), /^1: the format is not "respite-snapshot"$/],
  [
    'an unknown member',
    text.replace('"keys"', '"functions": {},\n"keys"'),
    /^14: "functions", which format version 1 does not have$/,
  ],
  ['a member twice', text.replace('"keys"', '"version": 1,\n"keys"'), /^14: a second "version"$/],
  ['a key twice', text.replace('"banana"', '"apple"'), /^5: a key that was there before$/],
  [
    'a key twice, with properties',
    text.replace('"other": {', '"other": "1",\n"other": {'),
    /^11: a key that was there before$/,
  ],
  [
    'a database twice',
    text.replace('"1": {', '"0": {'),
    /^9: not as .* 13; reading stopped in line 9: a second database 0$/,
  ],
  ['a database that is none', text.replace('"1": {', '"-1": {'), /^9: "-1" is not the number of a database$/],
  [
    'too many databases',
    text.replace('"1": {', '"16": {'),
    /^9: database 16; this server has 16 \("databases" in its configuration\)$/,
  ],
  ['a number as value', text.replace('"yellow"', '7'), /^5: "7" in the place of a string or an object$/],
  ['null as value', text.replace('"yellow"', 'null'), /^5: "n" in the place of a string or an object$/],
  ['a list as value', text.replace('"yellow"', '["a"]'), /^5: "\[" in the place of a string or an object$/],
  [
    'an unknown type',
    text.replace('"yellow"', '{"matrix": []}'),
    /^5: "matrix", which this version does not know as a property or type of a key$/,
  ],
  ['an object without value', text.replace('"yellow"', '{"expires": 1}'), /^5: a key without a value$/],
  ['two values', text.replace('"yellow"', '{"string": "a", "string": "b"}'), /^5: a second value of one key$/],
  ['two expiries', text.replace('"yellow"', '{"expires": 1, "expires": 1, "string": "b"}'), /^5: a second "expires"$/],
  ['an expiry that is text', text.replace('4000000000000', '"soon"'), /^10: a string in the place of a number$/],
  ['an expiry with a fraction', text.replace('4000000000000', '4.5'), /^10: 4\.5 in the place of a whole number$/],
  ['a number with a leading zero', text.replace('4000000000000', '04'), /^10: "0" in the place of a number$/],
  [
    'bad base64',
    text.replace('"yellow"', '"base64:/w=a"'),
    /^5: a string that begins with "base64:" and is not base64$/,
  ],
  ['an unknown escape', text.replace('yellow', 'yel\\low'), /^5: an escape that JSON does not have$/],
  ['half an escape', text.replace('yellow', 'yel\\u12'), /^5: an escape that JSON does not have$/],
  ['half a surrogate pair', text.replace('yellow', '\\ud83d'), /^5: half of a surrogate pair$/],
  ['a comma too many', text.replace('"database"}', '"database"},'), /^11: "}" in the place of a key$/],
  ['a comma too few', text.replace('"yellow",', '"yellow"'), /^6: a string in the place of "}"$/],
  ['something behind the end', `${text}x`, /^16: "x" in the place of the end of the file$/],
  ['something else', '[1, 2, 3]', /^1: "\[" in the place of "{"$/],
  ['an empty object', '{}', /^1: not a Respite snapshot: it has no "format"$/],
  ['an RDB file', 'REDIS0011\xfa', /^1: an RDB file, which this version cannot read$/],
  ['a tab in a string', text.replace('yellow', 'yel\tlow'), /^5: byte 9 in a string, where JSON wants an escape$/],
  ['a zero byte', text.replace('yellow', 'yel\0low'), /^5: byte 0 in a string, where JSON wants an escape$/],
  ['a zero byte between tokens', text.replace('"yellow",', '"yellow",\0'), /^5: byte 0 in the place of a key$/],
])('%s', (_, damaged, expected) => {
  expect(damaged).not.toBe(text);
  for (const pieceBytes of [undefined, 1, 7]) expect(errorOf(damaged, pieceBytes)).toMatch(expected);
});

test('bytes that are no UTF-8', () => {
  const damaged = bytes.slice();
  damaged[text.indexOf('yellow')] = 0xff;
  expect(errorOf(damaged)).toBe(
    '5: not as it was saved, by the checksum in line 13; reading stopped in line 5: bytes that are not UTF-8',
  );
});

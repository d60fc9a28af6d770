import type { TypedReply } from '@respite/resp';
import { describe, expect, test } from 'vitest';
import { decodeOne } from './decode-one.ts';
import { type OutputMode, renderReply } from './render-reply.ts';

/** For the sake of the eye, CRLF is written as a bar. */
function decodeBars(wire: string): TypedReply {
  return decodeOne(wire.replaceAll('|', '\r\n'));
}

function rendered(wire: string, mode: OutputMode): string {
  return renderReply(decodeBars(wire), { mode, delimiter: '\n', replyDelimiter: '\n' });
}

// Each reply in the forms tty, raw, csv, json and quoted-json. Those that redis-cli and redis-server can be brought to
// are compared with them in cli.test.ts.
const FORMS: [wire: string, ...forms: string[]][] = [
  ['+OK|', 'OK', 'OK', '"OK"', '"OK"', '"OK"'],
  [
    '-ERR no\xe9|',
    '(error) ERR no\xe9',
    'ERR no\xe9\n',
    'ERROR,"ERR no\\xe9"',
    'error:"ERR no\xe9"',
    'error:"ERR no\\\\xe9"',
  ],
  ['!6|ERR no|', '(error) ERR no', 'ERR no\n', 'ERROR,"ERR no"', 'error:"ERR no"', 'error:"ERR no"'],
  [':-7|', '(integer) -7', '-7', '-7', '-7', '-7'],
  [':9223372036854775807|', '(integer) 9223372036854775807', ...Array(4).fill('9223372036854775807')],
  [',1.50|', '(double) 1.50', '1.50', '1.50', '1.50', '1.50'],
  [',inf|', '(double) inf', 'inf', 'inf', 'inf', 'inf'],
  ['(123456789012345678901|', '(big number) 123456789012345678901', ...Array(4).fill('123456789012345678901')],
  ['#t|', '(true)', '(true)', 'true', 'true', 'true'],
  ['_|', '(nil)', '', 'NULL', 'null', 'null'],
  ['$-1|', '(nil)', '', 'NULL', 'null', 'null'],
  ['*-1|', '(nil)', '', 'NULL', 'null', 'null'],
  ['$4|a"\xff\n|', '"a\\"\\xff\\n"', 'a"\xff\n', '"a\\"\\xff\\n"', '"a\\"\xff\\n"', '"a\\\\\\"\\\\xff\\\\n"'],
  ['=8|txt:a\nbc|', 'a\nbc', 'a\nbc', '"a\\nbc"', '"a\\nbc"', '"a\\\\nbc"'],
  ['*0|', '(empty array)', '', '', '[]', '[]'],
  ['~0|', '(empty set)', '', '', '[]', '[]'],
  ['%0|', '(empty hash)', '', '', '{}', '{}'],
  [
    '*3|:1|*2|+a|_|$1|b|',
    '1) (integer) 1\n2) 1) a\n   2) (nil)\n3) "b"',
    '1\na\n\nb',
    '1,"a",NULL,"b"',
    '[1,["a",null],"b"]',
    '[1,["a",null],"b"]',
  ],
  ['~2|+a|+b|', '1~ a\n2~ b', 'a\nb', '"a","b"', '["a","b"]', '["a","b"]'],
  ['>2|+a|+b|', '1) a\n2) b', 'a\nb', '"a","b"', '["a","b"]', '["a","b"]'],
  [
    '%2|$1|k|*2|:1|:2|:5|%1|+x|*1|+y|',
    '1# "k" => \n   1) (integer) 1\n   2) (integer) 2\n2# (integer) 5 => 1# x => 1) y',
    'k 1\n2\n5 x y',
    '"k",1,2,5,"x","y"',
    '{"k":[1,2],"5":{"x":["y"]}}',
    '{"k":[1,2],"5":{"x":["y"]}}',
  ],
  ['%1|*1|+a|:1|', '1# 1) a => (integer) 1', 'a 1', '"a",1', '{"[\\"a\\"]":1}', '{"[\\"a\\"]":1}'],
  ['$3|\0\x1f\t|', '"\\x00\\x1f\\t"', '\0\x1f\t', '"\\x00\\x1f\\t"', '"\\u0000\\u001f\\t"', '"\\\\x00\\\\x1f\\\\t"'],
];

describe.each(FORMS)('%j', (wire, tty, raw, csv, json, quotedJson) => {
  test.each([
    ['tty', tty],
    ['raw', raw],
    ['csv', csv],
    ['json', json],
    ['quoted-json', quotedJson],
  ] as const)('as %s', (mode, form) => {
    expect(rendered(wire, mode)).toBe(`${form}\n`);
  });
});

test('the elements of a long array stand in line', () => {
  const lines = rendered(`*10|${'*1|:1|'.repeat(9)}*2|:1|:2|`, 'tty').split('\n');
  expect(lines.slice(8)).toEqual([' 9) 1) (integer) 1', '10) 1) (integer) 1', '    2) (integer) 2', '']);
});

test('an array nested as deep as can be decoded', () => {
  const depth = 128;
  expect(rendered(`${'*1|'.repeat(depth)}:1|`, 'tty')).toBe(`${'1) '.repeat(depth)}(integer) 1\n`);
});

test('delimiters are as given', () => {
  const reply = decodeBars('*2|+a|%2|+b|:1|+c|:2|');
  expect(renderReply(reply, { mode: 'raw', delimiter: ', ', replyDelimiter: '' })).toBe('a, b 1, c 2');
});

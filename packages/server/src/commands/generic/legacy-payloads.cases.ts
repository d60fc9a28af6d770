import { withChecksum } from './old-payload.cases.ts';

/** Values as Redis 2.4 to 7.2 wrote them, and what they are. */
export interface LegacyPayload {
  readonly name: string;
  readonly payload: Uint8Array;
  /** What asks for the value, and the strings that answer. */
  readonly command: readonly string[];
  readonly values: readonly string[];
  /** Redis 7.2 has it, but not 7.0. */
  readonly isNew?: boolean;
}

const intset = '0200000002000000feff0500';

export const legacyPayloads: readonly LegacyPayload[] = [
  { name: 'string', payload: rdb('00 03 616263'), command: ['GET', 'k'], values: ['abc'] },
  { name: 'string of an integer', payload: rdb('00 c1 00ff'), command: ['GET', 'k'], values: ['-256'] },
  { name: 'list', payload: rdb('01 02 0161 c005'), command: ['LRANGE', 'k', '0', '-1'], values: ['a', '5'] },
  { name: 'set', payload: rdb('02 01 0161'), command: ['SMEMBERS', 'k'], values: ['a'] },
  {
    name: 'zset with scores as text',
    payload: rdb('03 03 016d 03312e35 016e fe 016f ff'),
    command: ['ZRANGE', 'k', '0', '-1', 'WITHSCORES'],
    values: ['o', '-inf', 'm', '1.5', 'n', 'inf'],
  },
  { name: 'hash', payload: rdb('04 01 0161 0162'), command: ['HGETALL', 'k'], values: ['a', 'b'] },
  {
    name: 'zset',
    payload: rdb('05 02 016d 000000000000f83f 016e 000000000000f0ff'),
    command: ['ZRANGE', 'k', '0', '-1', 'WITHSCORES'],
    values: ['n', '-inf', 'm', '1.5'],
  },
  {
    name: 'hash, zipmap',
    payload: rdb(`09 ${string('02 0161 010031 03666f6f 0201626100 ff')}`),
    command: ['HGETALL', 'k'],
    values: ['a', '1', 'foo', 'ba'],
  },
  {
    name: 'list, ziplist',
    payload: rdb(
      `0a ${string(
        ziplist(
          'f1',
          'fd',
          'fe80',
          'c00080',
          'f0ffff7f',
          'd000000080',
          'e0ffffffffffffff7f',
          '0161',
          `413f${'62'.repeat(319)}`,
          '8000000005 6c6f6e6765',
        ),
      )}`,
    ),
    command: ['LRANGE', 'k', '0', '-1'],
    values: [
      '0',
      '12',
      '-128',
      '-32768',
      '8388607',
      '-2147483648',
      '9223372036854775807',
      'a',
      'b'.repeat(319),
      'longe',
    ],
  },
  { name: 'set, intset', payload: rdb(`0b ${string(intset)}`), command: ['SMEMBERS', 'k'], values: ['-2', '5'] },
  {
    name: 'zset, ziplist',
    payload: rdb(`0c ${string(ziplist('016d', '03312e35', '016e', 'f3'))}`),
    command: ['ZRANGE', 'k', '0', '-1', 'WITHSCORES'],
    values: ['m', '1.5', 'n', '2'],
  },
  {
    name: 'hash, ziplist',
    payload: rdb(`0d ${string(ziplist('0161', 'f2'))}`),
    command: ['HGETALL', 'k'],
    values: ['a', '1'],
  },
  {
    name: 'list, nodes as ziplists',
    payload: rdb(`0e 02 ${string(ziplist('0161'))} ${string(ziplist('f2', '0162'))}`),
    command: ['LRANGE', 'k', '0', '-1'],
    values: ['a', '1', 'b'],
  },
  {
    name: 'hash, listpack',
    payload: rdb(`10 ${string('0d000000 0200 816102 816202 ff')}`),
    command: ['HGETALL', 'k'],
    values: ['a', 'b'],
  },
  {
    name: 'zset, listpack',
    payload: rdb(`11 ${string('0c000000 0200 816d02 0501 ff')}`),
    command: ['ZRANGE', 'k', '0', '-1', 'WITHSCORES'],
    values: ['m', '5'],
  },
  {
    name: 'list, nodes as listpacks and plain',
    payload: rdb(`12 02 02 ${string('0a000000 0100 816102 ff')} 01 0178`),
    command: ['LRANGE', 'k', '0', '-1'],
    values: ['a', 'x'],
  },
  {
    name: 'set, listpack',
    payload: rdb(`14 ${string('0c000000 0200 816102 0501 ff')}`, 11),
    command: ['SMEMBERS', 'k'],
    values: ['a', '5'],
    isNew: true,
  },
];

/** A payload of this type and value. */
export function rdb(body: string, version = 10): Uint8Array {
  return withChecksum(Buffer.concat([hex(body), Buffer.from([version, 0]), Buffer.alloc(8)]));
}

/** A string, of any bytes. */
export function string(bytes: string): string {
  const { length } = hex(bytes);
  return `${length < 64 ? length.toString(16).padStart(2, '0') : (0x4000 | length).toString(16)}${bytes}`;
}

/** A ziplist of these elements, each with its encoding but without the length of the one before. */
export function ziplist(...elements: string[]): string {
  let previous = 0;
  let tail = 10;
  let content = '';
  for (const element of elements) {
    tail = 10 + content.length / 2;
    const before = previous < 254 ? little(previous, 1) : `fe${little(previous, 4)}`;
    const whole = before + element.replaceAll(' ', '');
    content += whole;
    previous = whole.length / 2;
  }
  return `${little(content.length / 2 + 11, 4)}${little(tail, 4)}${little(elements.length, 2)}${content}ff`;
}

function little(value: number, bytes: number): string {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer.toString('hex');
}

function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}

import type { Shape } from './contenders.ts';

/** Replies as a server sends them, in chunks as a socket hands them over. */
export interface DecodingCase {
  title: string;
  chunks: Buffer[];
  /** Replies in all chunks. */
  replies: number;
  resp3: boolean;
  shape: Shape;
}

export interface EncodingCase {
  title: string;
  commands: (string | Buffer)[][];
}

const CHUNK = 64 * 1024;

export function decodingCases(): DecodingCase[] {
  const short = repeat(1000, (i) => bulk(`value:${String(i).padStart(10, '0')}`));
  const medium = repeat(500, (i) => bulk(`${String(i).padStart(10, '0')}${'v'.repeat(90)}`));
  const array = repeat(40, (i) => list(repeat(100, (j) => bulk(`member:${i * 100 + j}`))));
  const large = bulk('0123456789abcdef'.repeat(65_536));
  const maps = repeat(100, userRecord);
  return [
    decoding('bulk strings of 16 bytes, pipelined', short),
    decoding('bulk strings of 100 bytes, pipelined', medium),
    decoding('bulk strings of 16 bytes as bytes', short, { bytes: true }),
    decoding(
      '+OK, pipelined',
      repeat(5000, () => '+OK\r\n'),
    ),
    decoding(
      'integers, pipelined',
      repeat(5000, (i) => `:${i * 7919}\r\n`),
    ),
    decoding('arrays of 100 bulk strings', array),
    decoding('nested maps (RESP3) as objects', maps, { maps: 'object' }, true),
    decoding('nested maps (RESP3) as Map', maps, { maps: 'map' }, true),
    decoding('one bulk string of 1 MB in chunks of 64 KB', [large]),
    decoding('the same as bytes', [large], { bytes: true }),
  ];
}

export function encodingCases(): EncodingCase[] {
  const bytes = Buffer.alloc(100, 'b');
  return [
    {
      title: 'SET key value, pipelined',
      commands: repeatCommands(100, (i) => ['set', `key:${i}`, `value:${i * 7919}`]),
    },
    { title: 'GET key, one', commands: [['get', 'user:1000:name']] },
    { title: 'SET key, 100 bytes in a Buffer', commands: repeatCommands(100, (i) => ['set', `key:${i}`, bytes]) },
    {
      title: 'HSET of 20 fields',
      commands: [['hset', 'user:1000', ...repeat(20, (i) => [`field:${i}`, `some value ${i}`]).flat()]],
    },
    { title: 'SET key, 1000 characters', commands: [['set', 'user:1000', 'v'.repeat(1000)]] },
  ];
}

function decoding(title: string, replies: string[], shape: Shape = {}, resp3 = false): DecodingCase {
  const bytes = Buffer.from(replies.join(''));
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) chunks.push(Buffer.from(bytes.subarray(at, at + CHUNK)));
  return { title, chunks, replies: replies.length, shape, resp3 };
}

function userRecord(i: number): string {
  const scores = map(['chess', `:${1200 + i}\r\n`], ['go', `:${i}\r\n`], ['ratio', ',0.5\r\n']);
  return map(
    ['id', `:${i}\r\n`],
    ['name', bulk(`User Number ${i}`)],
    ['active', '#t\r\n'],
    ['scores', scores],
    ['address', map(['city', bulk('Wellington')], ['street', bulk(`${i} High Street`)], ['note', '_\r\n'])],
  );
}

function bulk(text: string): string {
  return `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
}

function list(elements: string[]): string {
  return `*${elements.length}\r\n${elements.join('')}`;
}

function map(...pairs: [string, string][]): string {
  return `%${pairs.length}\r\n${pairs.map(([key, value]) => bulk(key) + value).join('')}`;
}

function repeat<T>(times: number, make: (i: number) => T): T[] {
  return Array.from({ length: times }, (_, i) => make(i));
}

function repeatCommands(times: number, make: (i: number) => (string | Buffer)[]): (string | Buffer)[][] {
  return repeat(times, make);
}

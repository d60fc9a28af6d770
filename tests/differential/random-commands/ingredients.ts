import type { SeededRandom } from '@respite/testing';

export type Kind = 'string' | 'list' | 'set' | 'hash' | 'sortedSet' | 'stream' | 'hyperloglog' | 'geo';

/** Few keys, so that commands meet; each is as a rule of one kind. One has bytes that are no text, one is empty. */
const KEYS: Readonly<Record<Kind, readonly string[]>> = {
  string: ['str', 'num', '\xff\0k', 'bits'],
  list: ['list', 'list:2', '{t}l'],
  set: ['set', 'set:2', 'set:3'],
  hash: ['hash', 'hash:2'],
  sortedSet: ['zset', 'zset:2', ''],
  stream: ['stream', 'stream:2'],
  hyperloglog: ['hll', 'hll:2', 'hll:3'],
  geo: ['geo', 'geo:2'],
};
/** Keys of sorted sets whose scores are all 0: ranges by members mean something only in those. No other command changes them. */
export const SAME_SCORE_KEYS = ['lex', 'lex', 'lex:2'];
const ALL_KEYS = Object.values(KEYS).flat();

const BOUNDARY_INTEGERS = [
  '9223372036854775807',
  '-9223372036854775808',
  '9223372036854775808',
  '-9223372036854775809',
  '9223372036854775806',
  '-9223372036854775807',
  '4611686018427387904',
  '9007199254740991',
  '9007199254740992',
  '9007199254740993',
  '-9007199254740993',
  '18446744073709551615',
  '18446744073709551616',
  '4294967295',
  '4294967296',
  '2147483647',
  '2147483648',
  '-2147483648',
  '-2147483649',
  '32767',
  '32768',
  '-32769',
  '127',
  '128',
  '-129',
  '8191',
  '8192',
];
const NO_INTEGERS = ['', 'x', '1.0', '+1', '01', '-0', ' 1', '1 ', '0x10', '1e3', '-', '--1', '1\0', 'nan', 'inf'];
/** None is denormal: where Redis reads such a score, SORT takes what is left in errno for an error. */
const FLOATS = [
  '0',
  '-0',
  '1',
  '-1',
  '2',
  '3',
  '10',
  '0.5',
  '-0.5',
  '1.5',
  '0.1',
  '3.14159',
  '1e3',
  '-2.5e2',
  '100',
  '1e15',
  '1e17',
  '123456789012345678',
  '1e20',
  '1e21',
  '1e22',
  '1.7976931348623157e308',
  '-1.7976931348623157e308',
  '1e-7',
  '1e-5',
  '0.30000000000000004',
  'inf',
  '-inf',
  '+inf',
  'Infinity',
  '-Infinity',
  '0x10',
  '9007199254740993',
];
const NO_FLOATS = [
  '',
  'x',
  'nan',
  '-nan',
  '1e400',
  '-1e400',
  '1e-400',
  ' 1',
  '1 ',
  '1,5',
  '.',
  '1e',
  '0x',
  '1\0',
  'infx',
  '--1',
];
const TEXTS = [
  'a',
  'b',
  'c',
  'ab',
  'abc',
  'B',
  'hello',
  'Hello World',
  'x:1',
  '%',
  '*',
  '\xe9',
  '\0',
  '\xff\xfe',
  'a\r\nb',
  '"',
];

/** What random commands are made of. */
export class Ingredients {
  readonly random: SeededRandom;
  /** Whether commands and options that came with 7.2 may be used. */
  readonly isAtLeast72: boolean;
  /** From how many members, fields and elements this sequence chooses. */
  readonly breadth: number;
  #lastId = 1;

  constructor(random: SeededRandom, isAtLeast72: boolean) {
    this.random = random;
    this.isAtLeast72 = isAtLeast72;
    this.breadth = random.pick([6, 20, 20, 60, 400]);
  }

  chance(probability: number): boolean {
    return this.random.chance(probability);
  }

  pick<T>(choices: readonly T[]): T {
    return this.random.pick(choices);
  }

  /** An integer from `least` to `most`. */
  between(least: number, most: number): number {
    return least + this.random.nextInt(most - least + 1);
  }

  times<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make);
  }

  /** One of the choices in `probability` of the cases, otherwise nothing. */
  maybe(probability: number, ...choices: (readonly string[])[]): readonly string[] {
    return this.chance(probability) ? this.pick(choices) : [];
  }

  /** A word of a command's syntax, in capitals as a rule. */
  word(...words: string[]): string {
    const word = this.pick(words);
    return this.chance(0.1) ? word.toLowerCase() : word;
  }

  key(kind: Kind): string {
    if (this.chance(0.88)) return this.pick(KEYS[kind]);
    return this.anyKey();
  }

  sameScoreKey(): string {
    return this.pick(SAME_SCORE_KEYS);
  }

  anyKey(): string {
    return this.chance(0.06) ? 'missing' : this.pick(ALL_KEYS);
  }

  keys(kind: Kind, most: number): string[] {
    return this.times(this.between(1, most), () => this.key(kind));
  }

  /** The number of keys before the keys, right as a rule. */
  numbered(keys: readonly string[]): string[] {
    return [
      this.chance(0.96) ? String(keys.length) : this.pick(['0', '-1', 'x', '1', '3', '9223372036854775807']),
      ...keys,
    ];
  }

  /** A string value. */
  value(): string {
    switch (this.random.nextInt(10)) {
      case 0:
        return this.float();
      case 1:
        return this.pick(BOUNDARY_INTEGERS);
      case 2:
        return this.long();
      case 3:
        return this.bytes(this.random.nextInt(40));
      case 4:
      case 5:
        return this.pick(TEXTS);
      case 6:
        return '';
      default:
        return String(this.between(-20, 20));
    }
  }

  /** A long string: around lengths at which something changes, seldom huge. */
  long(): string {
    const character = this.pick(['a', 'z', '\0', '7']);
    if (this.chance(0.03)) return character.repeat(this.pick([16_383, 16_384, 40_000, 100_000]));
    return character.repeat(
      this.pick([11, 12, 20, 43, 44, 45, 63, 64, 65, 66, 127, 128, 255, 256, 300, 1000, 4095, 4096]),
    );
  }

  bytes(length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += String.fromCharCode(this.random.nextInt(256));
    return text;
  }

  /**
   * A member of a set or sorted set, a field, an element: from a small world, so that many are there already. It has no zero bytes:
   * SORT with ALPHA compares as far as those, and leaves what is equal then in the order in which it comes.
   */
  member(): string {
    return this.#member().replaceAll('\0', '\x01');
  }

  #member(): string {
    const draw = this.random.nextInt(40);
    if (draw === 0) return this.long();
    if (draw === 1) return this.pick(BOUNDARY_INTEGERS);
    if (draw === 2) return this.pick(NO_INTEGERS);
    if (draw === 3) return this.pick(TEXTS);
    if (draw < 16) return `m${this.random.nextInt(this.breadth)}`;
    return String(this.random.nextInt(this.breadth) - 3);
  }

  /** A few of them, or enough to outgrow a packed encoding. */
  members(most = 4): string[] {
    return this.times(this.between(1, this.chance(0.04) ? this.breadth * 2 : most), () => this.member());
  }

  /** Integers alone, for intsets. */
  integers(): string[] {
    const all = this.chance(0.1) ? () => this.pick(BOUNDARY_INTEGERS) : () => String(this.between(-5, this.breadth));
    return this.times(this.between(1, this.chance(0.05) ? this.breadth : 4), all);
  }

  /** An integer where one is expected; seldom none. */
  integer(): string {
    const draw = this.random.nextInt(20);
    if (draw === 0) return this.pick(NO_INTEGERS);
    if (draw < 4) return this.pick(BOUNDARY_INTEGERS);
    return String(this.between(-10, 20));
  }

  /** An index or rank, from either end. */
  index(): string {
    const draw = this.random.nextInt(30);
    if (draw === 0) return this.pick(NO_INTEGERS);
    if (draw === 1) return this.pick(BOUNDARY_INTEGERS);
    if (draw < 6) return String(this.between(-this.breadth, this.breadth));
    return this.pick(['0', '1', '2', '3', '5', '-1', '-2', '-3', '-5', '-100', '100']);
  }

  /** How many. */
  count(): string {
    const draw = this.random.nextInt(25);
    if (draw === 0) return this.pick(NO_INTEGERS);
    if (draw === 1)
      return this.pick([
        '-1',
        '-5',
        '9223372036854775807',
        '9223372036854775808',
        '-9223372036854775808',
        '4294967297',
      ]);
    return this.pick(['0', '1', '1', '2', '3', '5', '10', '100']);
  }

  /** `LIMIT offset count`, right as a rule. */
  limit(probability: number): readonly string[] {
    if (!this.chance(probability)) return [];
    if (this.chance(0.04)) return this.pick([['LIMIT'], ['LIMIT', '1'], ['LIMIT', 'x', '1'], ['LIMIT', '0', '']]);
    return [
      this.word('LIMIT'),
      this.pick(['0', '0', '1', '2', '5', '-1', '100']),
      this.pick(['0', '1', '2', '5', '-1', '100']),
    ];
  }

  float(): string {
    const draw = this.random.nextInt(25);
    if (draw === 0) return this.pick(NO_FLOATS);
    if (draw < 9) return String(this.between(-20, 20));
    if (draw < 12) return String(this.between(-4000, 4000) / 16);
    return this.pick(FLOATS);
  }

  pattern(): string {
    return this.pick([
      '*',
      '*',
      'm*',
      '?',
      '??',
      '*1*',
      '[a-m]*',
      '[^0-9]*',
      'm[1-3]',
      '',
      '\\*',
      '[',
      '*:2',
      'set*',
      'a',
      '-*',
    ]);
  }

  /**
   * A point in time, in milliseconds: far away, or long ago. Two such points, or one and a relative one, are so far apart
   * that clocks which differ by seconds do not matter.
   */
  futureMs(): number {
    return 4_102_444_850_000 + this.random.nextInt(500) * 1e9;
  }

  /** Milliseconds from now, far away. */
  fromNowMs(): number {
    return (this.random.nextInt(1000) + 1) * 1e8 + 5e7;
  }

  /** The argument of EX, PX, EXAT and PXAT, and of the commands like them. */
  time(isRelative: boolean, isSeconds: boolean): string {
    if (this.chance(0.06)) {
      return this.pick([
        '',
        'x',
        '1.5',
        '9223372036854775807',
        '-9223372036854775808',
        '9223372036854776',
        '-9223372036854775',
        ' 1',
      ]);
    }
    // What is over is over at once. 0 and less are errors where a value is set, and the end of the key elsewhere.
    if (this.chance(0.06)) return isRelative ? this.pick(['0', '-1', '-1000']) : this.pick(['0', '-1', '1', '1000000']);
    const ms = isRelative ? this.fromNowMs() : this.futureMs();
    return String(isSeconds ? ms / 1000 : ms);
  }

  expiryOption(): readonly string[] {
    const option = this.pick(['EX', 'PX', 'EXAT', 'PXAT']);
    const word = this.word(option);
    if (this.chance(0.02)) return [word];
    return [word, this.time(!option.endsWith('AT'), !option.startsWith('P'))];
  }

  /** An ID of a stream's entry, to read or to remove: from a small world. */
  streamId(): string {
    const draw = this.random.nextInt(25);
    if (draw === 0) return this.pick(['', 'x', '1-', '-1', '1-x', '-', '+', '1-1-1', ' 1-1', '01-1', '1--1', '$', '>']);
    if (draw === 1)
      return this.pick([
        '18446744073709551615-18446744073709551615',
        '18446744073709551616-0',
        '9223372036854775808-1',
        '0-0',
      ]);
    if (draw < 6) return String(this.between(0, this.#lastId + 1));
    return `${this.between(0, this.#lastId + 1)}-${this.pick(['0', '1', '1', '2', '3', '5'])}`;
  }

  /** An ID for a new entry: after the others as a rule, never the server's clock. */
  newStreamId(): string {
    const draw = this.random.nextInt(20);
    if (draw === 0) return this.streamId();
    if (draw < 4) return `${this.#lastId}-*`;
    this.#lastId += this.random.nextInt(2);
    return `${this.#lastId}-${this.between(1, 6)}`;
  }
}

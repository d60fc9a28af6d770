import { type SeededRandom, seededRandom } from '@respite/testing';
import { describe, expect, test } from 'vitest';
import { FAILED, INCOMPLETE, READY } from './chunked-input.ts';
import { ReplyError, type ReplyType, TypedReply } from './reply.ts';
import { ReplyDecoder } from './reply-decoder.ts';
import type { ReplyDecoderOptions } from './reply-scalars.ts';

const ROUNDS = 200;

/** A random reply: its bytes, one character for each, and what a typed decoder makes of it, as `show` writes it. */
interface Sample {
  wire: string;
  shown: string;
}

/** A value in one line, the same for the same values. */
function show(value: unknown): string {
  if (value instanceof TypedReply) {
    const attributes = value.attributes === null ? '' : `|${show(value.attributes)}`;
    return `${value.type}${value.format}${attributes}${show(value.value)}`;
  }
  if (value instanceof ReplyError) return `error(${value.message})`;
  if (value instanceof Uint8Array) return `bytes(${Buffer.from(value).toString('hex')})`;
  if (value instanceof Map) return `map(${[...value].map(([key, inner]) => `${show(key)}:${show(inner)}`).join()})`;
  if (value instanceof Set) return `set(${[...value].map(show).join()})`;
  if (Array.isArray(value)) return `[${value.map(show).join()}]`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value).map(([key, inner]) => `${key}:${show(inner)}`)}}`;
  }
  return Object.is(value, -0) ? '-0' : typeof value === 'bigint' ? `${value}n` : String(value);
}

class Samples {
  readonly random: SeededRandom;

  constructor(random: SeededRandom) {
    this.random = random;
  }

  /** A reply with others in it down to `depth`. */
  any(depth: number): Sample {
    const scalars = [...'+-:$_#,(!=$$::'];
    const type = this.random.pick(depth > 0 ? [...scalars, ...'**%%~~|'] : scalars);
    switch (type) {
      case '*':
      case '~':
        return this.list(type, depth);
      case '%':
        return this.map(depth);
      case '|':
        return this.attributed(depth);
      case '$':
        return this.bulk();
      default:
        return this.line(type);
    }
  }

  push(): Sample {
    const elements = this.several(1 + this.random.nextInt(3), 1);
    return {
      wire: `>${elements.length}\r\n${elements.map(({ wire }) => wire).join('')}`,
      shown: `>[${elements.map(({ shown }) => shown).join()}]`,
    };
  }

  private line(type: string): Sample {
    const { random } = this;
    switch (type) {
      case '+':
      case '-': {
        const text = this.text().replace(/[\r\n]/g, '_');
        return {
          wire: `${type}${utf8(text)}\r\n`,
          shown: type === '+' ? `+${JSON.stringify(text)}` : `-error(${text})`,
        };
      }
      case ':': {
        const digits = 1 + random.nextInt(18);
        const value = BigInt.asIntN(64, BigInt(random.nextUint32()) ** 3n) % 10n ** BigInt(digits);
        const exact = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
        return { wire: `:${value}\r\n`, shown: `:${value}${exact ? '' : 'n'}` };
      }
      case ',': {
        const value = random.pick([
          random.nextFloat(),
          random.nextInt(1000) / 8,
          -1e300 * random.nextFloat(),
          Infinity,
          NaN,
          -0,
        ]);
        const text = Number.isFinite(value)
          ? Object.is(value, -0)
            ? '-0'
            : String(value)
          : show(value).slice(0, 3).toLowerCase();
        return { wire: `,${text}\r\n`, shown: `,${show(value)}` };
      }
      case '(': {
        const value = BigInt(random.nextUint32()) ** BigInt(random.nextInt(20)) * (random.chance(0.5) ? 1n : -1n);
        return { wire: `(${value}\r\n`, shown: `(${value}n` };
      }
      case '#': {
        const value = random.chance(0.5);
        return { wire: value ? '#t\r\n' : '#f\r\n', shown: `#${value}` };
      }
      case '!': {
        const text = this.text();
        return { wire: bulk('!', text), shown: `!error(${text})` };
      }
      case '=': {
        const text = this.text();
        return { wire: bulk('=', `txt:${text}`), shown: `=txt${JSON.stringify(text)}` };
      }
      default:
        return { wire: '_\r\n', shown: '_null' };
    }
  }

  private bulk(): Sample {
    const { random } = this;
    if (random.chance(0.1)) return { wire: '$-1\r\n', shown: '$null' };
    const text = this.text();
    const wire = random.chance(0.1) ? this.streamed(utf8(text)) : bulk('$', text);
    return { wire, shown: `$${JSON.stringify(text)}` };
  }

  private streamed(bytes: string): string {
    let wire = '$?\r\n';
    for (let at = 0; at < bytes.length; ) {
      const piece = bytes.slice(at, at + 1 + this.random.nextInt(10));
      wire += `;${piece.length}\r\n${piece}\r\n`;
      at += piece.length;
    }
    return `${wire};0\r\n`;
  }

  private list(type: string, depth: number): Sample {
    if (type === '*' && this.random.chance(0.05)) return { wire: '*-1\r\n', shown: '*null' };
    const elements = this.several(this.random.nextInt(6), depth - 1);
    const wire = elements.map((element) => element.wire).join('');
    const head = this.random.chance(0.1) ? [`${type}?\r\n`, '.\r\n'] : [`${type}${elements.length}\r\n`, ''];
    return { wire: head[0] + wire + head[1], shown: `${type}[${elements.map(({ shown }) => shown).join()}]` };
  }

  private map(depth: number): Sample {
    const elements = this.several(2 * this.random.nextInt(5), depth - 1);
    const wire = elements.map((element) => element.wire).join('');
    const head = this.random.chance(0.1) ? ['%?\r\n', '.\r\n'] : [`%${elements.length / 2}\r\n`, ''];
    return { wire: head[0] + wire + head[1], shown: `%[${elements.map(({ shown }) => shown).join()}]` };
  }

  private attributed(depth: number): Sample {
    const attributes = this.several(2 * this.random.nextInt(3), depth - 1);
    let value = this.any(depth - 1);
    while (value.wire.startsWith('|')) value = this.any(depth - 1);
    const format = value.shown.startsWith('=') ? 'txt' : '';
    return {
      wire: `|${attributes.length / 2}\r\n${attributes.map(({ wire }) => wire).join('')}${value.wire}`,
      shown: `${value.shown[0]}${format}|[${attributes.map(({ shown }) => shown).join()}]${value.shown.slice(1 + format.length)}`,
    };
  }

  private several(count: number, depth: number): Sample[] {
    return Array.from({ length: count }, () => this.any(depth));
  }

  private text(): string {
    const { random } = this;
    const alphabet = random.pick(['abc', 'abc', 'a\u00e9', '\u20ac\u{1f600}x', '\r\n']);
    const length = random.pick([0, 3, 10, 23, 24, 25, 100, 100, 20_000]);
    const characters = [...alphabet];
    return Array.from({ length: random.chance(0.9) ? Math.min(length, 100) : length }, () =>
      random.pick(characters),
    ).join('');
  }
}

function utf8(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function bulk(type: ReplyType, text: string): string {
  const bytes = utf8(text);
  return `${type}${bytes.length}\r\n${bytes}\r\n`;
}

interface Outcome {
  replies: string[];
  error: string;
}

function decode(
  stream: Uint8Array,
  options: ReplyDecoderOptions,
  nextSize: () => number,
  detaches = () => false,
): Outcome {
  const decoder = new ReplyDecoder(options);
  const replies: string[] = [];
  // Not a Buffer, whose slice() is not a copy.
  const wire = new Uint8Array(stream);
  for (let at = 0; at < wire.length && decoder.error === ''; ) {
    const piece = wire.slice(at, at + nextSize());
    at += piece.length;
    decoder.feed(piece);
    for (let status = READY; status === READY; ) {
      if (detaches()) {
        decoder.detach();
        piece.fill(0x24);
      }
      status = decoder.next();
      if (status === READY) replies.push(options.typed ? show(decoder.value) : showAll(decoder));
      else if (status === FAILED) expect(decoder.error).toMatch(/^Protocol error: /);
      else if (status !== INCOMPLETE) throw new Error(`next() returned ${status}`);
    }
    piece.fill(0x2a);
  }
  return { replies, error: decoder.error };
}

/** What a typed reply would tell by itself. */
function showAll({ pushed, attributes, value }: ReplyDecoder): string {
  return `${pushed ? '>' : ''}${attributes === null ? '' : `|${show(attributes)}`}${show(value)}`;
}

const whole = () => Number.MAX_SAFE_INTEGER;
const single = () => 1;

describe('reply decoder, at random', () => {
  const random = seededRandom('reply decoder');
  const samples = new Samples(random);

  function pieces(): () => number {
    const largest = random.pick([3, 20, 200, 5000, 40_000]);
    return () => 1 + random.nextInt(largest);
  }

  function replies(): Sample[] {
    return Array.from({ length: 1 + random.nextInt(10) }, () => (random.chance(0.1) ? samples.push() : samples.any(4)));
  }

  test('every kind of reply comes out as it was made', () => {
    for (let round = 0; round < ROUNDS; round++) {
      const made = replies();
      const wire = Buffer.from(made.map((sample) => sample.wire).join(''), 'latin1');
      expect(decode(wire, { typed: true }, random.pick([whole, single, pieces()]))).toEqual({
        replies: made.map((sample) => sample.shown),
        error: '',
      });
    }
  });

  test('the same in any pieces, with any options', () => {
    for (let round = 0; round < ROUNDS; round++) {
      const options: ReplyDecoderOptions = {
        strings: random.pick(['text', 'bytes']),
        maps: random.pick(['map', 'object', 'array']),
        sets: random.pick(['set', 'array']),
        typed: random.chance(0.3),
      };
      const wire = Buffer.from(
        replies()
          .map((sample) => sample.wire)
          .join(''),
        'latin1',
      );
      const expected = decode(wire, options, whole);
      expect(expected.error).toBe('');
      expect(decode(wire, options, single)).toEqual(expected);
      expect(decode(wire, options, pieces())).toEqual(expected);
      expect(decode(wire, options, pieces(), () => random.chance(0.3))).toEqual(expected);
    }
  });

  test('damaged replies and garbage end the same way in any pieces', () => {
    const seen = new Set<string>();
    for (let round = 0; round < ROUNDS * 5; round++) {
      const options: ReplyDecoderOptions = {
        strings: random.pick(['text', 'bytes']),
        maps: random.pick(['map', 'object', 'array']),
        maxDepth: random.pick([2, 5, 100]),
        maxBulkLength: random.pick([30, 30_000]),
        maxLineLength: random.pick([20, 1000]),
      };
      const wire = random.chance(0.6) ? damaged() : garbage();
      const expected = decode(wire, options, whole);
      seen.add(expected.error.replace(/byte .*/, ''));
      expect(decode(wire, options, single)).toEqual(expected);
      expect(decode(wire, options, pieces(), () => random.chance(0.2))).toEqual(expected);
    }
    // Or the garbage is not garbage enough.
    expect(seen.size).toBeGreaterThan(12);
  });

  function damaged(): Uint8Array {
    const wire = Buffer.from(
      replies()
        .map((sample) => sample.wire)
        .join('')
        .slice(0, 3000),
      'latin1',
    );
    for (let i = random.nextInt(3); i >= 0; i--) {
      wire[random.nextInt(wire.length)] = random.chance(0.5)
        ? random.nextInt(256)
        : random.pick([...Buffer.from('$*%~|>:,.?;-0\r\n')]);
    }
    return wire;
  }

  function garbage(): Uint8Array {
    const words = [
      ...'$*%~|>:,#_(=!+-;.?0123t\r\n',
      '\r\n',
      '\r\n',
      '\r\n',
      '*1\r\n',
      '|1\r\n',
      '*?\r\n',
      '$?\r\n',
      ';1\r\na\r\n',
      '$1\r\na\r\n',
    ];
    return Buffer.from(Array.from({ length: random.nextInt(200) }, () => random.pick(words)).join(''));
  }
});

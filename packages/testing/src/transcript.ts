import { concatBytes, encodeBulk, encodeCommand, toBytes } from './encode-command.ts';
import { describeDifference, firstDifference, quoteBytes } from './hex.ts';

/** What a transcript talks to: takes the bytes of one request, gives the bytes of its reply. A socket, or no socket. */
export interface Exchange {
  exchange(request: Uint8Array): Promise<Uint8Array>;
}

/**
 * An element of an expected reply: a string or bytes are a bulk string, a number or bigint an integer, null the nil of
 * the protocol in use, a list an array, and `raw(...)` the bytes themselves.
 */
export type Expected = string | number | bigint | null | Uint8Array | readonly Expected[] | Raw;

/** Bytes of a reply as they stand on the wire, for `array([raw('+OK\r\n'), 1])`. */
export function raw(bytes: string | Uint8Array): Raw {
  return new Raw(toBytes(bytes));
}

class Raw {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/**
 * A test that reads like a session:
 *
 *   const t = new Transcript(connection);
 *   await t.says('SET', 'a', '1').ok();
 *   await t.says('GET', 'a').bulk('1');
 *   await t.says('LPUSH', 'a', 'x').error('WRONGTYPE Operation against a key holding the wrong kind of value');
 *
 * Nothing is sent until one of the verbs of `Said` is called, and every command needs one. Replies are compared byte
 * for byte. After HELLO 3 the verbs expect the forms of RESP3 (`nil`, `map`, `set`, `double`, `bool`).
 */
export class Transcript {
  readonly #connection: Exchange;
  /** Version of RESP that replies are expected in; HELLO changes it. */
  protocol: 2 | 3 = 2;

  constructor(connection: Exchange) {
    this.#connection = connection;
  }

  /** A command as clients send it: an array of bulk strings. */
  says(...args: (string | number | Uint8Array)[]): Said {
    const line = args.map((arg) => (arg instanceof Uint8Array ? quoteBytes(arg, 40) : String(arg))).join(' ');
    return new Said(this, this.#connection, encodeCommand(args), line, helloVersion(args));
  }

  /** Bytes sent as they are: inline commands, broken frames. */
  sends(bytes: string | Uint8Array): Said {
    const request = toBytes(bytes);
    return new Said(this, this.#connection, request, quoteBytes(request, 80), undefined);
  }
}

/** A request that waits for its verb; the verb sends it and checks the reply. All verbs throw an Error that shows both. */
export class Said {
  readonly #transcript: Transcript;
  readonly #connection: Exchange;
  readonly #request: Uint8Array;
  readonly #line: string;
  readonly #hello: 2 | 3 | undefined;

  constructor(
    transcript: Transcript,
    connection: Exchange,
    request: Uint8Array,
    line: string,
    hello: 2 | 3 | undefined,
  ) {
    this.#transcript = transcript;
    this.#connection = connection;
    this.#request = request;
    this.#line = line;
    this.#hello = hello;
  }

  /** The bytes of the reply, for the test to judge. */
  async reply(): Promise<Uint8Array> {
    const reply = await this.#connection.exchange(this.#request);
    if (this.#hello !== undefined && reply[0] !== 0x2d) this.#transcript.protocol = this.#hello;
    return reply;
  }

  /** `+OK` */
  ok(): Promise<void> {
    return this.simple('OK');
  }

  /** A simple string. */
  simple(text: string): Promise<void> {
    return this.raw(`+${text}\r\n`);
  }

  /** An integer. */
  int(value: number | bigint): Promise<void> {
    return this.raw(`:${value}\r\n`);
  }

  /** A bulk string. */
  bulk(value: string | Uint8Array): Promise<void> {
    return this.#is(() => encodeExpected(value, this.#transcript.protocol));
  }

  /** The nil that stands for a missing string: `$-1` in RESP2, `_` in RESP3. */
  nil(): Promise<void> {
    return this.#is(() => encodeExpected(null, this.#transcript.protocol));
  }

  /** The nil that stands for a missing array: `*-1` in RESP2, `_` in RESP3. */
  nilArray(): Promise<void> {
    return this.#is(() => toBytes(this.#transcript.protocol === 2 ? '*-1\r\n' : '_\r\n'));
  }

  /** An error: its whole text, or a pattern that the text must match. */
  async error(text: string | RegExp): Promise<void> {
    if (typeof text === 'string') return this.raw(`-${text}\r\n`);
    const reply = await this.reply();
    const line = new TextDecoder('latin1').decode(reply);
    if (!line.startsWith('-') || !line.endsWith('\r\n') || !text.test(line.slice(1, -2))) {
      throw new Error(`> ${this.#line}\n  expected: an error like ${text}\n  received: ${quoteBytes(reply)}`);
    }
  }

  /** An array, in this order. */
  array(elements: readonly Expected[]): Promise<void> {
    return this.#is(() => encodeExpected(elements, this.#transcript.protocol));
  }

  /** A map in this order: `%` in RESP3, in RESP2 an array of keys and values in turn. */
  map(entries: readonly (readonly [Expected, Expected])[]): Promise<void> {
    return this.#is(() => {
      const protocol = this.#transcript.protocol;
      const count = protocol === 3 ? `%${entries.length}` : `*${2 * entries.length}`;
      return encodeAggregate(count, entries.flat(1), protocol);
    });
  }

  /** A set in this order: `~` in RESP3, an array in RESP2. */
  set(elements: readonly Expected[]): Promise<void> {
    return this.#is(() => {
      const protocol = this.#transcript.protocol;
      return encodeAggregate(`${protocol === 3 ? '~' : '*'}${elements.length}`, elements, protocol);
    });
  }

  /** A pushed message: `>` in RESP3, an array in RESP2. */
  push(elements: readonly Expected[]): Promise<void> {
    return this.#is(() => {
      const protocol = this.#transcript.protocol;
      return encodeAggregate(`${protocol === 3 ? '>' : '*'}${elements.length}`, elements, protocol);
    });
  }

  /** A double, given as the text of its digits: `,1.5` in RESP3, a bulk string in RESP2. */
  double(digits: string): Promise<void> {
    return this.#is(() => (this.#transcript.protocol === 3 ? toBytes(`,${digits}\r\n`) : encodeExpected(digits, 2)));
  }

  /** A boolean: `#t` and `#f` in RESP3, 1 and 0 in RESP2. */
  bool(value: boolean): Promise<void> {
    return this.#is(() =>
      toBytes(this.#transcript.protocol === 3 ? `#${value ? 't' : 'f'}\r\n` : `:${value ? 1 : 0}\r\n`),
    );
  }

  /** Exactly these bytes. */
  raw(bytes: string | Uint8Array): Promise<void> {
    return this.#is(() => toBytes(bytes));
  }

  // The expected bytes are asked for after the reply came, because HELLO decides in which protocol it is.
  async #is(expectedBytes: () => Uint8Array): Promise<void> {
    const reply = await this.reply();
    const expected = expectedBytes();
    if (firstDifference(expected, reply) >= 0)
      throw new Error(`> ${this.#line}\n${describeDifference(expected, reply)}`);
  }
}

function encodeExpected(value: Expected, protocol: 2 | 3): Uint8Array {
  if (value === null) return toBytes(protocol === 2 ? '$-1\r\n' : '_\r\n');
  if (typeof value === 'number' || typeof value === 'bigint') return toBytes(`:${value}\r\n`);
  if (value instanceof Raw) return value.bytes;
  if (typeof value === 'string' || value instanceof Uint8Array) {
    return encodeBulk(value);
  }
  return encodeAggregate(`*${value.length}`, value, protocol);
}

function encodeAggregate(typeAndCount: string, elements: readonly Expected[], protocol: 2 | 3): Uint8Array {
  return concatBytes([toBytes(`${typeAndCount}\r\n`), ...elements.map((element) => encodeExpected(element, protocol))]);
}

function helloVersion(args: readonly (string | number | Uint8Array)[]): 2 | 3 | undefined {
  if (String(args[0]).toUpperCase() !== 'HELLO') return undefined;
  const version = Number(args[1]);
  return version === 2 || version === 3 ? version : undefined;
}

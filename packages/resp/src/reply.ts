/**
 * What a server can answer, as values: a bulk string is text or bytes, a map a Map, an object or a flat list of keys
 * and values, a set a Set or a list, as the decoder was told. An integer is a number where that is exact, else a
 * bigint. An error is a value too, since one can stand within an array.
 */
export type Reply =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | ReplyError
  | TypedReply
  | Reply[]
  | Map<Reply, Reply>
  | Set<Reply>
  | { [key: string]: Reply };

const errors = Error as { stackTraceLimit?: number };
const tracesCanBeLimited = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit')?.writable === true;

/** An error that the server answered: `-ERR syntax error`. Made without a stack trace, which would only show ours. */
export class ReplyError extends Error {
  override readonly name = 'ReplyError';

  constructor(message: string) {
    const limit = errors.stackTraceLimit;
    if (tracesCanBeLimited) errors.stackTraceLimit = 0;
    super(message);
    if (tracesCanBeLimited && limit !== undefined) errors.stackTraceLimit = limit;
  }

  /** The first word, such as `ERR`, `WRONGTYPE`, `MOVED`. */
  get code(): string {
    const space = this.message.indexOf(' ');
    return space < 0 ? this.message : this.message.slice(0, space);
  }
}

/** The byte that a type begins with. */
export type ReplyType = '+' | '-' | ':' | '$' | '*' | '_' | '#' | ',' | '(' | '!' | '=' | '%' | '~' | '>';

/**
 * A value and how it was sent, for those who must tell `+OK` from a bulk string "OK", or a set from an array. `value`
 * is as without types, but elements are TypedReply again, maps are flat lists and sets are lists.
 */
export class TypedReply {
  readonly type: ReplyType;
  readonly value: Reply;
  /** Of a verbatim string: `txt`, `mkd`. */
  readonly format: string;
  /**
   * Of a simple string, error, double or big number: the line as it was sent, one character for each byte. The value
   * does not tell how a number was spelled, nor which bytes of a text were not UTF-8.
   */
  line = '';
  /** What the server sent with the value, as a flat list of keys and values. */
  attributes: Reply[] | null = null;

  constructor(type: ReplyType, value: Reply, format = '') {
    this.type = type;
    this.value = value;
    this.format = format;
  }
}

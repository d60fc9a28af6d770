const BACKSLASH = 0x5c;
const LEFT_BRACKET = 0x5b;
const QUESTION_MARK = 0x3f;
const STAR = 0x2a;

/** A channel or a pattern that somebody subscribes to. */
export class Topic<Subscriber> {
  readonly name: Uint8Array;
  readonly hash: number;
  /** In the order in which they subscribed. */
  readonly subscribers = new Set<Subscriber>();
  /** The first byte of every channel that the name, read as a pattern, matches; -1: there is no such byte. */
  readonly firstByte: number;
  /** The next topic whose name has the same hash. */
  next: Topic<Subscriber> | undefined = undefined;

  constructor(name: Uint8Array, hash: number) {
    this.name = name;
    this.hash = hash;
    this.firstByte = firstByteOf(name);
  }
}

function firstByteOf(pattern: Uint8Array): number {
  const [first] = pattern;
  const isSpecial = first === STAR || first === QUESTION_MARK || first === LEFT_BRACKET || first === BACKSLASH;
  return first === undefined || isSpecial ? -1 : first;
}

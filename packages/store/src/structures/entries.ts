import { copyBytes, equalBytes, type KeyedHash } from '@respite/bytes';
import { BLOCK_BYTES_MAX, SEGMENT_SHIFT, SEGMENT_UNIT_MASK } from '../limits.ts';
import type { Arena } from '../memory/arena.ts';
import type { Segments } from '../memory/segments.ts';
import { LargePayloads } from './large-payloads.ts';

/**
 * An entry: a key with its value in one block, the element of every hash table (a key of the keyspace, a field of a hash, a member
 * of a set or sorted set).
 *
 * ```
 * short form: 6 bytes before the key, 14 with an expiry
 *   0      1         4     5     6            6|14    +klen    +vlen
 *   | meta | clock24 | klen| vlen| [expiry f64] | key ... | value ... |         klen <= 254, vlen <= 255
 * wide form: byte 4 is 255
 *   0      1         4     5     6       10        14            14|22
 *   | meta | clock24 | 255 |  -  | klen u32 | vlen u32 | [expiry f64] | key ... | value ... |
 * large form: as the wide form, with a handle in place of vlen and no bytes behind; key and value lie in an ArrayBuffer of their own
 *
 * meta  bits 0-2  kind, never 0 (a freed block begins with 0)
 *       bits 3-4  encoding, whose meaning the kind gives
 *       bit  5    large form
 *       bit  6    has an expiry (milliseconds of Unix time)
 *       bit  7    epoch: see turnEpoch
 * ```
 *
 * A pair of a 16-byte key and a 10-byte value takes 32 bytes. Numbers are little-endian.
 *
 * Limits: a key and its value together are at most 4 GiB (2^32 - 1 bytes each by format). An entry that grows moves: whoever holds
 * its reference (tables) must be told.
 */

const KIND_MASK = 0x07;
const ENCODING_SHIFT = 3;
const ENCODING_MASK = 0x18;
const LARGE = 0x20;
const EXPIRY = 0x40;
const EPOCH = 0x80;

const WIDE = 255;
const SHORT_HEADER = 6;
const WIDE_HEADER = 14;
const EXPIRY_BYTES = 8;
const SHORT_KEY_MAX = 254;
const SHORT_VALUE_MAX = 255;

/** What `expiryOf` answers for an entry without one: later than any time. */
export const NO_EXPIRY = Number.POSITIVE_INFINITY;

export class Entries {
  readonly segments: Segments;
  readonly arena: Arena;
  readonly large: LargePayloads = new LargePayloads();

  /**
   * Where the key and the value of the entry lie that `locate`, `create`, `resize` ... dealt with last; true until the next such
   * call. Results in fields, since an object per look-up would be garbage per command.
   */
  bytes: Uint8Array = new Uint8Array(0);
  keyStart = 0;
  keyEnd = 0;
  valueStart = 0;
  valueEnd = 0;

  /** The epoch that entries are made in: 0 or EPOCH. */
  #epoch = 0;

  constructor(segments: Segments, arena: Arena) {
    this.segments = segments;
    this.arena = arena;
  }

  /** Sets the fields above to the entry's key and value. */
  locate(entry: number): void {
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    const keyLength = bytes[at + 4];
    if (keyLength === WIDE) {
      this.#locateWide(entry, bytes, at);
      return;
    }
    const keyStart = at + SHORT_HEADER + ((bytes[at] & EXPIRY) >>> 3);
    const keyEnd = keyStart + keyLength;
    this.bytes = bytes;
    this.keyStart = keyStart;
    this.keyEnd = keyEnd;
    this.valueStart = keyEnd;
    this.valueEnd = keyEnd + bytes[at + 5];
  }

  #locateWide(entry: number, bytes: Uint8Array, at: number): void {
    const view = this.segments.views[entry >>> SEGMENT_SHIFT];
    const keyLength = view.getUint32(at + 6, true);
    const second = view.getUint32(at + 10, true);
    const meta = bytes[at];
    if (meta & LARGE) {
      const payload = this.large.get(second);
      this.bytes = payload.bytes;
      this.keyStart = 0;
      this.keyEnd = keyLength;
      this.valueStart = keyLength;
      this.valueEnd = payload.length;
      return;
    }
    this.bytes = bytes;
    this.keyStart = at + WIDE_HEADER + ((meta & EXPIRY) >>> 3);
    this.keyEnd = this.keyStart + keyLength;
    this.valueStart = this.keyEnd;
    this.valueEnd = this.keyEnd + second;
  }

  /**
   * Makes an entry with the given key and room for a value, which the caller then writes at `valueStart` of `bytes`.
   * @param expiry milliseconds of Unix time, or NO_EXPIRY
   */
  create(
    kind: number,
    encoding: number,
    key: Uint8Array,
    keyStart: number,
    keyEnd: number,
    valueLength: number,
    expiry: number,
  ): number {
    const keyLength = keyEnd - keyStart;
    const expiryBytes = expiry === NO_EXPIRY ? 0 : EXPIRY_BYTES;
    const meta = kind | (encoding << ENCODING_SHIFT) | (expiryBytes << 3) | this.#epoch;
    if (keyLength > SHORT_KEY_MAX || valueLength > SHORT_VALUE_MAX) {
      return this.#createWide(meta, key, keyStart, keyEnd, valueLength, expiry);
    }
    const entry = this.arena.allocate(SHORT_HEADER + expiryBytes + keyLength + valueLength);
    this.#writeShort(entry, meta, key, keyStart, keyEnd, valueLength, expiry);
    return entry;
  }

  /**
   * Turns an entry into one of the same key with another kind, encoding, value length and expiry, in place if its block has the
   * right size, else in a new block (the old one is freed). The value's bytes are undefined then; the key is given once more since
   * the old one may be overwritten. Keeps the access clock; the epoch is the old one's or the present one.
   * @returns the entry's reference: the same, or the new one
   */
  recreate(
    entry: number,
    kind: number,
    encoding: number,
    key: Uint8Array,
    keyStart: number,
    keyEnd: number,
    valueLength: number,
    expiry: number,
  ): number {
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const expiryBytes = expiry === NO_EXPIRY ? 0 : EXPIRY_BYTES;
    const epoch = bytes[at] & EPOCH;
    if (bytes[at + 4] !== WIDE && valueLength <= SHORT_VALUE_MAX) {
      const keyLength = keyEnd - keyStart;
      if (this.arena.fits(entry, SHORT_HEADER + expiryBytes + keyLength + valueLength)) {
        const meta = kind | (encoding << ENCODING_SHIFT) | (expiryBytes << 3) | epoch;
        this.#rewriteShort(bytes, at, meta, expiryBytes, key, keyStart, keyEnd, valueLength);
        if (expiryBytes !== 0) this.segments.views[entry >>> SEGMENT_SHIFT].setFloat64(at + SHORT_HEADER, expiry, true);
        return entry;
      }
    }
    const clock = this.accessClock(entry);
    const fresh = this.create(kind, encoding, key, keyStart, keyEnd, valueLength, expiry);
    const { bytes: freshBytes, keyStart: k, keyEnd: ke, valueStart: v, valueEnd: ve } = this;
    this.setAccessClock(fresh, clock);
    this.free(entry);
    this.bytes = freshBytes;
    this.keyStart = k;
    this.keyEnd = ke;
    this.valueStart = v;
    this.valueEnd = ve;
    return fresh;
  }

  #rewriteShort(
    bytes: Uint8Array,
    at: number,
    meta: number,
    expiryBytes: number,
    key: Uint8Array,
    keyStart: number,
    keyEnd: number,
    valueLength: number,
  ): void {
    const keyAt = at + SHORT_HEADER + expiryBytes;
    // Where no expiry comes or goes, the key already stands where it should.
    if ((bytes[at] ^ meta) & EXPIRY) copyBytes(key, keyStart, keyEnd, bytes, keyAt);
    bytes[at] = meta;
    bytes[at + 5] = valueLength;
    this.bytes = bytes;
    this.keyStart = keyAt;
    this.keyEnd = this.valueStart = keyAt + (keyEnd - keyStart);
    this.valueEnd = this.valueStart + valueLength;
  }

  #writeShort(
    entry: number,
    meta: number,
    key: Uint8Array,
    keyStart: number,
    keyEnd: number,
    valueLength: number,
    expiry: number,
  ): void {
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const keyLength = keyEnd - keyStart;
    let keyAt = at + SHORT_HEADER;
    bytes[at] = meta;
    bytes[at + 1] = 0;
    bytes[at + 2] = 0;
    bytes[at + 3] = 0;
    bytes[at + 4] = keyLength;
    bytes[at + 5] = valueLength;
    if (meta & EXPIRY) {
      this.segments.views[entry >>> SEGMENT_SHIFT].setFloat64(keyAt, expiry, true);
      keyAt += EXPIRY_BYTES;
    }
    copyBytes(key, keyStart, keyEnd, bytes, keyAt);
    this.bytes = bytes;
    this.keyStart = keyAt;
    this.keyEnd = this.valueStart = keyAt + keyLength;
    this.valueEnd = this.valueStart + valueLength;
  }

  #createWide(
    meta: number,
    key: Uint8Array,
    keyStart: number,
    keyEnd: number,
    valueLength: number,
    expiry: number,
  ): number {
    const keyLength = keyEnd - keyStart;
    const header = WIDE_HEADER + ((meta & EXPIRY) >>> 3);
    const inBlock = header + keyLength + valueLength <= BLOCK_BYTES_MAX;
    const entry = this.arena.allocate(inBlock ? header + keyLength + valueLength : header);
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const view = this.segments.views[entry >>> SEGMENT_SHIFT];
    bytes.fill(0, at, at + 4);
    bytes[at] = inBlock ? meta : meta | LARGE;
    bytes[at + 4] = WIDE;
    view.setUint32(at + 6, keyLength, true);
    if (meta & EXPIRY) view.setFloat64(at + WIDE_HEADER, expiry, true);
    if (inBlock) {
      view.setUint32(at + 10, valueLength, true);
      copyBytes(key, keyStart, keyEnd, bytes, at + header);
    } else {
      const handle = this.large.add(keyLength + valueLength);
      view.setUint32(at + 10, handle, true);
      copyBytes(key, keyStart, keyEnd, this.large.get(handle).bytes, 0);
    }
    this.#locateWide(entry, bytes, at);
    return entry;
  }

  /** Gives the entry another value length; the bytes that both lengths have in common stay. @returns its reference, maybe new. */
  resize(entry: number, valueLength: number): number {
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    const meta = bytes[at];
    const wide = bytes[at + 4] === WIDE;
    this.locate(entry);
    const keyLength = this.keyEnd - this.keyStart;
    if (meta & LARGE) {
      if (WIDE_HEADER + EXPIRY_BYTES + keyLength + valueLength > BLOCK_BYTES_MAX) {
        this.large.resize(this.#handle(entry), keyLength + valueLength);
        this.locate(entry);
        return entry;
      }
    } else if (wide || valueLength <= SHORT_VALUE_MAX) {
      const header = (wide ? WIDE_HEADER : SHORT_HEADER) + ((meta & EXPIRY) >>> 3);
      const size = header + keyLength + valueLength;
      if (size <= BLOCK_BYTES_MAX && this.arena.fits(entry, size)) {
        if (wide) this.segments.views[entry >>> SEGMENT_SHIFT].setUint32(at + 10, valueLength, true);
        else bytes[at + 5] = valueLength;
        this.valueEnd = this.valueStart + valueLength;
        return entry;
      }
    }
    return this.#copyTo(entry, meta, valueLength, this.expiryOf(entry));
  }

  /** Sets or, with NO_EXPIRY, takes away the expiry. @returns the entry's reference, maybe new. */
  setExpiry(entry: number, expiry: number): number {
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    const meta = bytes[at];
    const has = (meta & EXPIRY) !== 0;
    const wants = expiry !== NO_EXPIRY;
    if (has && wants) {
      const expiryAt = at + (bytes[at + 4] === WIDE ? WIDE_HEADER : SHORT_HEADER);
      this.segments.views[entry >>> SEGMENT_SHIFT].setFloat64(expiryAt, expiry, true);
      return entry;
    }
    if (has === wants) return entry;
    this.locate(entry);
    return this.#copyTo(entry, wants ? meta | EXPIRY : meta & ~EXPIRY, this.valueEnd - this.valueStart, expiry);
  }

  /** Copies the located entry to a new block with another header, frees the old one, and locates the new one. */
  #copyTo(entry: number, meta: number, valueLength: number, expiry: number): number {
    const { bytes, keyStart, keyEnd, valueStart, valueEnd } = this;
    const clock = this.accessClock(entry);
    const kind = meta & KIND_MASK;
    const encoding = (meta & ENCODING_MASK) >>> ENCODING_SHIFT;
    const fresh = this.create(kind, encoding, bytes, keyStart, keyEnd, valueLength, expiry);
    const kept = Math.min(valueEnd - valueStart, valueLength);
    copyBytes(bytes, valueStart, valueStart + kept, this.bytes, this.valueStart);
    this.setAccessClock(fresh, clock);
    this.free(entry);
    this.locate(fresh);
    return fresh;
  }

  free(entry: number): void {
    if (this.segments.bytes[entry >>> SEGMENT_SHIFT][(entry & SEGMENT_UNIT_MASK) << 4] & LARGE) {
      this.large.remove(this.#handle(entry));
    }
    this.arena.free(entry);
  }

  /** Drops all entries at once. */
  clear(): void {
    this.arena.clear();
    this.large.clear();
  }

  keyEquals(entry: number, key: Uint8Array, start: number, end: number): boolean {
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    const keyLength = bytes[at + 4];
    if (keyLength === WIDE) {
      this.#locateWide(entry, bytes, at);
      return equalBytes(this.bytes, this.keyStart, this.keyEnd, key, start, end);
    }
    if (keyLength !== end - start) return false;
    for (let i = start, j = at + SHORT_HEADER + ((bytes[at] & EXPIRY) >>> 3); i < end; i++, j++) {
      if (key[i] !== bytes[j]) return false;
    }
    return true;
  }

  hashOf(entry: number, hash: KeyedHash): number {
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    const keyLength = bytes[at + 4];
    if (keyLength === WIDE) {
      this.#locateWide(entry, bytes, at);
      return hash.of(this.bytes, this.keyStart, this.keyEnd);
    }
    const keyAt = at + SHORT_HEADER + ((bytes[at] & EXPIRY) >>> 3);
    return hash.of(bytes, keyAt, keyAt + keyLength);
  }

  kind(entry: number): number {
    return this.#meta(entry) & KIND_MASK;
  }

  encoding(entry: number): number {
    return (this.#meta(entry) & ENCODING_MASK) >>> ENCODING_SHIFT;
  }

  setEncoding(entry: number, encoding: number): void {
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    bytes[at] = (bytes[at] & ~ENCODING_MASK) | (encoding << ENCODING_SHIFT);
  }

  hasExpiry(entry: number): boolean {
    return (this.#meta(entry) & EXPIRY) !== 0;
  }

  /** Milliseconds of Unix time, or NO_EXPIRY. */
  expiryOf(entry: number): number {
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    if ((bytes[at] & EXPIRY) === 0) return NO_EXPIRY;
    const expiryAt = at + (bytes[at + 4] === WIDE ? WIDE_HEADER : SHORT_HEADER);
    return this.segments.views[entry >>> SEGMENT_SHIFT].getFloat64(expiryAt, true);
  }

  /** 24 bits that tell when, or how often, the entry was used; whoever evicts gives them their meaning. */
  accessClock(entry: number): number {
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    return bytes[at + 1] | (bytes[at + 2] << 8) | (bytes[at + 3] << 16);
  }

  setAccessClock(entry: number, clock: number): void {
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    bytes[at + 1] = clock;
    bytes[at + 2] = clock >>> 8;
    bytes[at + 3] = clock >>> 16;
  }

  /**
   * Begins another epoch: all entries that are of the present one are of the old one then, and `isOfEpoch` is false for them until
   * `joinEpoch`. Entries made, or moved to another block, are of the new one. There are two epochs that take turns, so all entries
   * must have joined before the next turn.
   *
   * It tells a snapshot, which turns the epoch as it begins, whether it still has to see an entry.
   */
  turnEpoch(): void {
    this.#epoch ^= EPOCH;
  }

  isOfEpoch(entry: number): boolean {
    return (this.#meta(entry) & EPOCH) === this.#epoch;
  }

  joinEpoch(entry: number): void {
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    bytes[at] = (bytes[at] & ~EPOCH) | this.#epoch;
  }

  /** Bytes that the entry takes: its block, and its own ArrayBuffer in the large form. */
  sizeOf(entry: number): number {
    const block = this.arena.capacity(entry);
    return this.#meta(entry) & LARGE ? block + this.large.get(this.#handle(entry)).bytes.length : block;
  }

  #meta(entry: number): number {
    return this.segments.bytes[entry >>> SEGMENT_SHIFT][(entry & SEGMENT_UNIT_MASK) << 4];
  }

  #handle(entry: number): number {
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    return this.segments.views[entry >>> SEGMENT_SHIFT].getUint32(at + 10, true);
  }
}

import { copyBytes, equalBytes, type KeyedHash } from '@respite/bytes';
import { BLOCK_BYTES_MAX, PAGE_SHIFT, SEGMENT_SHIFT, SEGMENT_UNIT_MASK } from '../limits.ts';
import type { Arena } from '../memory/arena.ts';
import type { Segments } from '../memory/segments.ts';
import {
  ENCODING_MASK,
  ENCODING_SHIFT,
  EPOCH,
  EXPIRY,
  EXPIRY_BYTES,
  EXPIRY_BYTES_SHIFT,
  KIND_MASK,
  LARGE,
  NO_EXPIRY,
  SHORT_HEADER,
  SHORT_KEY_MAX,
  SHORT_VALUE_MAX,
  WIDE,
  WIDE_HEADER,
} from './entry-format.ts';
import { EntryHeaders } from './entry-headers.ts';
import { LargePayloads } from './large-payloads.ts';

/** The bits of meta that tell what the value is. */
const VALUE_MASK = KIND_MASK | ENCODING_MASK;

/**
 * The entries of one database: keys with their values, each in one block (drawn in entry-format.ts).
 *
 * An entry that grows moves: whoever holds its reference (tables) must be told.
 */
export class Entries extends EntryHeaders {
  readonly arena: Arena;
  readonly large: LargePayloads;

  /**
   * Where the key and the value of the entry lie that `locate`, `create`, `resize` ... dealt with last; true until the next such
   * call. Results in fields, since an object per look-up would be garbage per command.
   */
  bytes: Uint8Array = new Uint8Array(0);
  keyStart = 0;
  keyEnd = 0;
  valueStart = 0;
  valueEnd = 0;

  constructor(segments: Segments, arena: Arena) {
    super(segments);
    this.arena = arena;
    this.large = new LargePayloads(segments.large);
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
    const keyStart = at + SHORT_HEADER + ((bytes[at] & EXPIRY) >>> EXPIRY_BYTES_SHIFT);
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
      this.keyStart = payload.bytes.length - keyLength;
      this.keyEnd = payload.bytes.length;
      this.valueStart = 0;
      this.valueEnd = payload.valueLength;
      return;
    }
    this.bytes = bytes;
    this.keyStart = at + WIDE_HEADER + ((meta & EXPIRY) >>> EXPIRY_BYTES_SHIFT);
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
    const meta = kind | (encoding << ENCODING_SHIFT) | (expiryBytes << EXPIRY_BYTES_SHIFT) | this.presentEpoch;
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
    const meta = kind | (encoding << ENCODING_SHIFT) | (expiryBytes << EXPIRY_BYTES_SHIFT) | (bytes[at] & EPOCH);
    if (bytes[at + 4] === WIDE) {
      if (this.#rewriteWide(entry, bytes, at, meta, key, keyStart, keyEnd, valueLength)) {
        if (expiryBytes !== 0) this.segments.views[entry >>> SEGMENT_SHIFT].setFloat64(at + WIDE_HEADER, expiry, true);
        return entry;
      }
    } else if (valueLength <= SHORT_VALUE_MAX) {
      const keyLength = keyEnd - keyStart;
      if (this.arena.fits(entry, SHORT_HEADER + expiryBytes + keyLength + valueLength)) {
        this.#rewriteShort(bytes, at, meta, expiryBytes, key, keyStart, keyEnd, valueLength);
        if (expiryBytes !== 0) this.segments.views[entry >>> SEGMENT_SHIFT].setFloat64(at + SHORT_HEADER, expiry, true);
        return entry;
      }
    }
    const fresh = this.create(kind, encoding, key, keyStart, keyEnd, valueLength, expiry);
    this.setAccessClock(fresh, this.accessClock(entry));
    this.free(entry);
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

  /** @returns whether it could be done in place */
  #rewriteWide(
    entry: number,
    bytes: Uint8Array,
    at: number,
    meta: number,
    key: Uint8Array,
    keyStart: number,
    keyEnd: number,
    valueLength: number,
  ): boolean {
    const keyLength = keyEnd - keyStart;
    const expiryChanges = ((bytes[at] ^ meta) & EXPIRY) !== 0;
    const header = WIDE_HEADER + ((meta & EXPIRY) >>> EXPIRY_BYTES_SHIFT);
    const size = header + keyLength + valueLength;
    if (bytes[at] & LARGE) {
      const handle = this.#handle(entry);
      if (size <= BLOCK_BYTES_MAX || expiryChanges || !this.large.suits(handle, valueLength, keyLength)) return false;
      this.large.resize(handle, valueLength, keyLength);
      bytes[at] = meta | LARGE;
    } else {
      if (size > BLOCK_BYTES_MAX || !this.arena.fits(entry, size)) return false;
      if (keyLength <= SHORT_KEY_MAX && valueLength <= SHORT_VALUE_MAX) return false;
      if (expiryChanges) copyBytes(key, keyStart, keyEnd, bytes, at + header);
      bytes[at] = meta;
      this.segments.views[entry >>> SEGMENT_SHIFT].setUint32(at + 10, valueLength, true);
    }
    this.#locateWide(entry, bytes, at);
    return true;
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
    const header = WIDE_HEADER + ((meta & EXPIRY) >>> EXPIRY_BYTES_SHIFT);
    if (header + keyLength + valueLength > BLOCK_BYTES_MAX) {
      const handle = this.large.add(valueLength, keyLength);
      this.large.setKey(handle, key, keyStart, keyEnd);
      return this.#createLarge(meta, keyLength, handle, expiry);
    }
    const entry = this.#createWideHeader(meta, header + keyLength + valueLength, keyLength, valueLength, expiry);
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    copyBytes(key, keyStart, keyEnd, bytes, at + header);
    this.#locateWide(entry, bytes, at);
    return entry;
  }

  /** An entry for a payload that is there already. */
  #createLarge(meta: number, keyLength: number, handle: number, expiry: number): number {
    const header = WIDE_HEADER + ((meta & EXPIRY) >>> EXPIRY_BYTES_SHIFT);
    const entry = this.#createWideHeader(meta | LARGE, header, keyLength, handle, expiry);
    this.locate(entry);
    return entry;
  }

  #createWideHeader(meta: number, size: number, keyLength: number, lengthOrHandle: number, expiry: number): number {
    const entry = this.arena.allocate(size);
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const view = this.segments.views[entry >>> SEGMENT_SHIFT];
    bytes.fill(0, at, at + 4);
    bytes[at] = meta;
    bytes[at + 4] = WIDE;
    view.setUint32(at + 6, keyLength, true);
    view.setUint32(at + 10, lengthOrHandle, true);
    if (meta & EXPIRY) view.setFloat64(at + WIDE_HEADER, expiry, true);
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
      // As if there were an expiry: a few bytes more or less must not turn it into a block and back.
      if (WIDE_HEADER + EXPIRY_BYTES + keyLength + valueLength > BLOCK_BYTES_MAX) {
        this.large.resize(this.#handle(entry), valueLength, keyLength);
        this.locate(entry);
        return entry;
      }
    } else if (wide || valueLength <= SHORT_VALUE_MAX) {
      const header = (wide ? WIDE_HEADER : SHORT_HEADER) + ((meta & EXPIRY) >>> EXPIRY_BYTES_SHIFT);
      const size = header + keyLength + valueLength;
      if (size <= BLOCK_BYTES_MAX && this.arena.fits(entry, size)) {
        if (wide) this.segments.views[entry >>> SEGMENT_SHIFT].setUint32(at + 10, valueLength, true);
        else bytes[at + 5] = valueLength;
        this.valueEnd = this.valueStart + valueLength;
        return entry;
      }
    }
    return this.#remakeLocated(entry, valueLength, this.expiryOf(entry));
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
    if (meta & LARGE) {
      const keyLength = this.segments.views[entry >>> SEGMENT_SHIFT].getUint32(at + 6, true);
      const freshMeta = (meta & VALUE_MASK) | (wants ? EXPIRY : 0) | this.presentEpoch;
      const fresh = this.#createLarge(freshMeta, keyLength, this.#handle(entry), expiry);
      this.setAccessClock(fresh, this.accessClock(entry));
      this.arena.free(entry);
      return fresh;
    }
    this.locate(entry);
    const shift = wants ? EXPIRY_BYTES : -EXPIRY_BYTES;
    const size = this.valueEnd - at + shift;
    if (size > BLOCK_BYTES_MAX || !this.arena.fits(entry, size)) {
      return this.#remakeLocated(entry, this.valueEnd - this.valueStart, expiry);
    }
    bytes.copyWithin(this.keyStart + shift, this.keyStart, this.valueEnd);
    bytes[at] = meta ^ EXPIRY;
    if (wants) this.segments.views[entry >>> SEGMENT_SHIFT].setFloat64(this.keyStart, expiry, true);
    return entry;
  }

  /**
   * Makes an entry with another key and the value, kind, encoding and expiry of an entry of this or another database. The key given
   * must not lie in an entry.
   */
  copyFrom(source: Entries, entry: number, key: Uint8Array, keyStart: number, keyEnd: number): number {
    source.locate(entry);
    const { bytes, valueStart, valueEnd } = source;
    const kind = source.kind(entry);
    const fresh = this.create(
      kind,
      source.encoding(entry),
      key,
      keyStart,
      keyEnd,
      valueEnd - valueStart,
      source.expiryOf(entry),
    );
    copyBytes(bytes, valueStart, valueEnd, this.bytes, this.valueStart);
    return fresh;
  }

  /** Makes another entry of the same content in this memory, which no table knows. Locates it. */
  duplicate(entry: number): number {
    this.locate(entry);
    const { bytes, keyStart, keyEnd, valueStart, valueEnd } = this;
    const expiry = this.expiryOf(entry);
    const length = valueEnd - valueStart;
    const fresh = this.create(this.kind(entry), this.encoding(entry), bytes, keyStart, keyEnd, length, expiry);
    copyBytes(bytes, valueStart, valueEnd, this.bytes, this.valueStart);
    return fresh;
  }

  /** The handle that is the value of an entry in collection encoding. Locates long keys only: what is not needed is not written. */
  collectionHandle(entry: number): number {
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    const keyLength = bytes[at + 4];
    if (keyLength === WIDE) {
      this.locate(entry);
      return readHandle(this.bytes, this.valueStart);
    }
    return readHandle(bytes, at + SHORT_HEADER + ((bytes[at] & EXPIRY) >>> EXPIRY_BYTES_SHIFT) + keyLength);
  }

  /** Writes the handle, into a value of 4 bytes. Locates the entry. */
  setCollectionHandle(entry: number, handle: number): void {
    this.locate(entry);
    const { bytes, valueStart } = this;
    bytes[valueStart] = handle;
    bytes[valueStart + 1] = handle >>> 8;
    bytes[valueStart + 2] = handle >>> 16;
    bytes[valueStart + 3] = handle >>> 24;
  }

  /** As `copyFrom`, and frees the entry; a large value is handed over, not copied. */
  takeFrom(source: Entries, entry: number, key: Uint8Array, keyStart: number, keyEnd: number): number {
    const meta = source.meta(entry);
    if (meta & LARGE) {
      const handle = this.large.adopt(source.large.release(source.#handle(entry)));
      this.large.setKey(handle, key, keyStart, keyEnd);
      const expiry = source.expiryOf(entry);
      const freshMeta = (meta & (VALUE_MASK | EXPIRY)) | this.presentEpoch;
      const fresh = this.#createLarge(freshMeta, keyEnd - keyStart, handle, expiry);
      source.arena.free(entry);
      return fresh;
    }
    const fresh = this.copyFrom(source, entry, key, keyStart, keyEnd);
    source.free(entry);
    return fresh;
  }

  /** Copies the entry's block as it is, epoch and all, to a new one; the old block is not freed. @returns the new reference */
  relocate(entry: number): number {
    const { segments } = this;
    const fresh = this.arena.allocateClass(segments.pageClass[entry >>> PAGE_SHIFT]);
    const from = segments.words[entry >>> SEGMENT_SHIFT];
    const to = segments.words[fresh >>> SEGMENT_SHIFT];
    const start = (entry & SEGMENT_UNIT_MASK) << 2;
    const end = start + (this.arena.capacity(entry) >>> 2);
    const target = (fresh & SEGMENT_UNIT_MASK) << 2;
    if (end - start <= 64) for (let i = start, j = target; i < end; i++, j++) to[j] = from[i];
    else to.set(from.subarray(start, end), target);
    return fresh;
  }

  /** Makes the located entry anew with another value length or expiry, and frees the old one. Locates the new one. */
  #remakeLocated(entry: number, valueLength: number, expiry: number): number {
    const { bytes, keyStart, keyEnd, valueStart, valueEnd } = this;
    const fresh = this.create(this.kind(entry), this.encoding(entry), bytes, keyStart, keyEnd, valueLength, expiry);
    copyBytes(bytes, valueStart, Math.min(valueEnd, valueStart + valueLength), this.bytes, this.valueStart);
    this.setAccessClock(fresh, this.accessClock(entry));
    this.free(entry);
    return fresh;
  }

  free(entry: number): void {
    if (this.meta(entry) & LARGE) this.large.free(this.#handle(entry));
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
    if (keyLength === WIDE) return this.#wideKeyEquals(entry, bytes, at, key, start, end);
    if (keyLength !== end - start) return false;
    for (let i = start, j = at + SHORT_HEADER + ((bytes[at] & EXPIRY) >>> EXPIRY_BYTES_SHIFT); i < end; i++, j++) {
      if (key[i] !== bytes[j]) return false;
    }
    return true;
  }

  /** As `keyEquals`, of a key in the bytes that `view` shows: compared four bytes at a time, which is faster. */
  keyEqualsView(entry: number, view: DataView, start: number, end: number): boolean {
    const own = this.segments.views[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    const keyLength = own.getUint8(at + 4);
    if (keyLength !== end - start || keyLength === WIDE) return false;
    let i = start;
    let j = at + SHORT_HEADER + ((own.getUint8(at) & EXPIRY) >>> EXPIRY_BYTES_SHIFT);
    for (const last = end - 3; i < last; i += 4, j += 4) {
      if (view.getInt32(i, true) !== own.getInt32(j, true)) return false;
    }
    for (; i < end; i++, j++) if (view.getUint8(i) !== own.getUint8(j)) return false;
    return true;
  }

  #wideKeyEquals(entry: number, bytes: Uint8Array, at: number, key: Uint8Array, start: number, end: number): boolean {
    const keyLength = this.segments.views[entry >>> SEGMENT_SHIFT].getUint32(at + 6, true);
    if (keyLength !== end - start) return false;
    if (bytes[at] & LARGE) {
      const payload = this.large.get(this.#handle(entry)).bytes;
      return equalBytes(payload, payload.length - keyLength, payload.length, key, start, end);
    }
    const keyAt = at + WIDE_HEADER + ((bytes[at] & EXPIRY) >>> EXPIRY_BYTES_SHIFT);
    return equalBytes(bytes, keyAt, keyAt + keyLength, key, start, end);
  }

  /** The hash of the entry's key. Leaves what is located as it is: tables ask when they grow, amid other work. */
  hashOf(entry: number, hash: KeyedHash): number {
    const bytes = this.segments.bytes[entry >>> SEGMENT_SHIFT];
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    const keyLength = bytes[at + 4];
    if (keyLength === WIDE) return this.#wideHashOf(entry, bytes, at, hash);
    const keyAt = at + SHORT_HEADER + ((bytes[at] & EXPIRY) >>> EXPIRY_BYTES_SHIFT);
    return hash.of(bytes, keyAt, keyAt + keyLength);
  }

  #wideHashOf(entry: number, bytes: Uint8Array, at: number, hash: KeyedHash): number {
    const keyLength = this.segments.views[entry >>> SEGMENT_SHIFT].getUint32(at + 6, true);
    if (bytes[at] & LARGE) {
      const payload = this.large.get(this.#handle(entry)).bytes;
      return hash.of(payload, payload.length - keyLength, payload.length);
    }
    const keyAt = at + WIDE_HEADER + ((bytes[at] & EXPIRY) >>> EXPIRY_BYTES_SHIFT);
    return hash.of(bytes, keyAt, keyAt + keyLength);
  }

  /** Bytes that the entry takes: its block, and its own ArrayBuffer in the large form. */
  sizeOf(entry: number): number {
    const block = this.arena.capacity(entry);
    return this.meta(entry) & LARGE ? block + this.large.get(this.#handle(entry)).bytes.length : block;
  }

  #handle(entry: number): number {
    const at = (entry & SEGMENT_UNIT_MASK) << 4;
    return this.segments.views[entry >>> SEGMENT_SHIFT].getUint32(at + 10, true);
  }
}

/** A handle is below 2^31: there are not so many collections. */
function readHandle(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}

import type { KeyedHash } from '@respite/bytes';
import { ElementMemory, ElementTable, type Store } from '@respite/store';

/** Bytes of a client's ID in a value. */
const ID_BYTES = 6;
const LOW_BYTES = 4;

/**
 * Which clients may have which keys in their caches: for each key that was read, of whatever database, the IDs of those who read it.
 *
 * An entry in memory outside the JavaScript heap for each key, as in the keyspace, with the IDs as its value:
 *
 * ```
 * key: the key   value: | ID, u48 | ID, u48 | ...       ascending, so that one is found by halving
 * ```
 *
 * A key of 16 bytes that one client has read takes 32 bytes, and 9 in the table. IDs of clients that have gone stay until the key
 * changes: to look for them would cost more than to skip them.
 */
export class TrackedKeys {
  readonly #memory: ElementMemory;
  readonly #table: ElementTable;
  /** Number of IDs of all keys. */
  itemCount = 0;
  /** The key and the clients that `take` or `takeRandom` has taken out: good until the next call. */
  readonly ids: number[] = [];
  key = new Uint8Array(64);
  keyLength = 0;

  constructor(segments: Store['segments'], hash: KeyedHash) {
    this.#memory = new ElementMemory(segments, hash);
    this.#table = new ElementTable(this.#memory);
  }

  /** Number of keys. */
  get size(): number {
    return this.#table.size;
  }

  get usedBytes(): number {
    return this.#memory.usedBytes;
  }

  /** The client may have the key from now on. */
  add(bytes: Uint8Array, start: number, end: number, id: number): void {
    const { entries } = this.#memory;
    let element = this.#table.find(bytes, start, end);
    if (element === 0) {
      this.#table.add(bytes, start, end, ID_BYTES);
      writeId(entries.bytes, entries.valueStart, id);
      this.itemCount++;
      return;
    }
    entries.locate(element);
    const at = placeOf(entries.bytes, entries.valueStart, entries.valueEnd, id);
    if (at < entries.valueEnd && readId(entries.bytes, at) === id) return;
    const offset = at - entries.valueStart;
    element = this.#table.resizeValue(element, entries.valueEnd - entries.valueStart + ID_BYTES);
    const place = entries.valueStart + offset;
    entries.bytes.copyWithin(place + ID_BYTES, place, entries.valueEnd - ID_BYTES);
    writeId(entries.bytes, place, id);
    this.itemCount++;
  }

  /** Forgets a key. @returns false: nobody has it; otherwise `ids` says who may */
  take(bytes: Uint8Array, start: number, end: number): boolean {
    const element = this.#table.find(bytes, start, end);
    if (element === 0) return false;
    this.#take(element);
    return true;
  }

  /** Forgets a key at random: `key` is its name and `ids` says who may have it. There must be one. */
  takeRandom(random: () => number): void {
    const element = this.#table.randomElement(random);
    const { entries } = this.#memory;
    entries.locate(element);
    const length = entries.keyEnd - entries.keyStart;
    if (length > this.key.length) this.key = new Uint8Array(length * 2);
    this.key.set(entries.bytes.subarray(entries.keyStart, entries.keyEnd));
    this.keyLength = length;
    this.#take(element);
  }

  #take(element: number): void {
    const { entries } = this.#memory;
    const { ids } = this;
    entries.locate(element);
    ids.length = 0;
    for (let at = entries.valueStart; at < entries.valueEnd; at += ID_BYTES) ids.push(readId(entries.bytes, at));
    this.itemCount -= ids.length;
    this.#table.remove(element);
  }

  /** Forgets all keys, in time by pages of memory. */
  clear(): void {
    this.#memory.entries.clear();
    this.#table.table.forget();
    this.itemCount = 0;
  }
}

/** Where the ID stands, or would have to be put. */
function placeOf(bytes: Uint8Array, start: number, end: number, id: number): number {
  let low = 0;
  let high = (end - start) / ID_BYTES;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (readId(bytes, start + middle * ID_BYTES) < id) low = middle + 1;
    else high = middle;
  }
  return start + low * ID_BYTES;
}

function readId(bytes: Uint8Array, at: number): number {
  const low = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
  return (low >>> 0) + (bytes[at + LOW_BYTES] | (bytes[at + 5] << 8)) * 2 ** 32;
}

function writeId(bytes: Uint8Array, at: number, id: number): void {
  const low = id >>> 0;
  const high = Math.floor(id / 2 ** 32);
  bytes[at] = low;
  bytes[at + 1] = low >>> 8;
  bytes[at + 2] = low >>> 16;
  bytes[at + 3] = low >>> 24;
  bytes[at + LOW_BYTES] = high;
  bytes[at + 5] = high >>> 8;
}

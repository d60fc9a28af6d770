import { copyBytes } from '@respite/bytes';
import type { LargeMemory } from '../memory/large-memory.ts';

/** The reserve that growth adds is at most this, as Redis's strings have it. */
const RESERVE_MAX = 1024 * 1024;
/** A key has at least this much room, so that the value need not be copied when the key is renamed. */
const KEY_ROOM = 64;

/**
 * A key and a value that are too large for a block: memory of their own.
 *
 * ```
 * | value ...        | reserve ... | key |
 * 0                  valueLength         bytes.length
 * ```
 *
 * The value stands first and the key last, so that either can change its length while the other stays where it is.
 */
export class LargePayload {
  bytes: Uint8Array;
  valueLength: number;

  constructor(bytes: Uint8Array, valueLength: number) {
    this.bytes = bytes;
    this.valueLength = valueLength;
  }
}

/** Large payloads by handle. A handle is free again once its payload was removed. */
export class LargePayloads {
  readonly #memory: LargeMemory;
  readonly #payloads: (LargePayload | undefined)[] = [];
  readonly #free: number[] = [];
  /** Bytes of all payloads, with what they hold in reserve. */
  usedBytes = 0;

  constructor(memory: LargeMemory) {
    this.#memory = memory;
  }

  /** Makes a payload, its content undefined. @returns its handle */
  add(valueLength: number, keyLength: number): number {
    const bytes = this.#memory.take(valueLength + Math.max(keyLength, KEY_ROOM));
    return this.adopt(new LargePayload(bytes, valueLength));
  }

  get(handle: number): LargePayload {
    return this.#payloads[handle]!;
  }

  /** Takes in a payload that `release` of another database gave. @returns its handle here */
  adopt(payload: LargePayload): number {
    this.usedBytes += payload.bytes.length;
    const handle = this.#free.pop();
    if (handle === undefined) return this.#payloads.push(payload) - 1;
    this.#payloads[handle] = payload;
    return handle;
  }

  /** Removes a payload and gives its memory back, of which nobody may have a view any more. */
  free(handle: number): void {
    this.#memory.give(this.release(handle).bytes);
  }

  /** Removes a payload. @returns it, for `adopt` */
  release(handle: number): LargePayload {
    const payload = this.#payloads[handle]!;
    this.usedBytes -= payload.bytes.length;
    this.#payloads[handle] = undefined;
    this.#free.push(handle);
    return payload;
  }

  /** Whether a value of that length can be in the place of the present one without waste. */
  suits(handle: number, valueLength: number, keyLength: number): boolean {
    const capacity = this.#payloads[handle]!.bytes.length;
    const needed = valueLength + keyLength;
    return needed <= capacity && needed >= capacity / 2;
  }

  /**
   * Changes the length of the value; bytes beyond the old length are undefined. Growth beyond the reserve copies to twice the length
   * (but adds at most 1 MiB), so that appending n bytes one by one copies O(n) in all while they are few; a payload that shrank to
   * less than half is copied to its size.
   */
  resize(handle: number, valueLength: number, keyLength: number): void {
    const payload = this.#payloads[handle]!;
    const needed = valueLength + keyLength;
    if (!this.suits(handle, valueLength, keyLength)) {
      const isGrowth = needed > payload.bytes.length;
      this.#reallocate(payload, needed + (isGrowth ? Math.min(needed, RESERVE_MAX) : KEY_ROOM), valueLength, keyLength);
    }
    payload.valueLength = valueLength;
  }

  /** Writes the key, in the place of the one that was there. */
  setKey(handle: number, key: Uint8Array, start: number, end: number): void {
    const payload = this.#payloads[handle]!;
    const needed = payload.valueLength + (end - start);
    if (needed > payload.bytes.length) this.#reallocate(payload, needed, payload.valueLength, 0);
    copyBytes(key, start, end, payload.bytes, payload.bytes.length - (end - start));
  }

  clear(): void {
    this.#payloads.length = 0;
    this.#free.length = 0;
    this.usedBytes = 0;
  }

  #reallocate(payload: LargePayload, capacity: number, valueLength: number, keyLength: number): void {
    const old = payload.bytes;
    const bytes = this.#memory.take(capacity);
    bytes.set(old.subarray(0, Math.min(payload.valueLength, valueLength)));
    bytes.set(old.subarray(old.length - keyLength), capacity - keyLength);
    payload.bytes = bytes;
    this.#memory.give(old);
    this.usedBytes += capacity - old.length;
  }
}

/** Bytes that are too many for a block: an ArrayBuffer of their own, of which `length` bytes are in use. */
export class LargePayload {
  bytes: Uint8Array;
  length: number;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
    this.length = length;
  }
}

/** Large payloads by handle. A handle is free again once its payload was removed. */
export class LargePayloads {
  readonly #payloads: (LargePayload | undefined)[] = [];
  readonly #free: number[] = [];
  /** Bytes of all payloads, with what they hold in reserve. */
  usedBytes = 0;

  add(length: number): number {
    const payload = new LargePayload(length);
    this.usedBytes += length;
    const handle = this.#free.pop();
    if (handle === undefined) return this.#payloads.push(payload) - 1;
    this.#payloads[handle] = payload;
    return handle;
  }

  get(handle: number): LargePayload {
    return this.#payloads[handle]!;
  }

  /**
   * Changes the length in use; bytes beyond the old length are undefined. Growth beyond the reserve copies to twice the length (at most 1 MiB in reserve, as Redis's strings
   * have it), so that appending n bytes one by one copies O(n) in all while they are few; a payload that shrank to less than half is
   * copied to its size.
   */
  resize(handle: number, length: number): void {
    const payload = this.#payloads[handle]!;
    const capacity = payload.bytes.length;
    if (length > capacity || length < capacity / 2) {
      const reserve = length > capacity ? Math.min(length, 1024 * 1024) : 0;
      const bytes = new Uint8Array(length + reserve);
      bytes.set(payload.bytes.subarray(0, Math.min(payload.length, length)));
      payload.bytes = bytes;
      this.usedBytes += bytes.length - capacity;
    }
    payload.length = length;
  }

  remove(handle: number): void {
    this.usedBytes -= this.#payloads[handle]!.bytes.length;
    this.#payloads[handle] = undefined;
    this.#free.push(handle);
  }

  clear(): void {
    this.#payloads.length = 0;
    this.#free.length = 0;
    this.usedBytes = 0;
  }
}

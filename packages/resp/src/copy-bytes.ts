/** Up to so many bytes `copyShort` beats `TypedArray.set`, whose call and view cost as much as 50 bytes. */
export const SHORT_COPY = 48;

/** Copies a few bytes: `source[start, end)` to `target` at `at`. */
export function copyShort(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): void {
  let i = start;
  for (; i + 8 <= end; i += 8, at += 8) {
    target[at] = source[i];
    target[at + 1] = source[i + 1];
    target[at + 2] = source[i + 2];
    target[at + 3] = source[i + 3];
    target[at + 4] = source[i + 4];
    target[at + 5] = source[i + 5];
    target[at + 6] = source[i + 6];
    target[at + 7] = source[i + 7];
  }
  for (; i < end; i++) target[at++] = source[i];
}

/** Copies any number of bytes: `source[start, end)` to `target` at `at`. */
export function copyInto(source: Uint8Array, start: number, end: number, target: Uint8Array, at: number): void {
  if (end - start <= SHORT_COPY) copyShort(source, start, end, target, at);
  else target.set(source.subarray(start, end), at);
}

/**
 * The bytes `[start, end)` as a new Uint8Array. Not `bytes.slice()`, which is a view of the same memory if `bytes` is
 * a Node.js Buffer.
 */
export function copyBytes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const copy = new Uint8Array(end - start);
  copyInto(bytes, start, end, copy, 0);
  return copy;
}

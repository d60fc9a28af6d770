/**
 * The bytes `[start, end)` as a new Uint8Array. Not `bytes.slice()`, which is a view of the same memory if `bytes` is
 * a Node.js Buffer.
 */
export function copyBytes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const copy = new Uint8Array(end - start);
  if (end - start > 64) copy.set(bytes.subarray(start, end));
  else for (let i = start; i < end; i++) copy[i - start] = bytes[i];
  return copy;
}

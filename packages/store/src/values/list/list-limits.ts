/**
 * How large a node of a list may be, by list-max-listpack-size (`fill`): -1 to -5 mean 4 to 64 KiB, from 0 on it is a number of
 * elements (0 means 1). A small list is one node, in its entry.
 */

/** The configuration, as far as lists are concerned: a directive of the same name. */
export interface ListLimits {
  readonly listMaxListpackSize: number;
}

/** A node that is limited by the number of its elements has no more bytes than this, unless a single element has. */
const SAFE_BYTES = 8192;
const SMALLEST_LIMIT = 4096;
const LIMITS = 5;

/** Bytes of a node, header and end of a listpack included; Infinity where only elements are counted. */
export function nodeBytesLimit(fill: number): number {
  return fill >= 0 ? Number.POSITIVE_INFINITY : SMALLEST_LIMIT << (Math.min(-fill, LIMITS) - 1);
}

/** Elements of a node; Infinity where bytes are counted. */
export function nodeCountLimit(fill: number): number {
  return fill < 0 ? Number.POSITIVE_INFINITY : Math.max(fill, 1);
}

/** Whether a listpack of so many bytes and elements is too large for one node. */
export function exceedsNode(fill: number, bytes: number, count: number): boolean {
  return fill < 0 ? bytes > nodeBytesLimit(fill) : bytes > SAFE_BYTES || count > nodeCountLimit(fill);
}

/**
 * Whether a node may become a small list. One that has just become smaller has to be below half of the limits: else a list at the
 * limit would be turned into the other form and back, over and over.
 */
export function fitsInline(fill: number, bytes: number, count: number, isShrinking: boolean): boolean {
  const bytesLimit = nodeBytesLimit(fill);
  const countLimit = nodeCountLimit(fill);
  if (!isShrinking) return bytes <= bytesLimit && count <= countLimit;
  return bytes <= bytesLimit / 2 && count <= Math.floor(countLimit / 2);
}

/** Bytes of elements that a node of the large form may have. */
export function nodeContentLimit(fill: number): number {
  return Math.min(nodeBytesLimit(fill), fill < 0 ? Number.POSITIVE_INFINITY : SAFE_BYTES);
}

import { writeInteger } from '@respite/bytes';
import type { StreamId } from './stream-id.ts';

/** Bytes of the longest text of an ID: twice twenty digits and a hyphen. */
export const STREAM_ID_TEXT_MAX = 41;

/** What a text says of an ID. */
export const NOT_AN_ID = 0;
/** Both parts were given, or the second one was left out and completed. */
export const WHOLE_ID = 1;
/** `ms-*`: the sequence number is to be chosen. It is 0 in the ID. */
export const TIME_ONLY = 2;

const ZERO = 0x30;
const PLUS = 0x2b;
const MINUS = 0x2d;
const ASTERISK = 0x2a;

/** Longer texts are no IDs, whatever zeros they begin with. */
const TEXT_MAX = 127;

/**
 * Reads `ms-seq`, `ms` or `ms-*`.
 * @param missing the words of the sequence number where the text has none: 0, or -1 for the highest one
 * @returns NOT_AN_ID (the ID is undefined then), WHOLE_ID or TIME_ONLY
 */
export function parseStreamId(bytes: Uint8Array, start: number, end: number, id: StreamId, missing: number): number {
  if (end - start > TEXT_MAX) return NOT_AN_ID;
  let hyphen = start;
  while (hyphen < end && bytes[hyphen] !== MINUS) hyphen++;
  if (!parseUint64(bytes, start, hyphen)) return NOT_AN_ID;
  id.msHigh = parsedHigh;
  id.msLow = parsedLow;
  if (hyphen === end) {
    id.seqHigh = id.seqLow = missing;
    return WHOLE_ID;
  }
  if (end - hyphen === 2 && bytes[end - 1] === ASTERISK) {
    id.seqHigh = id.seqLow = 0;
    return TIME_ONLY;
  }
  if (!parseUint64(bytes, hyphen + 1, end)) return NOT_AN_ID;
  id.seqHigh = parsedHigh;
  id.seqLow = parsedLow;
  return WHOLE_ID;
}

/** As `parseStreamId`, and `-` and `+` stand for the lowest and the highest ID. `ms-*` is none. @returns whether it is an ID */
export function parseBoundaryId(bytes: Uint8Array, start: number, end: number, id: StreamId, missing: number): boolean {
  if (end - start === 1) {
    if (bytes[start] === MINUS) {
      id.setLeast();
      return true;
    }
    if (bytes[start] === PLUS) {
      id.setMost();
      return true;
    }
  }
  return parseStreamId(bytes, start, end, id, missing) === WHOLE_ID;
}

/** What `parseUint64` read. */
let parsedHigh = 0;
let parsedLow = 0;

/**
 * An unsigned integer of 64 bits as C's strtoull() reads it, as Redis does: spaces and a sign may stand before it, zeros too, and a
 * minus sign takes it from 2^64. Only a negative integer in canonical form is refused. @returns whether it is one
 */
function parseUint64(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && (bytes[at] === 0x20 || (bytes[at] >= 9 && bytes[at] <= 13))) at++;
  const isNegative = bytes[at] === MINUS && at < end;
  if (isNegative || (bytes[at] === PLUS && at < end)) at++;
  if (at >= end) return false;
  const isCanonical = at === start + 1 && bytes[at] !== ZERO;
  let high = 0;
  let low = 0;
  for (; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) return false;
    const next = low * 10 + digit;
    const carry = Math.floor(next / 0x1_0000_0000);
    low = next >>> 0;
    high = high * 10 + carry;
    if (high > 0xffff_ffff) return false;
  }
  if (isNegative) {
    if (isCanonical && (high < 0x8000_0000 || (high === 0x8000_0000 && low === 0))) return false;
    low = -low >>> 0;
    high = (low === 0 ? -high : ~high) >>> 0;
  }
  parsedHigh = high | 0;
  parsedLow = low | 0;
  return true;
}

/** Writes `ms-seq` to `to` at `at`: at most STREAM_ID_TEXT_MAX bytes. @returns the position behind the text */
export function writeStreamId(id: StreamId, to: Uint8Array, at: number): number {
  const hyphen = writeUint64(id.msHigh, id.msLow, to, at);
  to[hyphen] = MINUS;
  return writeUint64(id.seqHigh, id.seqLow, to, hyphen + 1);
}

function writeUint64(high: number, low: number, to: Uint8Array, at: number): number {
  if (high >= 0 && high < 0x20_0000) return writeInteger(high * 0x1_0000_0000 + (low >>> 0), to, at);
  const text = ((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)).toString();
  for (let i = 0; i < text.length; i++) to[at + i] = text.charCodeAt(i);
  return at + text.length;
}

/** The text of an ID. For messages and tests. */
export function streamIdText(id: StreamId): string {
  const bytes = new Uint8Array(STREAM_ID_TEXT_MAX);
  return String.fromCharCode(...bytes.subarray(0, writeStreamId(id, bytes, 0)));
}

import type { SnapshotFile } from '../snapshot-files.ts';
import { Checksum, undamaged } from './checksum.ts';

const NEW_LINE = 0x0a;
const CHUNK_BYTES = 64 * 1024;
/** The end of the file, from the checksum's line on, is no longer than that. */
const END_BYTES = 256;

/** The line of the only damaged word of a file, by the checksum in another one. Lines are counted from 1. */
export interface Damage {
  readonly line: number;
  readonly checksumLine: number;
}

/**
 * Looks through a file of ours, which could not be read, for the one place that is not as it was saved.
 * @returns undefined if there is no checksum, or the damage is larger than a word of four bytes
 */
export function findDamage(open: () => SnapshotFile): Damage | undefined {
  const end = readEnd(open);
  if (end === undefined) return undefined;
  const checksum = new Checksum();
  let checksumLine = 1;
  eachChunk(open, (chunk, length, offset) => {
    const covered = Math.max(0, Math.min(length, end.offset - offset));
    for (let i = 0; i < covered; i++) if (chunk[i] === NEW_LINE) checksumLine++;
    if (offset + length < end.offset) checksum.add(chunk, 0, length);
    else if (covered > 0) checksum.addLast(chunk, 0, covered);
  });
  const damage = checksum.findDamage(end.checksum);
  if (damage === undefined) return undefined;
  const line = lineOf(open, damage.word * 4, end.offset, damage.difference);
  return line === undefined ? undefined : { line, checksumLine };
}

/** Where the checksum's line begins, and the checksum. */
function readEnd(open: () => SnapshotFile): { offset: number; checksum: string } | undefined {
  let tail = '';
  let size = 0;
  eachChunk(open, (chunk, length) => {
    // One character per byte.
    tail = (tail + String.fromCharCode(...chunk.subarray(Math.max(0, length - END_BYTES), length))).slice(-END_BYTES);
    size += length;
  });
  const found = /\n"checksum": "([0-9a-f]{16})",\n"keys": \d+\n\}\s*$/.exec(tail);
  return found === null ? undefined : { offset: size - tail.length + found.index + 1, checksum: found[1] };
}

function lineOf(open: () => SnapshotFile, wordOffset: number, end: number, difference: number): number | undefined {
  let line: number | undefined = 1;
  eachChunk(open, (chunk, length, offset) => {
    const before = Math.max(0, Math.min(length, wordOffset - offset));
    for (let i = 0; i < before; i++) if (chunk[i] === NEW_LINE) line!++;
    if (wordOffset < offset || wordOffset >= offset + length) return;
    const word = chunk.slice(wordOffset - offset, Math.min(wordOffset + 4, end) - offset);
    const lines = linesBeforeDamage(word, difference);
    line = lines === undefined ? undefined : line! + lines;
  });
  return line;
}

/**
 * How many lines end in a word before its first damaged byte; undefined if it cannot have been text before.
 * @param bytes of the word, fewer than 4 at the end
 */
function linesBeforeDamage(bytes: Uint8Array, difference: number): number | undefined {
  let word = 0;
  for (let i = 0; i < bytes.length; i++) word += bytes[i] * 2 ** (8 * i);
  const original = undamaged(word, difference);
  let lines = 0;
  let damaged = false;
  for (let i = 0; i < 4; i++) {
    const was = Math.floor(original / 2 ** (8 * i)) & 0xff;
    if (i < bytes.length ? was < 0x20 && was !== NEW_LINE : was !== 0) return undefined;
    damaged ||= was !== bytes[i];
    if (!damaged && was === NEW_LINE) lines++;
  }
  return lines;
}

/** Reads a file from its beginning to its end; all chunks but the last are full. */
function eachChunk(open: () => SnapshotFile, visit: (chunk: Uint8Array, length: number, offset: number) => void): void {
  const chunk = new Uint8Array(CHUNK_BYTES);
  const file = open();
  try {
    for (let offset = 0; ; ) {
      let length = 0;
      for (let read = -1; read !== 0 && length < chunk.length; length += read) {
        read = file.read(chunk, length, chunk.length);
      }
      if (length === 0) return;
      visit(chunk, length, offset);
      offset += length;
    }
  } finally {
    file.close();
  }
}

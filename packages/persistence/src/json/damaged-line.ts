import type { SnapshotFile } from '../snapshot-files.ts';
import { type Checksum, undamaged } from './checksum.ts';

const NEW_LINE = 0x0a;
const CHUNK_BYTES = 64 * 1024;

/**
 * The line of the one damaged word of a file, if there is one.
 * @param end of the part of the file that the checksums are of
 * @param found the checksum of the file as it is
 * @param expected the one of the file as it was
 */
export function damagedLine(
  reopen: () => SnapshotFile,
  end: number,
  found: Checksum,
  expected: string,
): number | undefined {
  const damage = found.findDamage(expected);
  if (damage === undefined) return undefined;
  const wordStart = damage.word * 4;
  const chunk = new Uint8Array(CHUNK_BYTES);
  const file = reopen();
  try {
    let line = 1;
    let offset = 0;
    for (;;) {
      const length = fill(file, chunk);
      const before = Math.min(length, wordStart - offset);
      for (let i = 0; i < before; i++) if (chunk[i] === NEW_LINE) line++;
      if (wordStart < offset + length) {
        const word = chunk.slice(wordStart - offset, Math.min(wordStart + 4, end) - offset);
        const lines = linesBeforeDamage(word, damage.difference);
        return lines === undefined ? undefined : line + lines;
      }
      if (length === 0) return undefined;
      offset += length;
    }
  } finally {
    file.close();
  }
}

/** Reads until the chunk is full, or the file at its end. @returns the length */
function fill(file: SnapshotFile, chunk: Uint8Array): number {
  let length = 0;
  while (length < chunk.length) {
    const read = file.read(chunk, length, chunk.length);
    if (read === 0) break;
    length += read;
  }
  return length;
}

/**
 * How many lines end in a word before its first damaged byte; undefined if it cannot have been text before.
 * @param bytes of the word, less than 4 at the end
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

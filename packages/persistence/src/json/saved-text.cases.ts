import { createHash } from 'node:crypto';
import { locateString, StandingWalk, type Store } from '@respite/store';
import { concatBytes } from '@respite/testing';
import type { SnapshotFile } from '../snapshot-files.ts';
import type { AccessData } from './access-data.ts';
import { CHUNK_BYTES } from './checked-chunks.ts';
import { SnapshotReader } from './snapshot-reader.ts';
import { SnapshotWriter } from './snapshot-writer.ts';

/** For tests: a store as the bytes of a snapshot, and back. */

export function savedBytes(store: Store, access?: AccessData): Uint8Array {
  const chunks: Uint8Array[] = [];
  const take = (bytes: Uint8Array, length: number) => {
    chunks.push(bytes.slice(0, length));
    return new Uint8Array(CHUNK_BYTES);
  };
  const writer = new SnapshotWriter({ take }, { version: '0.1.0', access });
  writer.begin(new StandingWalk(store));
  while (writer.step());
  return concatBytes(chunks);
}

/** @param pieceBytes how much the file gives at a time at most */
export function load(
  bytes: Uint8Array,
  store: Store,
  pieceBytes = Number.POSITIVE_INFINITY,
  access?: AccessData,
): SnapshotReader {
  const open = () => new PieceFile(bytes, pieceBytes);
  const reader = new SnapshotReader(open(), store.databases, open, { access });
  while (reader.step());
  return reader;
}

/** The keys of a database as text, with their values and expiries, in order. */
export function contents(store: Store): string[] {
  const lines: string[] = [];
  for (const { index, entries, keys } of store.databases) {
    for (let bucket = 0; bucket < keys.bucketCount; bucket++) {
      keys.visitBucket(bucket, {
        visit(entry) {
          entries.locate(entry);
          const key = binary(entries.bytes.subarray(entries.keyStart, entries.keyEnd));
          locateString(entries, entry);
          const value = binary(entries.bytes.subarray(entries.valueStart, entries.valueEnd));
          lines.push(`${index} ${key} ${value} ${entries.expiryOf(entry)}`);
        },
      });
    }
  }
  return lines.sort();
}

/** Long ones by their digest. */
function binary(bytes: Uint8Array): string {
  if (bytes.length > 100) return `${bytes.length} bytes, ${createHash('sha1').update(bytes).digest('hex')}`;
  return JSON.stringify(Buffer.from(bytes).toString('latin1'));
}

class PieceFile implements SnapshotFile {
  readonly path = 'dump.json';
  readonly size: number;
  readonly #bytes: Uint8Array;
  readonly #pieceBytes: number;
  #at = 0;

  constructor(bytes: Uint8Array, pieceBytes: number) {
    this.#bytes = bytes;
    this.#pieceBytes = pieceBytes;
    this.size = bytes.length;
  }

  read(into: Uint8Array, start: number, end: number): number {
    const length = Math.min(end - start, this.#pieceBytes, this.#bytes.length - this.#at);
    into.set(this.#bytes.subarray(this.#at, this.#at + length), start);
    this.#at += length;
    return length;
  }

  close(): void {}
}

import { copyBytes, writeInteger } from '@respite/bytes';
import type { Database } from '../../keyspace/database.ts';
import type { ElementSink } from '../../structures/element-run.ts';
import { type Slices, writeListRange } from './list-value.ts';

/** The text of one element, kept outside of the list it came from: as values that can be given to another one. */
export class ListElement implements ElementSink, Slices {
  bytes: Uint8Array = new Uint8Array(64);
  readonly starts: Int32Array = new Int32Array(1);
  readonly ends: Int32Array = new Int32Array(1);

  /** Copies the element at `index`. */
  take(database: Database, entry: number, index: number): void {
    writeListRange(database, entry, this, index, 1, false);
  }

  bulk(bytes: Uint8Array, start: number, end: number): void {
    if (end - start > this.bytes.length) this.bytes = new Uint8Array(end - start);
    copyBytes(bytes, start, end, this.bytes, 0);
    this.ends[0] = end - start;
  }

  bulkInteger(value: number): void {
    this.ends[0] = writeInteger(value, this.bytes, 0);
  }

  /** Gives the memory of a large element back. */
  forget(): void {
    if (this.bytes.length > 0xffff) this.bytes = new Uint8Array(64);
  }
}

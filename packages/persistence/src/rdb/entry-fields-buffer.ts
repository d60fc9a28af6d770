import { copyBytes } from '@respite/bytes';

/**
 * Fields and values of one entry of a stream after the other, with the fields that the entries of a block share before them:
 *
 * ```
 * bytes    | shared field | ... | field or value of the entry | ...
 * slices   | shared field | ... | field, value, field, value ...          shared fields of the entry are those in front again
 * ```
 */
export class EntryFieldsBuffer {
  bytes: Uint8Array = new Uint8Array(1024);
  starts: Int32Array = new Int32Array(64);
  ends: Int32Array = new Int32Array(64);
  /** Slices. */
  count = 0;
  /** The first slice of the entry. */
  first = 0;
  #length = 0;
  #sharedLength = 0;

  clear(): void {
    this.count = 0;
    this.first = 0;
    this.#length = 0;
  }

  add(from: Uint8Array, start: number, end: number): void {
    const at = this.#length;
    const behind = at + end - start;
    if (behind > this.bytes.length) {
      const larger = new Uint8Array(2 * behind);
      larger.set(this.bytes.subarray(0, at));
      this.bytes = larger;
    }
    copyBytes(from, start, end, this.bytes, at);
    this.#length = behind;
    this.#addSlice(at, behind);
  }

  /** What was added so far is shared. */
  share(): void {
    this.first = this.count;
    this.#sharedLength = this.#length;
  }

  /** The shared fields, each with an empty value. */
  sharedFields(): { bytes: Uint8Array; starts: Int32Array; ends: Int32Array } {
    const starts = new Int32Array(2 * this.first);
    const ends = new Int32Array(2 * this.first);
    for (let i = 0; i < this.first; i++) {
      starts[2 * i] = this.starts[i];
      ends[2 * i] = this.ends[i];
    }
    return { bytes: this.bytes, starts, ends };
  }

  beginEntry(): void {
    this.count = this.first;
    this.#length = this.#sharedLength;
  }

  addShared(index: number): void {
    this.#addSlice(this.starts[index], this.ends[index]);
  }

  #addSlice(start: number, end: number): void {
    if (this.count === this.starts.length) {
      this.starts = doubled(this.starts);
      this.ends = doubled(this.ends);
    }
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.count++;
  }
}

function doubled(array: Int32Array): Int32Array {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}

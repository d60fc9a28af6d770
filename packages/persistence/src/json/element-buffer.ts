import { copyBytes } from '@respite/bytes';

/** Elements that were read from a file, copied one behind the other, until they are put into a value. */
export class ElementBuffer {
  bytes: Uint8Array = new Uint8Array(4096);
  starts: Int32Array = new Int32Array(64);
  ends: Int32Array = new Int32Array(64);
  count = 0;

  add(from: Uint8Array, start: number, end: number): void {
    const { count } = this;
    const at = count === 0 ? 0 : this.ends[count - 1];
    const stop = at + end - start;
    if (stop > this.bytes.length) {
      const larger = new Uint8Array(2 * stop);
      larger.set(this.bytes.subarray(0, at));
      this.bytes = larger;
    }
    if (count === this.starts.length) {
      this.starts = doubled(this.starts);
      this.ends = doubled(this.ends);
    }
    copyBytes(from, start, end, this.bytes, at);
    this.starts[count] = at;
    this.ends[count] = stop;
    this.count++;
  }

  clear(): void {
    this.count = 0;
  }
}

function doubled(array: Int32Array): Int32Array {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}

import { compareBytes } from '@respite/bytes';
import { RESERVE_MAX, TextOutput, type TextSink } from './text-output.ts';

const FIRST_BYTES = 16 * 1024;

/** Lines that are merged, or text that is given out, in one step. */
const LINES_PER_STEP = 2048;
const BYTES_PER_STEP = 256 * 1024;

/**
 * The lines of a small database, held back until they can be sorted.
 *
 * Why sorted? The order of a hash table is another one after each start, as its hash is keyed by chance, and a comparison of two
 * files would show every line as changed.
 *
 * ```
 * text    \n "a": "1" ,\n "c": "3" ,\n "b": "2"
 *            ^starts[0]   ^starts[1]   ^starts[2]
 *                    ^ends[0]     ^ends[1]     ^ends[2]
 * ```
 */
export class SortedLines implements TextSink {
  readonly output: TextOutput = new TextOutput(new Uint8Array(0), this);
  readonly #bytesMax: number;
  #starts: Uint32Array;
  #ends: Uint32Array;
  #count = 0;
  // Merge sort from the bottom: runs of #width lines of #order are merged two by two into #merged.
  #order: Uint32Array;
  #merged: Uint32Array;
  #width = 1;
  #next = 0;
  #given = 0;

  /** @param linesMax no more will come @param bytesMax of text */
  constructor(linesMax: number, bytesMax: number) {
    this.#bytesMax = bytesMax;
    this.#starts = new Uint32Array(linesMax);
    this.#ends = new Uint32Array(linesMax);
    this.#order = Uint32Array.from(this.#starts.keys());
    this.#merged = new Uint32Array(linesMax);
  }

  /** Whether so much text has come that it should not be held back any longer. */
  get full(): boolean {
    return this.output.at > this.#bytesMax;
  }

  /** A line begins here. */
  begin(): void {
    this.#starts[this.#count] = this.output.at;
  }

  /** The line that was begun ends here. */
  end(): void {
    this.#ends[this.#count++] = this.output.at;
  }

  makeRoom(output: TextOutput): void {
    const larger = new Uint8Array(Math.max(FIRST_BYTES, 2 * output.bytes.length, output.at + RESERVE_MAX));
    larger.set(output.bytes.subarray(0, output.at));
    output.bytes = larger;
  }

  /** Sorts a bit further. @returns whether more is to be done */
  sortSome(): boolean {
    for (let lines = 0; lines < LINES_PER_STEP; lines += 2 * this.#width) {
      if (this.#width >= this.#count) return false;
      this.#merge(this.#next);
      this.#next += 2 * this.#width;
      if (this.#next < this.#count) continue;
      this.#next = 0;
      this.#width *= 2;
      [this.#order, this.#merged] = [this.#merged, this.#order];
    }
    return true;
  }

  /** Gives out some more lines, when sorted, with what separates them. @returns whether there are more */
  giveSome(to: TextOutput): boolean {
    const bytes = this.output.bytes;
    for (let given = 0; given < BYTES_PER_STEP; ) {
      if (this.#given === this.#count) return false;
      to.ascii(this.#given === 0 ? '\n' : ',\n');
      const line = this.#order[this.#given++];
      to.append(bytes, this.#starts[line], this.#ends[line]);
      given += this.#ends[line] - this.#starts[line] + 2;
    }
    return true;
  }

  #merge(start: number): void {
    const order = this.#order;
    const merged = this.#merged;
    const middle = Math.min(start + this.#width, this.#count);
    const end = Math.min(start + 2 * this.#width, this.#count);
    let left = start;
    let right = middle;
    for (let at = start; at < end; at++) {
      const takeLeft = right === end || (left < middle && this.#compare(order[left], order[right]) < 0);
      merged[at] = takeLeft ? order[left++] : order[right++];
    }
  }

  #compare(a: number, b: number): number {
    const { bytes } = this.output;
    return compareBytes(bytes, this.#starts[a], this.#ends[a], bytes, this.#starts[b], this.#ends[b]);
  }
}

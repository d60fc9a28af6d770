import { Arguments, type DecoderScratch, type RequestDecoder } from '@respite/resp';
import { type HashTable, LOOK_AHEAD_MAX } from '@respite/store';

const NOTHING = new Uint8Array(0);

/**
 * Commands of a pipeline that are decoded before the first of them runs, so that their keys can be looked up together:
 *
 * ```
 * chunk   [ *2 $3 GET $1 a ][ *2 $3 GET $1 b ][ *3 $3 SET ...
 *         ^offset 0    ^key  ^offset 1    ^key ^offset 2: here reading stopped
 * ```
 *
 * There is one for all clients: what is read ahead is run before anyone else has their turn.
 */
export class CommandBatch {
  readonly #arguments: Arguments[];
  readonly #offsets = new Int32Array(LOOK_AHEAD_MAX + 1);
  readonly #keyStarts = new Int32Array(LOOK_AHEAD_MAX);
  readonly #keyEnds = new Int32Array(LOOK_AHEAD_MAX);
  /** A view of the bytes that came last: as a rule they come in the same buffer each time. */
  #viewed: Uint8Array = NOTHING;
  #view: DataView = new DataView(NOTHING.buffer);

  constructor(scratch: DecoderScratch) {
    this.#arguments = [scratch.args];
    while (this.#arguments.length <= LOOK_AHEAD_MAX) this.#arguments.push(new Arguments());
  }

  /** Decodes the commands that stand whole in the chunk, as many as there is room for. @returns how many */
  read(decoder: RequestDecoder): number {
    const all = this.#arguments;
    let count = 0;
    while (count < LOOK_AHEAD_MAX) {
      decoder.args = all[count];
      this.#offsets[count] = decoder.offset;
      if (!decoder.nextInPlace()) break;
      count++;
    }
    if (count === LOOK_AHEAD_MAX) this.#offsets[count] = decoder.offset;
    return count;
  }

  /** Looks up the first arguments of the `count` commands that were read from `bytes`. */
  lookAhead(keys: HashTable, bytes: Uint8Array, count: number): void {
    const all = this.#arguments;
    const starts = this.#keyStarts;
    const ends = this.#keyEnds;
    for (let i = 0; i < count; i++) {
      const args = all[i];
      const hasKey = args.count > 1;
      starts[i] = hasKey ? args.starts[1] : 0;
      ends[i] = hasKey ? args.ends[1] : 0;
    }
    keys.lookAhead(this.#viewOf(bytes), starts, ends, count);
  }

  /** Command `i`, its name and arguments. */
  at(i: number): Arguments {
    return this.#arguments[i];
  }

  /** Where in the chunk what follows command `i` begins. */
  endOf(i: number): number {
    return this.#offsets[i + 1];
  }

  #viewOf(bytes: Uint8Array): DataView {
    if (bytes !== this.#viewed) {
      this.#viewed = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.#view;
  }
}

import { TextOutput, type TextSink } from './text-output.ts';

const FIRST_BYTES = 16 * 1024;
const CHUNK_BYTES = 1024 * 1024;
/** Text that is given out in one step. */
const BYTES_PER_STEP = 256 * 1024;

/** Text that waits in memory until the file has come to its place. */
export class PutAside implements TextSink {
  readonly output: TextOutput = new TextOutput(new Uint8Array(0), this);
  readonly #chunks: { bytes: Uint8Array; length: number }[] = [];
  /** How much of the first chunk was given out. */
  #given = 0;

  makeRoom(output: TextOutput): void {
    if (output.at > 0) this.#chunks.push({ bytes: output.bytes, length: output.at });
    output.bytes = new Uint8Array(Math.min(CHUNK_BYTES, Math.max(FIRST_BYTES, 2 * output.bytes.length)));
    output.gone += output.at;
    output.at = 0;
  }

  /** Takes over text that was written elsewhere; `bytes` belong to this object then. */
  take(bytes: Uint8Array, length: number): void {
    this.#chunks.push({ bytes, length });
  }

  /** Gives out some of the text, the oldest first. @returns whether there is more */
  giveSome(to: TextOutput): boolean {
    if (this.#chunks.length > 0) {
      const { bytes, length } = this.#chunks[0];
      const end = Math.min(length, this.#given + BYTES_PER_STEP);
      to.append(bytes, this.#given, end);
      this.#given = end;
      if (end === length) {
        this.#chunks.shift();
        this.#given = 0;
      }
      return true;
    }
    const { output } = this;
    to.append(output.bytes, 0, output.at);
    output.at = 0;
    return false;
  }
}

import { Checksum } from './checksum.ts';
import type { TextOutput, TextSink } from './text-output.ts';

/** Bytes of text per write. */
export const CHUNK_BYTES = 1024 * 1024;

/** Takes a file's text chunk by chunk. */
export interface ChunkReceiver {
  /** Takes the first `length` bytes of `chunk`. @returns the chunk to go on with: the same one, or another of CHUNK_BYTES */
  take(chunk: Uint8Array, length: number): Uint8Array;
}

/** The text of a file on its way out. Chunks leave in whole words, the checksum's unit. */
export class CheckedChunks implements TextSink {
  readonly #checksum = new Checksum();
  readonly #receiver: ChunkReceiver;
  #sealed = false;

  constructor(receiver: ChunkReceiver) {
    this.#receiver = receiver;
  }

  makeRoom(output: TextOutput): void {
    const { bytes, at } = output;
    const whole = at & ~3;
    if (!this.#sealed) this.#checksum.add(bytes, 0, whole);
    const rest = bytes.slice(whole, at);
    output.bytes = this.#receiver.take(bytes, whole);
    output.bytes.set(rest);
    output.at = rest.length;
    output.gone += whole;
  }

  /** The checksum of everything up to here. What follows is not part of it. */
  seal(output: TextOutput): string {
    this.#checksum.addLast(output.bytes, 0, output.at);
    this.#sealed = true;
    return this.#checksum.digest();
  }

  /** Gives the rest to the receiver. */
  finish(output: TextOutput): void {
    this.#receiver.take(output.bytes, output.at);
    output.at = 0;
  }
}

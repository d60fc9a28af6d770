const LF = 10;

/** The lines of standard input when it is no terminal; the last need not be ended. Reads no further than it must. */
export class StdinLines {
  readonly #stream: NodeJS.ReadableStream;
  /** The pieces of a line whose end has not come. */
  #pieces: Uint8Array[] = [];
  #lines: Uint8Array[] = [];
  #next = 0;
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(stream: NodeJS.ReadableStream) {
    this.#stream = stream;
    stream.on('data', (chunk: Uint8Array) => this.#take(chunk));
    stream.on('end', () => this.#end());
    // Like a closed standard input: there is nothing to read.
    stream.on('error', () => this.#end());
  }

  /** The next line without its end; null after the last. */
  async next(): Promise<Uint8Array | null> {
    while (!this.isReady) {
      this.#stream.resume();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#next < this.#lines.length ? this.#lines[this.#next++] : null;
  }

  /** Whether `next` has its answer at once. */
  get isReady(): boolean {
    return this.#next < this.#lines.length || this.#ended;
  }

  /** Calls back once, when `isReady`. */
  whenReady(callback: () => void): void {
    if (this.isReady) {
      callback();
      return;
    }
    this.#wake = callback;
    this.#stream.resume();
  }

  /** Reads no more: what is left shall not keep the process alive. */
  close(): void {
    this.#stream.pause();
    if ('destroy' in this.#stream) (this.#stream as NodeJS.ReadStream).destroy();
  }

  #take(chunk: Uint8Array): void {
    if (this.#next === this.#lines.length) {
      this.#lines = [];
      this.#next = 0;
    }
    let start = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, start)) {
      this.#lines.push(this.#joined(chunk.subarray(start, end)));
      start = end + 1;
    }
    if (start < chunk.length) this.#pieces.push(chunk.subarray(start));
    if (!this.isReady) return;
    this.#stream.pause();
    this.#wake?.();
  }

  #end(): void {
    if (this.#pieces.length > 0) this.#lines.push(this.#joined(new Uint8Array(0)));
    this.#ended = true;
    this.#wake?.();
  }

  #joined(last: Uint8Array): Uint8Array {
    if (this.#pieces.length === 0) return last;
    const line = Buffer.concat([...this.#pieces, last]);
    this.#pieces = [];
    return line;
  }
}

import type { NewSnapshotFile, SnapshotFile, SnapshotFiles } from './snapshot-files.ts';

/** Files in memory: for tests, and where there is no file system. They last as long as the object does. */
export class MemorySnapshotFiles implements SnapshotFiles {
  /** Contents by `directory`/`name`. */
  readonly contents = new Map<string, Uint8Array>();

  create(directory: string, name: string): NewSnapshotFile {
    return new NewMemoryFile((bytes) => this.contents.set(`${directory}/${name}`, bytes));
  }

  open(directory: string, name: string): SnapshotFile | undefined {
    const path = `${directory}/${name}`;
    const bytes = this.contents.get(path);
    return bytes === undefined ? undefined : new MemoryFile(path, bytes);
  }
}

class NewMemoryFile implements NewSnapshotFile {
  readonly #chunks: Uint8Array[] = [];
  readonly #put: (bytes: Uint8Array) => void;

  constructor(put: (bytes: Uint8Array) => void) {
    this.#put = put;
  }

  write(bytes: Uint8Array, length: number): void {
    this.#chunks.push(bytes.slice(0, length));
  }

  writeSoon(bytes: Uint8Array, length: number): Promise<void> {
    this.write(bytes, length);
    return Promise.resolve();
  }

  commit(): void {
    const whole = new Uint8Array(this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    this.#put(whole);
  }

  commitSoon(): Promise<void> {
    this.commit();
    return Promise.resolve();
  }

  discard(): void {
    this.#chunks.length = 0;
  }
}

class MemoryFile implements SnapshotFile {
  readonly path: string;
  readonly size: number;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(path: string, bytes: Uint8Array) {
    this.path = path;
    this.size = bytes.length;
    this.#bytes = bytes;
  }

  read(into: Uint8Array, start: number, end: number): number {
    const length = Math.min(end - start, this.#bytes.length - this.#at);
    into.set(this.#bytes.subarray(this.#at, this.#at + length), start);
    this.#at += length;
    return length;
  }

  close(): void {}
}

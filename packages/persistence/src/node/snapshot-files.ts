import * as fs from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { NewSnapshotFile, SnapshotFile, SnapshotFiles } from '../snapshot-files.ts';

const write = promisify(fs.write);
const fsync = promisify(fs.fsync);

let created = 0;

/**
 * Snapshots in the file system. A new one is written beside the old one under a name of its own, made durable, and then given the
 * old one's name, so that a crash at any moment leaves one of the two whole.
 */
export class NodeSnapshotFiles implements SnapshotFiles {
  create(directory: string, name: string): NewSnapshotFile {
    const path = resolve(directory, name);
    // Names differ among all who may write into this folder now. What a crash leaves is replaced by a later process of that number.
    return new NewNodeFile(join(dirname(path), `temp-${process.pid}-${created++}.${name}`), path);
  }

  open(directory: string, name: string): SnapshotFile | undefined {
    const path = resolve(directory, name);
    const descriptor = openIfThere(path);
    return descriptor === undefined ? undefined : new NodeFile(path, descriptor);
  }
}

class NewNodeFile implements NewSnapshotFile {
  readonly #temporary: string;
  readonly #path: string;
  readonly #descriptor: number;
  #state: 'open' | 'closed' | 'discarded' = 'open';
  /** A call is under way that uses the descriptor. */
  #busy = false;

  constructor(temporary: string, path: string) {
    this.#temporary = temporary;
    this.#path = path;
    this.#descriptor = fs.openSync(temporary, 'w');
  }

  write(bytes: Uint8Array, length: number): void {
    for (let at = 0; at < length; ) at += fs.writeSync(this.#descriptor, bytes, at, length - at);
  }

  writeSoon(bytes: Uint8Array, length: number): Promise<void> {
    return this.#useSoon(async () => {
      for (let at = 0; at < length; ) at += (await write(this.#descriptor, bytes, at, length - at, null)).bytesWritten;
    });
  }

  commit(): void {
    try {
      fs.fsyncSync(this.#descriptor);
      this.#putInPlace();
    } catch (error) {
      this.discard();
      throw error;
    }
    const folder = openFolder(this.#path);
    if (folder === undefined) return;
    try {
      fs.fsyncSync(folder);
    } finally {
      fs.closeSync(folder);
    }
  }

  async commitSoon(): Promise<void> {
    try {
      await this.#useSoon(() => fsync(this.#descriptor));
      this.#putInPlace();
    } catch (error) {
      this.discard();
      throw error;
    }
    const folder = openFolder(this.#path);
    if (folder === undefined) return;
    try {
      await fsync(folder);
    } finally {
      fs.closeSync(folder);
    }
  }

  discard(): void {
    const state = this.#state;
    if (state === 'discarded') return;
    this.#state = 'discarded';
    try {
      if (state === 'open' && !this.#busy) fs.closeSync(this.#descriptor);
      fs.rmSync(this.#temporary, { force: true });
    } catch {
      // It was to be given up; that some of it stays on the disk harms nobody.
    }
  }

  /** Does something with the descriptor, which cannot be closed meanwhile. @throws Error also if the file was discarded meanwhile */
  async #useSoon(use: () => Promise<void>): Promise<void> {
    this.#busy = true;
    try {
      await use();
    } finally {
      this.#busy = false;
      if (this.#state === 'discarded') fs.closeSync(this.#descriptor);
    }
    if (this.#state === 'discarded') throw new Error('The file was given up');
  }

  /**
   * Why is the old file opened? It has no name any more when the new one has taken it, and giving its blocks back would be part of the
   * renaming, which takes its time for a large file. While it is open that is put off, until it is closed beside everything else.
   */
  #putInPlace(): void {
    fs.closeSync(this.#descriptor);
    this.#state = 'closed';
    const old = openIfPossible(this.#path);
    fs.renameSync(this.#temporary, this.#path);
    if (old !== undefined) fs.close(old, () => {});
  }
}

/** The folder of a file, to be synced: then the file's new name is durable as well. Windows has no such thing. */
function openFolder(path: string): number | undefined {
  return process.platform === 'win32' ? undefined : fs.openSync(dirname(path), 'r');
}

class NodeFile implements SnapshotFile {
  readonly path: string;
  readonly size: number;
  readonly #descriptor: number;

  constructor(path: string, descriptor: number) {
    this.path = path;
    this.#descriptor = descriptor;
    this.size = fs.fstatSync(descriptor).size;
  }

  read(into: Uint8Array, start: number, end: number): number {
    return fs.readSync(this.#descriptor, into, start, end - start, null);
  }

  close(): void {
    fs.closeSync(this.#descriptor);
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return fs.openSync(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function openIfPossible(path: string): number | undefined {
  try {
    return fs.openSync(path, 'r');
  } catch {
    return undefined;
  }
}

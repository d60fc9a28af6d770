/**
 * The files that snapshots are read from and written to. Whoever runs a store hands in what it has: a file system
 * (`@respite/persistence/node`), or memory (`MemorySnapshotFiles`).
 */
export interface SnapshotFiles {
  /**
   * Begins a file that takes the place of `directory`/`name` when it is committed. Until then the old one stays as it is.
   * @throws Error if it cannot be created
   */
  create(directory: string, name: string): NewSnapshotFile;
  /** Opens a file; undefined if there is none. @throws Error if it cannot be opened */
  open(directory: string, name: string): SnapshotFile | undefined;
}

/** A file in the making. Either the calls that block are used, or those that do not; not both. */
export interface NewSnapshotFile {
  /** Appends the first `length` bytes of `bytes`. @throws Error */
  write(bytes: Uint8Array, length: number): void;
  /** As `write`, without blocking; `bytes` must stay as they are until it is done. One at a time. */
  writeSoon(bytes: Uint8Array, length: number): Promise<void>;
  /** Makes the content durable, then puts the file in its place, durably. @throws Error, and the file is discarded */
  commit(): void;
  commitSoon(): Promise<void>;
  /** Gives the file up. Never throws. */
  discard(): void;
}

export interface SnapshotFile {
  /** How messages call the file. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Reads up to `end - start` bytes into `into[start, end)`. @returns how many; 0 at the end of the file. @throws Error */
  read(into: Uint8Array, start: number, end: number): number;
  close(): void;
}

/** A snapshot that cannot be read. The message names the file, and the line where it broke. */
export class SnapshotError extends Error {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly reason: string;

  constructor(path: string, line: number, reason: string) {
    super(`Bad snapshot ${path}, line ${line}: ${reason}`);
    this.name = 'SnapshotError';
    this.path = path;
    this.line = line;
    this.reason = reason;
  }
}

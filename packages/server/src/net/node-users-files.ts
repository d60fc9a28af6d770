import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { getSystemErrorMap } from 'node:util';
import type { UsersFiles } from '../access-control/users-files.ts';
import type { Config } from '../config/config.ts';

/** The file of users on the disk; a relative path begins at `dir`. */
export class NodeUsersFiles implements UsersFiles {
  readonly #config: Config;

  constructor(config: Config) {
    this.#config = config;
  }

  read(path: string): Uint8Array {
    try {
      return readFileSync(resolve(this.#config.dir, path));
    } catch (error) {
      throw inWords(error);
    }
  }

  /** Written beside, synced and renamed, so that a crash leaves the old file or the new one. Who may read it stays as it was. */
  replace(path: string, contents: Uint8Array): void {
    const target = resolve(this.#config.dir, path);
    const temporary = `${target}.tmp-${process.pid}-${process.hrtime.bigint()}`;
    try {
      const file = openSync(temporary, 'wx', 0o600);
      try {
        writeFileSync(file, contents);
        fchmodSync(file, (statSync(target, { throwIfNoEntry: false })?.mode ?? 0o644) & 0o777);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, target);
      syncFolder(dirname(target));
    } catch (error) {
      rmSync(temporary, { force: true });
      throw inWords(error);
    }
  }
}

/** Makes the new name itself last. Not every system can open a folder; then there is nothing to be done. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    fsyncSync(folder);
    closeSync(folder);
  } catch {
    // Nothing to be done.
  }
}

/** The error in the words of the operating system: "No such file or directory". */
function inWords(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const { code } = error as NodeJS.ErrnoException;
  const known = [...getSystemErrorMap().values()].find(([name]) => name === code);
  return known === undefined ? error : new Error(known[1][0].toUpperCase() + known[1].slice(1), { cause: error });
}

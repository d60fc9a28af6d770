import {
  accessSync,
  appendFileSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  bytesOfText,
  type Config,
  ConfigFileError,
  type ConfigSource,
  type ReadIncluded,
  type ResolveDirectory,
  type RewriteOptions,
  rewriteConfigFile,
  textOfBytes,
} from '@respite/server';
import { expandPathPattern, isPathPattern } from './expand-path-pattern.ts';
import { systemErrorText } from './system-error-text.ts';

const STANDARD_INPUT = 0;

/** @throws {ConfigFileError} it cannot be read */
export function readConfigFile(path: string): ConfigSource {
  try {
    return { name: path, text: textOfBytes(readFileSync(path)) };
  } catch (error) {
    throw new ConfigFileError(`can't open config file '${path}': ${systemErrorText(error)}`);
  }
}

/** All of standard input, to its end. */
export function readStandardInput(): ConfigSource {
  return { name: 'standard input', text: textOfBytes(readFileSync(STANDARD_INPUT)) };
}

/** Reads what `include` lines name, relative to the `dir` that the configuration has by then. */
export function includedFrom(config: Config): ReadIncluded {
  return (path) => {
    const paths = isPathPattern(path) ? expandPathPattern(path, config.dir) : [resolve(config.dir, path)];
    return paths.map((name) => {
      try {
        return { name, text: textOfBytes(readFileSync(name)) };
      } catch (error) {
        throw new Error(systemErrorText(error), { cause: error });
      }
    });
  };
}

/** For `dir`: absolute, and a folder that this process may enter. */
export const resolveDirectory: ResolveDirectory = (path, current) => {
  const absolute = resolve(current, path);
  try {
    if (!statSync(absolute).isDirectory()) return { reason: 'Not a directory' };
    accessSync(absolute, constants.X_OK);
    return { path: absolute };
  } catch (error) {
    return { reason: systemErrorText(error) };
  }
};

/**
 * A log of its own file. It is opened for every line, so that it may be moved away at any time; where that fails the line is lost,
 * as there is nowhere to say so.
 *
 * @throws {ConfigFileError} it cannot be opened now
 */
export function logFileWriter(path: string): (text: string) => void {
  try {
    appendFileSync(path, '');
  } catch (error) {
    throw new ConfigFileError(`Can't open the log file: ${systemErrorText(error)}`);
  }
  return (text) => {
    try {
      appendFileSync(path, text);
    } catch {
      // Lost.
    }
  };
}

/**
 * CONFIG REWRITE on the disk: written beside, synced and renamed, so that a crash leaves the old file or the new one. Passwords stand in
 * it, so who may read the old file may read the new one, and nobody else. Where the path is a link, what it leads to is rewritten.
 *
 * @returns the reason why it failed
 */
export function rewriteConfigOnDisk(link: string, config: Config, options: RewriteOptions = {}): string | undefined {
  const { path, mode } = fileBehind(link);
  const temporary = `${path}.${process.pid}.${process.hrtime.bigint().toString(36)}`;
  try {
    const text = rewriteConfigFile(readIfThere(path), config, options);
    writeSynced(temporary, bytesOfText(text), mode);
    renameSync(temporary, path);
    syncFolder(dirname(path));
    return undefined;
  } catch (error) {
    rmSync(temporary, { force: true });
    return `Rewriting config file: ${systemErrorText(error)}`;
  }
}

function readIfThere(path: string): string {
  try {
    return textOfBytes(readFileSync(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function fileBehind(link: string): { path: string; mode: number | undefined } {
  try {
    const path = realpathSync(link);
    return { path, mode: statSync(path).mode & 0o777 };
  } catch {
    // Not there yet, or reading it will say what is wrong.
    return { path: link, mode: undefined };
  }
}

/** @param mode of the new file; undefined: as the umask has it */
function writeSynced(path: string, bytes: Uint8Array, mode: number | undefined): void {
  const file = openSync(path, 'wx', mode ?? 0o644);
  try {
    if (mode !== undefined) fchmodSync(file, mode);
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes the new name itself last. Not every system can open a folder; then there is nothing to be done. */
function syncFolder(path: string): void {
  let folder: number;
  try {
    folder = openSync(path, 'r');
  } catch {
    return;
  }
  try {
    fsyncSync(folder);
  } catch {
    // The rename has happened all the same.
  } finally {
    closeSync(folder);
  }
}

import { CRC64_BYTES, Crc64 } from '@respite/bytes';
import type { Database } from '@respite/store';
import type { NewKey } from '../json/kind-format.ts';
import { RdbError } from './rdb-error.ts';
import { RdbInput } from './rdb-input.ts';
import type { RdbOutput } from './rdb-output.ts';
import { HIGHEST_VERSION, readValue, writeValue } from './rdb-value.ts';

/**
 * What DUMP gives and RESTORE takes:
 *
 * ```
 * | type u8 | value | version of RDB u16 | CRC-64 of all before |          little-endian
 * ```
 */
const VERSION_BYTES = 2;
const FOOTER_BYTES = VERSION_BYTES + CRC64_BYTES;

const crc = new Crc64();

/** Writes the payload of a key's value. */
export function writeDump(output: RdbOutput, database: Database, entry: number): void {
  const begin = output.at;
  const version = writeValue(output, database, entry);
  output.reserve(FOOTER_BYTES);
  output.bytes[output.at++] = version;
  output.bytes[output.at++] = version >>> 8;
  crc.reset().add(output.bytes, begin, output.at).write(output.bytes, output.at);
  output.at += CRC64_BYTES;
}

/**
 * Whether `bytes[start, end)` is a payload of a version that can be read, undamaged.
 * @param isTrusted the checksum is not looked at
 */
export function isDump(bytes: Uint8Array, start: number, end: number, isTrusted = false): boolean {
  const footer = end - FOOTER_BYTES;
  if (footer < start || (bytes[footer] | (bytes[footer + 1] << 8)) > HIGHEST_VERSION) return false;
  const checksum = footer + VERSION_BYTES;
  if (isTrusted) return true;
  return crc.reset().add(bytes, start, checksum).equals(bytes, checksum);
}

/**
 * Makes a key of a payload that `isDump` has found good. Its value may still be anything: it is looked at in all its parts.
 * @param key in a database that has it not
 * @returns its entry
 * @throws RdbError if there is no such value; the database may then have the key with a part of it
 */
export function readDump(bytes: Uint8Array, start: number, end: number, key: NewKey): number {
  const input = new RdbInput(bytes, start, end - FOOTER_BYTES);
  try {
    const entry = readValue(input, key);
    return input.at === input.end ? entry : input.fail('more bytes than a value has');
  } catch (error) {
    // A string that is unpacked may be larger than any memory.
    throw error instanceof RangeError ? new RdbError(error.message) : error;
  }
}

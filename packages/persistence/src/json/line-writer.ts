import { writeInteger } from '@respite/bytes';
import { type Database, type Entries, KIND_STRING, STRING_INTEGER } from '@respite/store';
import type { AccessData } from './access-data.ts';
import { copyPlain, writeJsonString } from './json-string.ts';
import { formatOfKind } from './kind-formats.ts';
import type { TextOutput } from './text-output.ts';

const COLON = 0x3a;
const SPACE = 0x20;
const QUOTE = 0x22;

/** Bytes of key and value that are written in one go where that is possible. */
const SHORT_MAX = 1024;

/**
 * Entries as text.
 *
 * ```
 * "key": "value"
 * "key": {"expires": 1798761600000, "lastUsed": 1790000000, "string": "value"}
 * ```
 */
export class LineWriter {
  readonly #access: AccessData | undefined;

  /** @param access what the eviction policy in use knows of each key, if it knows anything */
  constructor(access: AccessData | undefined) {
    this.#access = access;
  }

  /** Writes an entry, which is located, without line end. */
  write(output: TextOutput, database: Database, entry: number): void {
    if (this.#writePlain(output, database.entries, entry)) return;
    const closing = this.writeToValue(output, database, entry);
    formatOfKind(database.entries.kind(entry)).write(output, database, entry);
    output.ascii(closing);
  }

  /** Writes what stands before the value of an entry, which is located. @returns what stands behind it */
  writeToValue(output: TextOutput, database: Database, entry: number): '' | '}' {
    const { entries } = database;
    const access = this.#access;
    const kind = entries.kind(entry);
    const expires = entries.hasExpiry(entry);
    writeJsonString(output, entries.bytes, entries.keyStart, entries.keyEnd);
    output.ascii(': ');
    if (kind === KIND_STRING && access === undefined && !expires) return '';
    output.ascii('{');
    if (expires) writeProperty(output, 'expires', entries.expiryOf(entry));
    if (access !== undefined) writeProperty(output, access.member, access.get(entries, entry));
    output.ascii(`"${formatOfKind(kind).name}": `);
    return '}';
  }

  /** Writes the entry if it is short, a string, has no properties, and nothing in it needs an escape. @returns whether it was so */
  #writePlain(output: TextOutput, entries: Entries, entry: number): boolean {
    const { bytes, keyStart, keyEnd, valueStart, valueEnd } = entries;
    const length = keyEnd - keyStart + (valueEnd - valueStart);
    if (length > SHORT_MAX || this.#access !== undefined || !isPlainString(entries, entry)) return false;
    output.reserve(length + 6);
    const to = output.bytes;
    const start = output.at;
    const middle = copyPlain(bytes, keyStart, keyEnd, to, start + 1);
    if (middle < 0) return false;
    const end = copyPlain(bytes, valueStart, valueEnd, to, middle + 4);
    if (end < 0) return false;
    to[start] = QUOTE;
    to[middle] = QUOTE;
    to[middle + 1] = COLON;
    to[middle + 2] = SPACE;
    to[middle + 3] = QUOTE;
    to[end] = QUOTE;
    output.at = end + 1;
    return true;
  }
}

function isPlainString(entries: Entries, entry: number): boolean {
  return entries.kind(entry) === KIND_STRING && entries.encoding(entry) !== STRING_INTEGER && !entries.hasExpiry(entry);
}

function writeProperty(output: TextOutput, name: string, value: number): void {
  output.ascii(`"${name}": `);
  output.reserve(24);
  if (Number.isSafeInteger(value)) output.at = writeInteger(value, output.bytes, output.at);
  else output.ascii(String(value));
  output.ascii(', ');
}

import type { Database } from '@respite/store';
import type { NewKey } from '../json/kind-format.ts';
import { hashValue } from './hash-value.ts';
import { listValue } from './list-value.ts';
import type { RdbInput } from './rdb-input.ts';
import type { RdbOutput } from './rdb-output.ts';
import { setValue } from './set-value.ts';
import { sortedSetValue } from './sorted-set-value.ts';
import { streamValue } from './stream-value.ts';
import { stringValue } from './string-value.ts';
import type { ValueFormat } from './value-format.ts';
import { TYPE_STREAM_LISTPACKS_3 } from './value-types.ts';

/** The version of RDB that Redis 7.2 writes. */
const VERSION = 11;
/** The one that has fields that expire. It is the highest that is read. */
export const HIGHEST_VERSION = 12;

const byKind: (ValueFormat | undefined)[] = [];
const byType: (ValueFormat | undefined)[] = [];
for (const format of [stringValue, listValue, setValue, sortedSetValue, hashValue, streamValue]) {
  byKind[format.kind] = format;
  for (const type of format.types) byType[type] = format;
}

/** Writes `| type | value |`. @returns the version of RDB that can read it */
export function writeValue(output: RdbOutput, database: Database, entry: number): number {
  const format = byKind[database.entries.kind(entry)]!;
  const type = format.typeOf(database, entry);
  output.byte(type);
  format.write(output, type, database, entry);
  return type > TYPE_STREAM_LISTPACKS_3 ? HIGHEST_VERSION : VERSION;
}

/**
 * Reads what `writeValue`, or Redis since 2.6, has written, as a key that is not there yet.
 * @returns its entry
 * @throws RdbError; the database may then have the key with a part of the value
 */
export function readValue(input: RdbInput, key: NewKey): number {
  const type = input.byte();
  const format = byType[type] ?? input.fail(`a value of type ${type}`);
  return format.read(input, type, key);
}

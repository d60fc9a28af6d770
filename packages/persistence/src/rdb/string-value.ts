import { type Database, KIND_STRING, readInteger64, STRING_INTEGER, setString } from '@respite/store';
import type { NewKey } from '../json/kind-format.ts';
import type { RdbInput } from './rdb-input.ts';
import type { RdbOutput } from './rdb-output.ts';
import { readString, writeIntegerString, writeString } from './rdb-string.ts';
import type { ValueFormat } from './value-format.ts';
import { TYPE_STRING } from './value-types.ts';

/** `| string |` */
export const stringValue: ValueFormat = {
  kind: KIND_STRING,
  types: [TYPE_STRING],

  typeOf(): number {
    return TYPE_STRING;
  },

  write(output: RdbOutput, _type: number, { entries }: Database, entry: number): void {
    entries.locate(entry);
    if (entries.encoding(entry) === STRING_INTEGER) {
      writeIntegerString(output, readInteger64(entries.bytes, entries.valueStart));
    } else writeString(output, entries.bytes, entries.valueStart, entries.valueEnd);
  },

  read(input: RdbInput, _type: number, { database, bytes, length, expiry }: NewKey): number {
    readString(input);
    const { string, stringStart, stringEnd } = input;
    database.find(bytes, 0, length);
    return setString(database, 0, bytes, 0, length, string, stringStart, stringEnd, expiry);
  },
};

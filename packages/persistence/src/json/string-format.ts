import { writeInteger } from '@respite/bytes';
import { type Database, KIND_STRING, readInteger64, restoreString, STRING_INTEGER } from '@respite/store';
import type { JsonInput } from './json-input.ts';
import { writeJsonString } from './json-string.ts';
import type { KindFormat, NewKey, ValueReader } from './kind-format.ts';
import type { TextOutput } from './text-output.ts';

const QUOTE = 0x22;
/** Quotes around "-9223372036854775808". */
const INTEGER_MAX = 22;

/** A string is a JSON string, also if it is a number: its text is what was set. */
export const stringFormat: KindFormat = {
  name: 'string',
  kind: KIND_STRING,

  write(output: TextOutput, database: Database, entry: number): void {
    const { entries } = database;
    entries.locate(entry);
    if (entries.encoding(entry) === STRING_INTEGER)
      writeDigits(output, readInteger64(entries.bytes, entries.valueStart));
    else writeJsonString(output, entries.bytes, entries.valueStart, entries.valueEnd);
  },

  reader(): ValueReader {
    return new StringReader();
  },
};

/** A string is read at once, however long it is. */
class StringReader implements ValueReader {
  entry = 0;

  begin(input: JsonInput, { database, bytes, length, expiry }: NewKey): boolean {
    input.readString();
    const { string, stringStart, stringEnd } = input;
    this.entry = restoreString(database, bytes, 0, length, string, stringStart, stringEnd, expiry);
    return this.entry !== 0;
  }

  step(): boolean {
    return false;
  }
}

function writeDigits(output: TextOutput, value: number | bigint): void {
  output.reserve(INTEGER_MAX);
  output.bytes[output.at++] = QUOTE;
  if (typeof value === 'number') output.at = writeInteger(value, output.bytes, output.at);
  else output.ascii(value.toString());
  output.bytes[output.at++] = QUOTE;
}

import {
  addMember,
  type Collection,
  createSet,
  type Database,
  type ElementTable,
  type Entries,
  KIND_SET,
  SetWalk,
} from '@respite/store';
import { ElementText, writeElements } from './element-text.ts';
import type { JsonInput } from './json-input.ts';
import { writeJsonString } from './json-string.ts';
import type { KindFormat, NewKey } from './kind-format.ts';
import type { LiveText } from './live-text.ts';
import type { TextOutput } from './text-output.ts';

const COMMA = 0x2c;
const OPENING = 0x5b;
const CLOSING = 0x5d;

const walk = new SetWalk();

/** A set is an array of strings. */
export const setFormat: KindFormat = {
  name: 'set',
  kind: KIND_SET,

  write(output: TextOutput, database: Database, entry: number): void {
    if (database.entries.isCollection(entry)) {
      writeElements(output, database.collectionOf(entry), '[]', writeMember);
      return;
    }
    let opening = '[';
    for (walk.begin(database, entry); walk.next(); opening = ', ') {
      output.ascii(opening);
      walk.toText();
      writeJsonString(output, walk.bytes, walk.start, walk.end);
    }
    output.ascii(']');
  },

  writeLive(output: TextOutput, collection: Collection): LiveText {
    return new ElementText(output, collection, collection.elements as ElementTable, '[]', writeMember);
  },

  read(input: JsonInput, { database, bytes, length, expiry, limits }: NewKey): number {
    if (database.find(bytes, 0, length) !== 0) return 0;
    let entry = 0;
    input.expect(OPENING);
    if (input.accept(CLOSING)) input.fail('a set without members');
    do {
      input.readString();
      const { string, stringStart, stringEnd } = input;
      if (entry === 0) {
        entry = createSet(database, 0, limits, bytes, 0, length, string, stringStart, stringEnd, 1, expiry);
      }
      entry = addMember(database, entry, limits, string, stringStart, stringEnd);
      if (entry === 0) input.fail('a member that the set has already');
    } while (input.accept(COMMA));
    input.expect(CLOSING);
    return entry;
  },
};

function writeMember(output: TextOutput, entries: Entries, element: number): void {
  entries.locate(element);
  writeJsonString(output, entries.bytes, entries.keyStart, entries.keyEnd);
}

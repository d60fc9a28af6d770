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
import type { KindFormat, NewKey, ValueReader } from './kind-format.ts';
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

  reader(): ValueReader {
    return new SetReader();
  },
};

class SetReader implements ValueReader {
  entry = 0;
  #input!: JsonInput;
  #key!: NewKey;

  begin(input: JsonInput, key: NewKey): boolean {
    if (key.database.find(key.bytes, 0, key.length) !== 0) return false;
    this.entry = 0;
    this.#input = input;
    this.#key = key;
    input.expect(OPENING);
    if (input.accept(CLOSING)) input.fail('a set without members');
    return true;
  }

  step(stop: number): boolean {
    const input = this.#input;
    const { database, bytes, length, limits, expiry } = this.#key;
    do {
      input.readString();
      const { string, stringStart, stringEnd } = input;
      if (this.entry === 0) {
        this.entry = createSet(database, 0, limits, bytes, 0, length, string, stringStart, stringEnd, 1, expiry);
      }
      this.entry = addMember(database, this.entry, limits, string, stringStart, stringEnd);
      if (this.entry === 0) input.fail('a member that the set has already');
      if (input.accept(COMMA)) continue;
      input.expect(CLOSING);
      return false;
    } while (input.offset < stop);
    return true;
  }
}

function writeMember(output: TextOutput, entries: Entries, element: number): void {
  entries.locate(element);
  writeJsonString(output, entries.bytes, entries.keyStart, entries.keyEnd);
}

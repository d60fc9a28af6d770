import {
  type Collection,
  type Database,
  type ElementTable,
  type Entries,
  HashCursor,
  HashWalk,
  KIND_HASH,
  NO_EXPIRY,
} from '@respite/store';
import { ElementBuffer } from './element-buffer.ts';
import { ElementText, writeElements } from './element-text.ts';
import type { JsonInput } from './json-input.ts';
import { writeJsonString } from './json-string.ts';
import type { KindFormat, NewKey, ValueReader } from './kind-format.ts';
import type { LiveText } from './live-text.ts';
import type { TextOutput } from './text-output.ts';

const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING = 0x7b;
const CLOSING = 0x7d;

const walk = new HashWalk();

/** A hash is an object of fields; one that expires is itself an object. */
export const hashFormat: KindFormat = {
  name: 'hash',
  kind: KIND_HASH,

  write(output: TextOutput, database: Database, entry: number): void {
    if (database.entries.isCollection(entry)) {
      writeElements(output, database.collectionOf(entry), '{}', writeField);
      return;
    }
    let opening = '{';
    for (walk.begin(database, entry); walk.next(); opening = ', ') {
      const { field, value } = walk;
      output.ascii(opening);
      writeJsonString(output, field.bytes, field.start, field.end);
      writeValue(output, value.bytes, value.start, value.end, walk.expiry);
    }
    output.ascii('}');
  },

  writeLive(output: TextOutput, collection: Collection): LiveText {
    return new ElementText(output, collection, collection.elements as ElementTable, '{}', writeField);
  },

  reader(): ValueReader {
    return new HashReader();
  },
};

class HashReader implements ValueReader {
  readonly #cursor = new HashCursor();
  /** A field and its value. */
  readonly #pair = new ElementBuffer();
  #input!: JsonInput;

  get entry(): number {
    return this.#cursor.entry;
  }

  begin(input: JsonInput, { database, bytes, length, expiry, limits }: NewKey): boolean {
    if (database.find(bytes, 0, length) !== 0) return false;
    this.#input = input;
    this.#cursor.create(database, 0, limits, bytes, 0, length, 1, expiry);
    input.expect(OPENING);
    if (input.accept(CLOSING)) input.fail('a hash without fields');
    return true;
  }

  step(stop: number): boolean {
    const input = this.#input;
    do {
      this.#readField();
      if (input.accept(COMMA)) continue;
      input.expect(CLOSING);
      return false;
    } while (input.offset < stop);
    return true;
  }

  #readField(): void {
    const input = this.#input;
    const cursor = this.#cursor;
    const pair = this.#pair;
    pair.clear();
    readInto(pair, input);
    input.expect(COLON);
    const expiry = input.next() === OPENING ? this.#readExpiringValue() : this.#readPlainValue();
    const { bytes, starts, ends } = pair;
    if (!cursor.set(bytes, starts[0], ends[0], bytes, starts[1], ends[1], false)) {
      input.fail('a field that the hash has already');
    }
    if (expiry !== NO_EXPIRY) cursor.setExpiry(expiry);
  }

  #readPlainValue(): number {
    readInto(this.#pair, this.#input);
    return NO_EXPIRY;
  }

  /** `{"expires": 1798761600000, "string": "x"}` @returns when it expires */
  #readExpiringValue(): number {
    const input = this.#input;
    const pair = this.#pair;
    let expiry = NO_EXPIRY;
    input.expect(OPENING);
    do {
      const name = input.readName();
      input.expect(COLON);
      if (name === 'expires' && expiry === NO_EXPIRY) expiry = input.readCount();
      else if (name === 'string' && pair.count === 1) readInto(pair, input);
      else input.fail(`"${name}" is not what a field has, or it has it twice`);
    } while (input.accept(COMMA));
    input.expect(CLOSING);
    if (pair.count === 1) input.fail('a field without a value');
    return expiry;
  }
}

function writeField(output: TextOutput, entries: Entries, element: number): void {
  entries.locate(element);
  const { bytes, keyStart, keyEnd, valueStart, valueEnd } = entries;
  writeJsonString(output, bytes, keyStart, keyEnd);
  writeValue(output, bytes, valueStart, valueEnd, entries.expiryOf(element));
}

function writeValue(output: TextOutput, bytes: Uint8Array, start: number, end: number, expiry: number): void {
  if (expiry === NO_EXPIRY) {
    output.ascii(': ');
    writeJsonString(output, bytes, start, end);
    return;
  }
  output.ascii(`: {"expires": ${expiry}, "string": `);
  writeJsonString(output, bytes, start, end);
  output.ascii('}');
}

function readInto(buffer: ElementBuffer, input: JsonInput): void {
  input.readString();
  buffer.add(input.string, input.stringStart, input.stringEnd);
}

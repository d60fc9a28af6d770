import { writeInteger } from '@respite/bytes';
import {
  type Collection,
  createList,
  type Database,
  type ElementSink,
  KIND_LIST,
  ListWalk,
  listLength,
  pushToList,
  type QuickList,
  settleList,
  writeListRange,
} from '@respite/store';
import { ElementBuffer } from './element-buffer.ts';
import type { JsonInput } from './json-input.ts';
import { writeJsonString } from './json-string.ts';
import type { KindFormat, NewKey, ValueReader } from './kind-format.ts';
import type { LiveText } from './live-text.ts';
import type { TextOutput } from './text-output.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPENING = 0x5b;
const CLOSING = 0x5d;

/** Elements that are added to a list at once. */
const ADDED_AT_ONCE = 256;
/** Nodes of a large list that are written in one step. */
const NODES_PER_STEP = 16;

/** A list is an array of strings. */
export const listFormat: KindFormat = {
  name: 'list',
  kind: KIND_LIST,

  write(output: TextOutput, database: Database, entry: number): void {
    output.ascii('[');
    writeListRange(database, entry, new Elements(output), 0, listLength(database, entry), false);
    output.ascii(']');
  },

  writeLive(output: TextOutput, collection: Collection): LiveText {
    output.ascii('[');
    return new ListText(collection as QuickList);
  },

  reader(): ValueReader {
    return new ListReader();
  },
};

class ListReader implements ValueReader {
  entry = 0;
  readonly #buffer = new ElementBuffer();
  #input!: JsonInput;
  #key!: NewKey;

  begin(input: JsonInput, key: NewKey): boolean {
    if (key.database.find(key.bytes, 0, key.length) !== 0) return false;
    this.entry = 0;
    this.#input = input;
    this.#key = key;
    this.#buffer.clear();
    input.expect(OPENING);
    if (input.accept(CLOSING)) input.fail('a list without elements');
    return true;
  }

  step(stop: number): boolean {
    const input = this.#input;
    const buffer = this.#buffer;
    let isLast: boolean;
    do {
      input.readString();
      buffer.add(input.string, input.stringStart, input.stringEnd);
      isLast = !input.accept(COMMA);
      if (isLast || buffer.count === ADDED_AT_ONCE) this.#push();
    } while (!isLast && input.offset < stop);
    if (!isLast) return true;
    input.expect(CLOSING);
    const { database, limits } = this.#key;
    this.entry = settleList(database, this.entry, limits, false);
    return false;
  }

  #push(): void {
    const { database, bytes, length, limits, expiry } = this.#key;
    const buffer = this.#buffer;
    this.entry =
      this.entry === 0
        ? createList(database, bytes, 0, length, buffer, 0, buffer.count, false, limits, expiry)
        : pushToList(database, this.entry, buffer, 0, buffer.count, false, limits);
    buffer.clear();
  }
}

/** Writes elements as strings with commas between them. */
class Elements implements ElementSink {
  output: TextOutput;
  #isFirst = true;

  constructor(output: TextOutput) {
    this.output = output;
  }

  bulk(bytes: Uint8Array, start: number, end: number): void {
    this.#separate();
    writeJsonString(this.output, bytes, start, end);
  }

  bulkInteger(value: number): void {
    const { output } = this;
    this.#separate();
    output.reserve(24);
    output.bytes[output.at++] = QUOTE;
    output.at = writeInteger(value, output.bytes, output.at);
    output.bytes[output.at++] = QUOTE;
  }

  #separate(): void {
    if (this.#isFirst) this.#isFirst = false;
    else this.output.ascii(', ');
  }
}

/** The text of a large list as it is at one moment. */
class ListText implements LiveText {
  readonly #walk: ListWalk;
  #elements: Elements | undefined;

  constructor(list: QuickList) {
    this.#walk = new ListWalk(list);
  }

  step(output: TextOutput): boolean {
    this.#elements ??= new Elements(output);
    this.#elements.output = output;
    if (this.#walk.writeSome(this.#elements, NODES_PER_STEP)) return true;
    output.ascii(']');
    return false;
  }

  /** The list copies the nodes that it changes. */
  takeCopy(): void {}

  abandon(): void {
    this.#walk.end();
  }
}

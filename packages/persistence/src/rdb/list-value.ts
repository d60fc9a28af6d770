import { createList, type Database, KIND_LIST, type NodeVisitor, pushToList, type QuickList } from '@respite/store';
import { ElementBuffer } from '../json/element-buffer.ts';
import type { NewKey } from '../json/kind-format.ts';
import { readLength, writeLength } from './length.ts';
import { ListpackBuilder } from './listpack-builder.ts';
import { ListpackElements } from './listpack-elements.ts';
import type { PackedElements } from './packed-elements.ts';
import type { RdbInput } from './rdb-input.ts';
import type { RdbOutput } from './rdb-output.ts';
import { readString, writeString } from './rdb-string.ts';
import type { ValueFormat } from './value-format.ts';
import { TYPE_LIST, TYPE_LIST_QUICKLIST, TYPE_LIST_QUICKLIST_2, TYPE_LIST_ZIPLIST } from './value-types.ts';
import { ZiplistElements } from './ziplist-elements.ts';

/** What a node is. */
const NODE_PLAIN = 1;
const NODE_PACKED = 2;

/** Elements are added to a list so many at once, or so many bytes. */
const ADDED_AT_ONCE = 256;
const BYTES_AT_ONCE = 1 << 20;

const builder = new ListpackBuilder();
const listpack = new ListpackElements();
const ziplist = new ZiplistElements();

/**
 * ```
 * LIST               | count | string | string | ...
 * LIST_ZIPLIST       | string: a ziplist |
 * LIST_QUICKLIST     | nodes | string: a ziplist | ...
 * LIST_QUICKLIST_2   | nodes | 1 | string: an element | 2 | string: a listpack | ...
 * ```
 */
export const listValue: ValueFormat = {
  kind: KIND_LIST,
  types: [TYPE_LIST, TYPE_LIST_ZIPLIST, TYPE_LIST_QUICKLIST, TYPE_LIST_QUICKLIST_2],

  typeOf(): number {
    return TYPE_LIST_QUICKLIST_2;
  },

  write(output: RdbOutput, _type: number, database: Database, entry: number): void {
    const { entries } = database;
    if (entries.isCollection(entry)) {
      const { nodes } = database.collectionOf(entry) as QuickList;
      writeLength(output, nodes.nodeCount);
      nodes.visitNodes(new NodeWriter(output));
      return;
    }
    entries.locate(entry);
    writeLength(output, 1);
    writeLength(output, NODE_PACKED);
    writeString(output, entries.bytes, entries.valueStart, entries.valueEnd);
  },

  read(input: RdbInput, type: number, key: NewKey): number {
    const list = new ListReader(input, key);
    if (type === TYPE_LIST_ZIPLIST) list.readPacked(ziplist);
    else {
      for (let left = readLength(input); left > 0; left--) {
        if (type === TYPE_LIST_QUICKLIST) list.readPacked(ziplist);
        else if (type === TYPE_LIST) list.readElement();
        else list.readNode();
      }
    }
    return list.end();
  },
};

class NodeWriter implements NodeVisitor {
  readonly #output: RdbOutput;

  constructor(output: RdbOutput) {
    this.#output = output;
  }

  run(bytes: Uint8Array, start: number, end: number, count: number): void {
    writeLength(this.#output, NODE_PACKED);
    builder.begin();
    builder.addRun(bytes, start, end, count);
    builder.end();
    writeString(this.#output, builder.bytes, 0, builder.length);
  }

  plain(bytes: Uint8Array, start: number, end: number): void {
    writeLength(this.#output, NODE_PLAIN);
    writeString(this.#output, bytes, start, end);
  }
}

class ListReader {
  readonly #input: RdbInput;
  readonly #key: NewKey;
  readonly #buffer = new ElementBuffer();
  #entry = 0;

  constructor(input: RdbInput, key: NewKey) {
    this.#input = input;
    this.#key = key;
  }

  readElement(): void {
    readString(this.#input);
    const { string, stringStart, stringEnd } = this.#input;
    this.#add(string, stringStart, stringEnd);
  }

  readPacked(elements: PackedElements): void {
    const input = this.#input;
    readString(input);
    if (!elements.open(input.string, input.stringStart, input.stringEnd))
      input.fail(`List ${elements.form} integrity check failed`);
    while (elements.next()) this.#add(elements.bytes, elements.start, elements.end);
  }

  readNode(): void {
    const container = readLength(this.#input);
    if (container === NODE_PACKED) this.readPacked(listpack);
    else if (container === NODE_PLAIN) {
      this.readElement();
      if (this.#input.stringStart === this.#input.stringEnd) this.#input.fail('a node of a list without an element');
    } else this.#input.fail('a node of a list of no kind that is known');
  }

  /** @returns the entry */
  end(): number {
    this.#flush();
    if (this.#entry === 0) this.#input.fail('a list without elements');
    return this.#entry;
  }

  #add(bytes: Uint8Array, start: number, end: number): void {
    const buffer = this.#buffer;
    buffer.add(bytes, start, end);
    if (buffer.count === ADDED_AT_ONCE || buffer.ends[buffer.count - 1] >= BYTES_AT_ONCE) this.#flush();
  }

  #flush(): void {
    const buffer = this.#buffer;
    const { database, bytes, length, limits, expiry } = this.#key;
    if (buffer.count === 0) return;
    if (this.#entry === 0) {
      database.find(bytes, 0, length);
      this.#entry = createList(database, bytes, 0, length, buffer, 0, buffer.count, false, limits, expiry);
    } else this.#entry = pushToList(database, this.#entry, buffer, 0, buffer.count, false, limits);
    buffer.clear();
  }
}

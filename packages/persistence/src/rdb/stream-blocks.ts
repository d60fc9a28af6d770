import {
  BlockLoader,
  BlockWalker,
  ENTRY_DELETED,
  ENTRY_SAME_FIELDS,
  IdCursor,
  type Stream,
  StreamId,
} from '@respite/store';
import { EntryFieldsBuffer } from './entry-fields-buffer.ts';
import { readLength, writeLength } from './length.ts';
import { ListpackBuilder } from './listpack-builder.ts';
import { ListpackElements } from './listpack-elements.ts';
import type { RdbInput } from './rdb-input.ts';
import type { RdbOutput } from './rdb-output.ts';
import { readString, writeString } from './rdb-string.ts';
import { ID_BYTES, readIdBytes, writeIdBytes } from './stream-ids.ts';

/**
 * The entries of a stream, in blocks:
 *
 * ```
 * block        | string: ID of the block, 16 bytes | string: a listpack |
 *
 * listpack     | entries that are there | deleted ones | count | field | field | ... | 0 | entry | entry | ...
 * entry        | flags | ms - block's | seq - block's | values ...                        | elements |
 *              | flags | ms - block's | seq - block's | count | field | value | field ... | elements |
 *
 * flags        bit 0: deleted; bit 1: the fields are the block's, so that only values follow
 * elements     how many the entry has before this one, to be read from behind
 * ```
 *
 * The block's fields are those of its first entry, whose ID it has.
 */

const cursor = new IdCursor();
const walker = new BlockWalker();
const builder = new ListpackBuilder();
const idBytes = new Uint8Array(ID_BYTES);

export function writeBlocks(output: RdbOutput, stream: Stream): void {
  writeLength(output, stream.directory.size);
  for (let isThere = cursor.first(stream.directory); isThere; isThere = cursor.next()) {
    cursor.readId(walker.masterId);
    writeIdBytes(walker.masterId, idBytes, 0);
    writeString(output, idBytes, 0, ID_BYTES);
    packBlock(stream, cursor.value);
    writeString(output, builder.bytes, 0, builder.length);
  }
}

function packBlock({ blocks }: Stream, reference: number): void {
  walker.open(blocks, reference);
  let live = 0;
  let deleted = 0;
  for (let isThere = walker.first(); isThere; isThere = walker.next()) {
    if (walker.flags & ENTRY_DELETED) deleted++;
    else live++;
  }
  walker.open(blocks, reference);
  builder.begin();
  builder.addInteger(live);
  builder.addInteger(deleted);
  builder.addInteger(walker.masterPairs);
  for (let i = 0; i < walker.masterPairs; i++) {
    walker.readMasterField();
    addElement();
  }
  builder.addInteger(0);
  for (let isThere = walker.first(); isThere; isThere = walker.next()) packEntry();
  builder.end();
}

function packEntry(): void {
  const { flags, pairs, id, masterId } = walker;
  const isSame = (flags & ENTRY_SAME_FIELDS) !== 0;
  builder.addInteger(flags & (ENTRY_DELETED | ENTRY_SAME_FIELDS));
  builder.addInteger(difference(id.msHigh, id.msLow, masterId.msHigh, masterId.msLow));
  builder.addInteger(difference(id.seqHigh, id.seqLow, masterId.seqHigh, masterId.seqLow));
  if (!isSame) builder.addInteger(pairs);
  for (let i = 0; i < pairs; i++) {
    walker.readField();
    if (!isSame) addElement();
    walker.readValue();
    addElement();
  }
  builder.addInteger(isSame ? pairs + 3 : 2 * pairs + 4);
}

function addElement(): void {
  const { element } = walker;
  builder.addText(element.bytes, element.start, element.end);
}

/** Of two integers of 64 bits, as a signed one. */
function difference(highA: number, lowA: number, highB: number, lowB: number): number | bigint {
  const exact = ((highA >>> 0) - (highB >>> 0)) * 2 ** 32 + ((lowA >>> 0) - (lowB >>> 0));
  if (Number.isSafeInteger(exact)) return exact;
  const words = (BigInt(highA) << 32n) + BigInt(lowA >>> 0) - (BigInt(highB) << 32n) - BigInt(lowB >>> 0);
  const signed = BigInt.asIntN(64, words);
  const small = Number(signed);
  return Number.isSafeInteger(small) ? small : signed;
}

export function readBlocks(input: RdbInput, stream: Stream): void {
  const reader = new BlockReader(input, stream);
  for (let left = readLength(input); left > 0; left--) reader.read();
}

class BlockReader {
  readonly #input: RdbInput;
  readonly #loader: BlockLoader;
  readonly #elements = new ListpackElements();
  readonly #fields = new EntryFieldsBuffer();
  readonly #masterId = new StreamId();
  readonly #id = new StreamId();
  /** The highest entry so far, deleted ones among them. */
  readonly #highest = new StreamId();

  constructor(input: RdbInput, stream: Stream) {
    this.#input = input;
    this.#loader = new BlockLoader(stream);
  }

  read(): void {
    const input = this.#input;
    readString(input);
    if (input.stringEnd - input.stringStart !== ID_BYTES) input.fail('a block of a stream without an ID');
    readIdBytes(this.#masterId, input.string, input.stringStart);
    readString(input);
    const { string, stringStart, stringEnd } = input;
    if (!this.#elements.open(string, stringStart, stringEnd)) input.fail('Stream listpack integrity check failed');
    try {
      this.#readBlock();
    } catch (error) {
      this.#loader.abandon();
      throw error;
    }
  }

  #readBlock(): void {
    const fields = this.#fields;
    const loader = this.#loader;
    const live = this.#count();
    const deleted = this.#count();
    const shared = this.#count();
    fields.clear();
    for (let i = 0; i < shared; i++) this.#addText();
    fields.share();
    if (this.#count() !== 0) this.#fail();
    if (live === 0 || this.#masterId.compare(this.#highest) <= 0) this.#fail();
    loader.begin(this.#masterId, fields.sharedFields(), 0, shared);
    for (let i = 0; i < live + deleted; i++) this.#readEntry(shared);
    if (this.#elements.next() || loader.live !== live) this.#fail();
    loader.end();
  }

  #readEntry(shared: number): void {
    const flags = this.#count();
    const ms = this.#integer();
    const seq = this.#integer();
    if (flags > (ENTRY_DELETED | ENTRY_SAME_FIELDS)) this.#fail();
    const id = this.#id;
    addTo(id.copyFrom(this.#masterId), ms, seq);
    // The first one has the ID of its block; no other comes twice.
    const order = id.compare(this.#highest);
    if (order <= 0 || id.compare(this.#masterId) < 0) this.#fail();
    this.#highest.copyFrom(id);
    const isSame = (flags & ENTRY_SAME_FIELDS) !== 0;
    const pairs = isSame ? shared : this.#count();
    if (pairs === 0) this.#fail();
    const fields = this.#fields;
    fields.beginEntry();
    for (let i = 0; i < pairs; i++) {
      if (isSame) fields.addShared(i);
      else this.#addText();
      this.#addText();
    }
    if (this.#count() !== (isSame ? pairs + 3 : 2 * pairs + 4)) this.#fail();
    this.#loader.add(id, fields, fields.first, pairs, isSame, (flags & ENTRY_DELETED) !== 0);
  }

  #addText(): void {
    const elements = this.#elements;
    if (!elements.next()) this.#fail();
    this.#fields.add(elements.bytes, elements.start, elements.end);
  }

  #integer(): number | bigint {
    const elements = this.#elements;
    if (!elements.next()) this.#fail();
    return elements.integer() ?? this.#fail();
  }

  /** An integer from 0 on, of up to 31 bits. */
  #count(): number {
    const value = this.#integer();
    return typeof value === 'number' && value >= 0 && value < 2 ** 31 ? value : this.#fail();
  }

  #fail(): never {
    return this.#input.fail('Stream listpack integrity check failed: entries that are not as they should be');
  }
}

/** Adds to both parts of an ID, modulo 2^64. */
function addTo(id: StreamId, ms: number | bigint, seq: number | bigint): void {
  const msLow = (id.msLow >>> 0) + lowWord(ms);
  const msHigh = id.msHigh + highWord(ms) + (msLow > 0xffff_ffff ? 1 : 0);
  const seqLow = (id.seqLow >>> 0) + lowWord(seq);
  const seqHigh = id.seqHigh + highWord(seq) + (seqLow > 0xffff_ffff ? 1 : 0);
  id.set(msHigh, msLow, seqHigh, seqLow);
}

function lowWord(value: number | bigint): number {
  return typeof value === 'number' ? value >>> 0 : Number(BigInt.asUintN(32, value));
}

function highWord(value: number | bigint): number {
  return typeof value === 'number' ? Math.floor(value / 2 ** 32) | 0 : Number(BigInt.asIntN(32, value >> 32n));
}

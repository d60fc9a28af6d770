import { equalBytes } from '@respite/bytes';
import { lengthBytes } from './block-walker.ts';
import {
  type BlockStore,
  BlockView,
  DELETED,
  DELETED_COUNT,
  ENTRIES_START,
  HEADER_BYTES,
  LENGTH,
  LISTPACK,
  LIVE,
  MS_BYTES_SHIFT,
  SAME_FIELDS,
  SEQ_FORM_SHIFT,
} from './entry-block.ts';
import {
  ELEMENT_OVERHEAD_MAX,
  ElementReader,
  listpackBytes,
  listpackIntegerBytes,
  readIntegerElement,
  skipElement,
  writeElement,
  writeIntegerElement,
} from './packed-element.ts';
import type { StreamId } from './stream-id.ts';

/** Fields and values of an entry: slices of one buffer, a field, its value, the next field ... */
export interface EntryFields {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Flags, two differences, a count and the length behind. */
const ENTRY_OVERHEAD_MAX = 1 + 8 + 8 + 5 + 5;
/** Of an empty listpack: 6 bytes of header, one at the end. */
const EMPTY_LISTPACK_BYTES = 7;
/** Blocks grow to twice their size below this one, and by half above. */
const DOUBLED_BELOW = 1024;

const view = new BlockView();
const element = new ElementReader();

/** What a listpack of Redis would take for the block. */
export function blockListpackBytes(block: BlockView): number {
  return (
    block.get(LISTPACK) + listpackIntegerBytes(0, block.get(LIVE)) + listpackIntegerBytes(0, block.get(DELETED_COUNT))
  );
}

/** A block without entries, whose master fields are those of the entry that will be the first. @returns its reference */
export function createBlock(store: BlockStore, fields: EntryFields, first: number, pairs: number): number {
  const { bytes, starts, ends } = fields;
  let room = HEADER_BYTES + ELEMENT_OVERHEAD_MAX + entryRoom(fields, first, pairs);
  for (let i = 0; i < pairs; i++) room += ends[first + 2 * i] - starts[first + 2 * i] + ELEMENT_OVERHEAD_MAX;
  const reference = store.create(room);
  store.open(view, reference);
  const begin = view.at + HEADER_BYTES;
  let position = writeIntegerElement(pairs, view.bytes, begin);
  // The listpack ends the master's fields with a zero, of 2 bytes.
  let listpack = EMPTY_LISTPACK_BYTES + listpackIntegerBytes(0, pairs) + 2;
  for (let i = 0; i < pairs; i++) {
    const field = first + 2 * i;
    const end = writeElement(bytes, starts[field], ends[field], view.bytes, position);
    listpack += listpackBytes(end - position);
    position = end;
  }
  view.set(LENGTH, position - view.at);
  view.set(LIVE, 0);
  view.set(DELETED_COUNT, 0);
  view.set(LISTPACK, listpack);
  view.set(ENTRIES_START, position - view.at);
  return reference;
}

/** Appends an entry to a block. @returns the block's reference, maybe another */
export function appendEntry(
  store: BlockStore,
  block: number,
  masterId: StreamId,
  id: StreamId,
  fields: EntryFields,
  first: number,
  pairs: number,
): number {
  store.open(view, block);
  return append(store, block, masterId, id, fields, first, pairs, hasMasterFields(fields, first, pairs));
}

/**
 * As `appendEntry`, where it is known whether the fields are the block's own (its master fields).
 * @param isDeleted the entry has its place, but is not there
 */
export function appendKnownEntry(
  store: BlockStore,
  block: number,
  masterId: StreamId,
  id: StreamId,
  fields: EntryFields,
  first: number,
  pairs: number,
  isSame: boolean,
  isDeleted: boolean,
): number {
  store.open(view, block);
  const begin = view.get(LENGTH);
  const reference = append(store, block, masterId, id, fields, first, pairs, isSame);
  if (isDeleted) {
    view.bytes[view.at + begin] |= DELETED;
    view.set(LIVE, view.get(LIVE) - 1);
    view.set(DELETED_COUNT, view.get(DELETED_COUNT) + 1);
  }
  return reference;
}

/** Appends an entry to the block in `view`. */
function append(
  store: BlockStore,
  block: number,
  masterId: StreamId,
  id: StreamId,
  fields: EntryFields,
  first: number,
  pairs: number,
  isSame: boolean,
): number {
  const room = view.get(LENGTH) + entryRoom(fields, first, pairs);
  const capacity = store.capacity(block);
  let reference = block;
  if (room > capacity) {
    const grown = capacity < DOUBLED_BELOW ? capacity * 2 : capacity + (capacity >>> 1);
    reference = store.resize(block, Math.max(room, grown));
    store.open(view, reference);
  }
  const listpack = writeEntry(masterId, id, fields, first, pairs, isSame);
  view.set(LISTPACK, view.get(LISTPACK) + listpack);
  view.set(LIVE, view.get(LIVE) + 1);
  return reference;
}

function entryRoom({ starts, ends }: EntryFields, first: number, pairs: number): number {
  let room = ENTRY_OVERHEAD_MAX + 2 * pairs * ELEMENT_OVERHEAD_MAX;
  for (let i = first; i < first + 2 * pairs; i++) room += ends[i] - starts[i];
  return room;
}

function hasMasterFields({ bytes, starts, ends }: EntryFields, first: number, pairs: number): boolean {
  const block = view.bytes;
  let at = view.at + HEADER_BYTES;
  if (readIntegerElement(block, at) !== pairs) return false;
  at = skipElement(block, at);
  for (let i = first; i < first + 2 * pairs; i += 2) {
    at = element.read(block, at);
    if (!equalBytes(bytes, starts[i], ends[i], element.bytes, element.start, element.end)) return false;
  }
  return true;
}

/** Writes the entry to the end of the block in `view`. @returns what a listpack would take for it */
function writeEntry(
  masterId: StreamId,
  id: StreamId,
  { bytes, starts, ends }: EntryFields,
  first: number,
  pairs: number,
  isSame: boolean,
): number {
  const to = view.bytes;
  const begin = view.end;
  let flags = isSame ? SAME_FIELDS : 0;
  let position = begin + 1;

  let low = (id.msLow - masterId.msLow) | 0;
  let high = (id.msHigh - masterId.msHigh - (id.msLow >>> 0 < masterId.msLow >>> 0 ? 1 : 0)) | 0;
  let listpack = 2 + listpackIntegerBytes(high, low);
  let length = 0;
  for (let rest = low; rest !== 0; rest >>>= 8) to[position + length++] = rest;
  if (high !== 0) {
    for (; length < 4; length++) to[position + length] = 0;
    for (let rest = high; rest !== 0; rest >>>= 8) to[position + length++] = rest;
  }
  flags |= length << MS_BYTES_SHIFT;
  position += length;

  low = (id.seqLow - masterId.seqLow) | 0;
  high = (id.seqHigh - masterId.seqHigh - (id.seqLow >>> 0 < masterId.seqLow >>> 0 ? 1 : 0)) | 0;
  listpack += listpackIntegerBytes(high, low);
  if ((high | low) !== 0) {
    const form = high !== 0 ? 3 : low >>> 0 > 255 ? 2 : 1;
    flags |= form << SEQ_FORM_SHIFT;
    to[position] = low;
    if (form === 1) position++;
    else {
      position = writeWord(low, to, position);
      if (form === 3) position = writeWord(high, to, position);
    }
  }
  to[begin] = flags;

  let parts = pairs + 3;
  if (!isSame) {
    position = writeIntegerElement(pairs, to, position);
    listpack += listpackIntegerBytes(0, pairs);
    parts += pairs + 1;
  }
  for (let i = first + (isSame ? 1 : 0); i < first + 2 * pairs; i += isSame ? 2 : 1) {
    const end = writeElement(bytes, starts[i], ends[i], to, position);
    listpack += listpackBytes(end - position);
    position = end;
  }
  listpack += listpackIntegerBytes(0, parts);
  view.set(LENGTH, writeLength(position - begin, to, position) - view.at);
  return listpack;
}

function writeWord(word: number, to: Uint8Array, at: number): number {
  to[at] = word;
  to[at + 1] = word >>> 8;
  to[at + 2] = word >>> 16;
  to[at + 3] = word >>> 24;
  return at + 4;
}

/** The length of an entry, to be read from behind. */
function writeLength(length: number, to: Uint8Array, at: number): number {
  const end = at + lengthBytes(length);
  let rest = length;
  for (let i = end - 1; i >= at; i--) {
    to[i] = (rest & 0x7f) | (i > at ? 0x80 : 0);
    rest = Math.floor(rest / 128);
  }
  return end;
}

import type { Database } from '../../keyspace/database.ts';
import {
  EMPTY_LISTPACK_BYTES,
  firstElement,
  listpackBytes,
  listpackCount,
  listpackEnd,
  nextElement,
  openGap,
  seekElement,
} from '../../packed/listpack.ts';
import { ElementEncoder } from '../../packed/listpack-element.ts';
import {
  type ElementSink,
  type MatchVisitor,
  type SoughtElement,
  writeBackward,
  writeForward,
} from '../../structures/element-run.ts';
import { NO_EXPIRY } from '../../structures/entry-format.ts';
import type { NodeList } from '../../structures/node-list.ts';
import { addListpack, growListpack, insertIntoListpack, replaceInListpack } from '../inline-listpack.ts';
import { KIND_LIST, LIST_LISTPACK } from '../value-kind.ts';
import { settleList, toQuickList } from './list-form.ts';
import { exceedsNode, type ListLimits } from './list-limits.ts';
import { nodesOf, QuickList } from './quick-list.ts';

/*
 * Lists, however they are kept: a small one is a listpack in its entry, a large one a QuickList. What is told here of an entry holds
 * for both.
 *
 * - Indexes are from 0 and exist; counts are not larger than what is there.
 * - What changes a list calls `database.beforeChange`, and returns the entry, maybe another.
 * - Elements given are text, and do not lie in a list.
 * - A list whose last element goes is removed with its key.
 */

/** Several elements in the same bytes: the arguments of a command. */
export interface Slices {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** The element that is being written: set and written within one call. */
const element = new ElementEncoder();

export function listLength(database: Database, entry: number): number {
  const { entries } = database;
  if (entries.isCollection(entry)) return nodesOf(database, entry).length;
  entries.locate(entry);
  return listpackCount(entries.bytes, entries.valueStart);
}

// Reading.

/** Writes `count` elements from index `from` on, or with `backwards` from there to the front. */
export function writeListRange(
  database: Database,
  entry: number,
  sink: ElementSink,
  from: number,
  count: number,
  backwards: boolean,
): void {
  if (count <= 0) return;
  const { entries } = database;
  if (entries.isCollection(entry)) {
    const nodes = nodesOf(database, entry);
    if (backwards) nodes.writeRangeReversed(sink, from, count);
    else nodes.writeRange(sink, from, count);
    return;
  }
  entries.locate(entry);
  const { bytes, valueStart } = entries;
  const at = seekElement(bytes, valueStart, from);
  if (backwards) writeBackward(sink, bytes, nextElement(bytes, at), count);
  else writeForward(sink, bytes, at, count);
}

/** Shows the visitor the elements that are the one sought, among the first `most` elements, or with `backwards` the last. */
export function visitListMatches(
  database: Database,
  entry: number,
  sought: SoughtElement,
  backwards: boolean,
  most: number,
  visitor: MatchVisitor,
): void {
  const { entries } = database;
  if (entries.isCollection(entry)) {
    nodesOf(database, entry).visitMatches(sought, backwards, most, visitor);
    return;
  }
  entries.locate(entry);
  const { bytes, valueStart } = entries;
  const length = listpackCount(bytes, valueStart);
  const count = Math.min(most, length);
  if (backwards) sought.visitBackward(bytes, listpackEnd(bytes, valueStart), count, length - 1, visitor);
  else sought.visitForward(bytes, firstElement(valueStart), count, 0, visitor);
}

// Adding.

/** Makes a list of the elements `[from, to)` of `values` at a key that `find` has just not found. At the front the last one comes first. */
export function createList(
  database: Database,
  key: Uint8Array,
  keyStart: number,
  keyEnd: number,
  values: Slices,
  from: number,
  to: number,
  atFront: boolean,
  limits: ListLimits,
  expiry: number = NO_EXPIRY,
): number {
  const fill = limits.listMaxListpackSize;
  if (exceedsNode(fill, EMPTY_LISTPACK_BYTES + textBytes(values, from, to), to - from)) {
    const list = QuickList.ofFill(database.collections, fill);
    pushToNodes(list.nodes, values, from, to, atFront);
    return database.putCollection(0, KIND_LIST, key, keyStart, keyEnd, list, expiry);
  }
  const size = packedBytes(values, from, to);
  const entry = addListpack(database, KIND_LIST, LIST_LISTPACK, key, keyStart, keyEnd, size, expiry);
  const { bytes, valueStart } = database.entries;
  openGap(bytes, valueStart, firstElement(valueStart), size, to - from);
  writePacked(bytes, firstElement(valueStart), values, from, to, atFront);
  return entry;
}

/** Adds the elements `[from, to)` of `values` at an end, one after the other. */
export function pushToList(
  database: Database,
  entry: number,
  values: Slices,
  from: number,
  to: number,
  atFront: boolean,
  limits: ListLimits,
): number {
  const { entries } = database;
  database.beforeChange(entry);
  if (entries.isCollection(entry)) {
    pushToNodes(nodesOf(database, entry), values, from, to, atFront);
    return entry;
  }
  entries.locate(entry);
  const { bytes, valueStart } = entries;
  const length = listpackBytes(bytes, valueStart);
  const count = listpackCount(bytes, valueStart) + to - from;
  const fill = limits.listMaxListpackSize;
  if (exceedsNode(fill, length + textBytes(values, from, to), count)) {
    const large = toQuickList(database, entry, fill);
    pushToNodes(nodesOf(database, large), values, from, to, atFront);
    return large;
  }
  const size = packedBytes(values, from, to);
  const offset = atFront ? firstElement(0) : length - 1;
  const grown = growListpack(database, entry, offset, size, to - from);
  writePacked(entries.bytes, entries.valueStart + offset, values, from, to, atFront);
  return grown;
}

/** Inserts an element before the one at `index`, which may be the length. */
export function insertIntoList(
  database: Database,
  entry: number,
  index: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  limits: ListLimits,
): number {
  database.beforeChange(entry);
  const grown = makeRoom(database, entry, end - start, limits);
  const { entries } = database;
  if (entries.isCollection(grown)) {
    nodesOf(database, grown).insert(index, bytes, start, end);
    return grown;
  }
  entries.locate(grown);
  const { valueStart } = entries;
  const at =
    index === listpackCount(entries.bytes, valueStart)
      ? listpackEnd(entries.bytes, valueStart)
      : seekElement(entries.bytes, valueStart, index);
  element.set(bytes, start, end);
  return insertIntoListpack(database, grown, at - valueStart, element);
}

/** Puts an element in the place of the one at `index`. */
export function replaceInList(
  database: Database,
  entry: number,
  index: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  limits: ListLimits,
): number {
  database.beforeChange(entry);
  const grown = makeRoom(database, entry, end - start, limits);
  const { entries } = database;
  if (entries.isCollection(grown)) {
    nodesOf(database, grown).replace(index, bytes, start, end);
    return settleList(database, grown, limits, true);
  }
  entries.locate(grown);
  const at = seekElement(entries.bytes, entries.valueStart, index);
  element.set(bytes, start, end);
  return replaceInListpack(database, grown, at - entries.valueStart, element);
}

/** As Redis does before it knows whether the element will come: a small list becomes large if that element would be too much. */
function makeRoom(database: Database, entry: number, textLength: number, limits: ListLimits): number {
  const { entries } = database;
  if (entries.isCollection(entry)) return entry;
  entries.locate(entry);
  const { bytes, valueStart } = entries;
  const fill = limits.listMaxListpackSize;
  const length = listpackBytes(bytes, valueStart) + textLength;
  return exceedsNode(fill, length, listpackCount(bytes, valueStart) + 1) ? toQuickList(database, entry, fill) : entry;
}

function pushToNodes(nodes: NodeList, values: Slices, from: number, to: number, atFront: boolean): void {
  const { bytes, starts, ends } = values;
  if (atFront) for (let i = from; i < to; i++) nodes.pushFront(bytes, starts[i], ends[i]);
  else for (let i = from; i < to; i++) nodes.pushBack(bytes, starts[i], ends[i]);
}

function textBytes(values: Slices, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values.ends[i] - values.starts[i];
  return sum;
}

/** Bytes of the elements once they are packed. A single one is set in `element` then. */
function packedBytes(values: Slices, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += element.set(values.bytes, values.starts[i], values.ends[i]);
  return sum;
}

/** Writes the elements for which `packedBytes` was called. */
function writePacked(
  to: Uint8Array,
  at: number,
  values: Slices,
  first: number,
  behind: number,
  isReversed: boolean,
): void {
  if (behind - first === 1) {
    element.write(to, at);
    return;
  }
  for (let i = 0; i < behind - first; i++) {
    const value = isReversed ? behind - 1 - i : first + i;
    element.set(values.bytes, values.starts[value], values.ends[value]);
    at = element.write(to, at);
  }
}

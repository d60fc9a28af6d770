import type { Database } from '../../keyspace/database.ts';
import { firstElement, listpackCount, listpackEnd, seekElement } from '../../packed/listpack.ts';
import type { SoughtElement } from '../../structures/element-run.ts';
import { deleteFromListpack } from '../inline-listpack.ts';
import { settleList } from './list-form.ts';
import type { ListLimits } from './list-limits.ts';
import { listLength } from './list-value.ts';
import { nodesOf } from './quick-list.ts';

/** Offset of the first element in a listpack. */
const FIRST = firstElement(0);

/** Removes elements at both ends. @returns the entry; 0 if all elements went, and the key with them */
export function trimList(database: Database, entry: number, front: number, back: number, limits: ListLimits): number {
  const { entries } = database;
  if (front + back >= listLength(database, entry)) {
    database.remove(entry);
    return 0;
  }
  database.beforeChange(entry);
  if (entries.isCollection(entry)) {
    const nodes = nodesOf(database, entry);
    if (front > 0) nodes.removeFront(front);
    if (back > 0) nodes.removeBack(back);
    return settleList(database, entry, limits, true);
  }
  let trimmed = entry;
  if (front > 0) trimmed = deleteFromListpack(database, trimmed, FIRST, front);
  if (back > 0) {
    entries.locate(trimmed);
    const at = seekElement(entries.bytes, entries.valueStart, -back);
    trimmed = deleteFromListpack(database, trimmed, at - entries.valueStart, back);
  }
  return trimmed;
}

/** How many elements the last `removeFromList` removed. */
export let removedFromList = 0;

/**
 * Removes elements equal to the one sought: the first `most` of them, or with `backwards` the last. `removedFromList` tells how many.
 * @returns the entry; 0 if all elements went, and the key with them
 */
export function removeFromList(
  database: Database,
  entry: number,
  sought: SoughtElement,
  most: number,
  backwards: boolean,
  limits: ListLimits,
): number {
  const { entries } = database;
  database.beforeChange(entry);
  if (entries.isCollection(entry)) {
    const nodes = nodesOf(database, entry);
    removedFromList = nodes.removeEqual(sought, most, backwards);
    if (nodes.length > 0) return removedFromList > 0 ? settleList(database, entry, limits, true) : entry;
    database.remove(entry);
    return 0;
  }
  return removeFromListpack(database, entry, sought, most, backwards);
}

function removeFromListpack(
  database: Database,
  entry: number,
  sought: SoughtElement,
  most: number,
  backwards: boolean,
): number {
  const { entries } = database;
  let shrunk = entry;
  /** Where the search goes on, from the beginning of the listpack. */
  entries.locate(entry);
  let offset = backwards ? listpackEnd(entries.bytes, entries.valueStart) - entries.valueStart : FIRST;
  removedFromList = 0;
  while (removedFromList < most) {
    const { bytes, valueStart } = entries;
    const found = backwards
      ? sought.findBackward(bytes, valueStart + offset, valueStart + FIRST)
      : sought.findForward(bytes, valueStart + offset, listpackEnd(bytes, valueStart));
    if (found < 0) break;
    removedFromList++;
    offset = found - valueStart;
    if (listpackCount(bytes, valueStart) === 1) {
      database.remove(shrunk);
      return 0;
    }
    shrunk = deleteFromListpack(database, shrunk, offset, 1);
  }
  return shrunk;
}

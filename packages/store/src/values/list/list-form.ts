import { copyBytes } from '@respite/bytes';
import type { Database } from '../../keyspace/database.ts';
import { BLOCK_BYTES_MAX } from '../../limits.ts';
import {
  EMPTY_LISTPACK_BYTES,
  firstElement,
  initialiseListpack,
  listpackCount,
  listpackEnd,
  openGap,
} from '../../packed/listpack.ts';
import { LIST_LISTPACK } from '../value-kind.ts';
import { fitsInline, type ListLimits } from './list-limits.ts';
import { nodesOf, QuickList } from './quick-list.ts';

/** A small list becomes a large one. */
export function toQuickList(database: Database, entry: number, fill: number): number {
  const { entries } = database;
  const list = QuickList.ofFill(database.collections, fill);
  entries.locate(entry);
  const { bytes, valueStart } = entries;
  list.nodes.pushRunBack(
    bytes,
    firstElement(valueStart),
    listpackEnd(bytes, valueStart),
    listpackCount(bytes, valueStart),
  );
  return database.setCollection(entry, list);
}

/** Holds the elements of a list while its form changes. */
let transit = new Uint8Array(0);

/**
 * A large list becomes a small one, if it is one packed node within the limits.
 * @param isShrinking it has just become smaller: then it must be below half of the limits
 */
export function settleList(database: Database, entry: number, limits: ListLimits, isShrinking: boolean): number {
  if (!database.entries.isCollection(entry)) return entry;
  const nodes = nodesOf(database, entry);
  if (nodes.nodeCount !== 1) return entry;
  const size = nodes.runBytes;
  const { length } = nodes;
  const total = size + EMPTY_LISTPACK_BYTES;
  if (size > BLOCK_BYTES_MAX || !fitsInline(limits.listMaxListpackSize, total, length, isShrinking)) return entry;
  // Its memory is given back before the entry has room for it.
  if (transit.length < size) transit = new Uint8Array(BLOCK_BYTES_MAX);
  nodes.copyRun(transit, 0);
  const small = database.setInline(entry, LIST_LISTPACK, total);
  const { bytes, valueStart } = database.entries;
  initialiseListpack(bytes, valueStart);
  openGap(bytes, valueStart, firstElement(valueStart), size, length);
  copyBytes(transit, 0, size, bytes, firstElement(valueStart));
  return small;
}

import {
  type Database,
  type EntryVisitor,
  HASH_LISTPACK,
  KIND_HASH,
  KIND_LIST,
  KIND_SET,
  KIND_SORTED_SET,
  KIND_STRING,
  listLength,
  listpackCount,
  setLength,
  stringLength,
} from '@respite/store';
import type { InfoLine, InfoSection } from './section.ts';

/** Kinds of values, and the ends of their lines' names. */
const DISTRIBUTIONS: readonly (readonly [kind: number, name: string])[] = [
  [KIND_STRING, 'strings_sizes'],
  [KIND_LIST, 'lists_items'],
  [KIND_SET, 'sets_items'],
  [KIND_SORTED_SET, 'zsets_items'],
  [KIND_HASH, 'hashes_items'],
];

/** Classes for sizes below 2^53. */
const CLASSES = 54;

/**
 * How many values of which size there are: `db0_distrib_lists_items:1=3,32=1`, three lists with one element and one with 32 to 63.
 *
 * Nothing is counted while the data changes: it walks all keys, so it is shown only to those who ask for it by name.
 */
export const keysizesSection: InfoSection = {
  title: 'Keysizes',
  shown: 'by name',
  lines({ store }) {
    const lines: InfoLine[] = [];
    for (const database of store.databases) {
      if (database.size === 0) continue;
      const counts = countSizes(database);
      for (const [kind, name] of DISTRIBUTIONS) {
        const classes = [...(counts.get(kind) as Float64Array).entries()].filter(([, count]) => count > 0);
        if (classes.length === 0) continue;
        const text = classes.map(([index, count]) => `${classLabel(index)}=${count}`).join(',');
        lines.push([`db${database.index}_distrib_${name}`, text]);
      }
    }
    return lines;
  },
};

/** By kind: number of values in each class of sizes. */
function countSizes(database: Database): ReadonlyMap<number, Float64Array> {
  const counts = new Map(DISTRIBUTIONS.map(([kind]) => [kind, new Float64Array(CLASSES)]));
  const visitor: EntryVisitor = {
    visit(entry) {
      const sizes = counts.get(database.entries.kind(entry));
      if (sizes !== undefined) sizes[classOf(sizeOf(database, entry))]++;
    },
  };
  for (let bucket = 0; bucket < database.keys.bucketCount; bucket++) database.keys.visitBucket(bucket, visitor);
  return counts;
}

/** Bytes of a string, elements of anything else. */
function sizeOf(database: Database, entry: number): number {
  const { entries } = database;
  const kind = entries.kind(entry);
  if (kind === KIND_STRING) return stringLength(entries, entry);
  if (kind === KIND_LIST) return listLength(database, entry);
  if (kind === KIND_SET) return setLength(database, entry);
  if (entries.isCollection(entry)) return database.collectionOf(entry).length;
  const perElement = kind === KIND_HASH && entries.encoding(entry) !== HASH_LISTPACK ? 3 : 2;
  entries.locate(entry);
  return listpackCount(entries.bytes, entries.valueStart) / perElement;
}

/** 0 for 0, 1 for 1, 2 for 2 and 3, 3 for 4 to 7 ... */
function classOf(size: number): number {
  return size === 0 ? 0 : Math.floor(Math.log2(size)) + 1;
}

/** The least size of a class: `0`, `1`, `2` ... `512`, `1K` ... `1M`. */
function classLabel(index: number): string {
  if (index === 0) return '0';
  let size = 2 ** (index - 1);
  let unit = '';
  for (const larger of ['K', 'M', 'G', 'T', 'P']) {
    if (size < 1024) break;
    size /= 1024;
    unit = larger;
  }
  return `${size}${unit}`;
}

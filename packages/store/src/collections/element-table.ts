import type { Entries } from '../structures/entries.ts';
import { ELEMENT_KIND, NO_EXPIRY } from '../structures/entry-format.ts';
import { type EntryVisitor, HashTable } from '../structures/hash-table.ts';
import type { ElementMemory } from './element-memory.ts';

/** Who wants to see elements before they change: a snapshot that is in the midst of the collection. */
export interface ElementObserver {
  /** The element is about to change or go. What is located stays so. */
  beforeChange(element: number): void;
}

/**
 * The members of a set or sorted set, or the fields of a hash: entries of their own, found by their bytes.
 *
 * ```
 * set          key: member   value: none
 * sorted set   key: member   value: score, f64
 * hash         key: field    value: its value   expiry: the field's
 * ```
 *
 * A reference to an element is good until the call that removes it, or makes it another (`resizeValue`, `setExpiry`: they return it).
 * Elements do not move otherwise.
 */
export class ElementTable {
  readonly entries: Entries;
  readonly table: HashTable;
  observer: ElementObserver | undefined = undefined;
  #hash = 0;

  constructor(memory: ElementMemory) {
    this.entries = memory.entries;
    this.table = new HashTable(memory.entries, memory.arena, memory.hash);
  }

  get size(): number {
    return this.table.size;
  }

  /** The element of these bytes, or 0. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const hash = this.table.hashOfKey(bytes, start, end);
    this.#hash = hash;
    return this.table.find(bytes, start, end, hash);
  }

  /**
   * Makes the element that `find` has just been called for and has not found. Its value of `valueLength` bytes is written by the
   * caller, at `entries.valueStart` of `entries.bytes`. The bytes given must not lie in an element.
   */
  add(bytes: Uint8Array, start: number, end: number, valueLength: number): number {
    const element = this.entries.create(ELEMENT_KIND, 0, bytes, start, end, valueLength, NO_EXPIRY);
    this.table.insert(this.#hash, element);
    return element;
  }

  /** To be called before the bytes of a value are changed in place. */
  beforeChange(element: number): void {
    if (this.observer !== undefined) this.observer.beforeChange(element);
  }

  /** Gives the value another length, keeping what both have in common, and locates the element. @returns its reference */
  resizeValue(element: number, valueLength: number): number {
    if (this.observer !== undefined) this.observer.beforeChange(element);
    const fresh = this.entries.resize(element, valueLength);
    if (fresh !== element) this.table.replace(this.entries.hashOf(fresh, this.table.hash), element, fresh);
    return fresh;
  }

  /** Sets the expiry (milliseconds of Unix time), or takes it away with NO_EXPIRY. @returns the element's reference */
  setExpiry(element: number, expiry: number): number {
    if (this.observer !== undefined) this.observer.beforeChange(element);
    const hash = this.entries.hashOf(element, this.table.hash);
    const fresh = this.entries.setExpiry(element, expiry);
    if (fresh !== element) this.table.replace(hash, element, fresh);
    return fresh;
  }

  /** Removes an element. */
  remove(element: number): void {
    if (this.observer !== undefined) this.observer.beforeChange(element);
    this.table.remove(this.entries.hashOf(element, this.table.hash), element);
    this.entries.free(element);
  }

  /** An element at random, each with the same chance; 0 where there is none. @param random floats in [0, 1) */
  randomElement(random: () => number): number {
    return this.table.randomEntry(random);
  }

  /** Visits the elements of one bucket, as `HashTable.scan`. The visitor must not change the table. @returns the next cursor, 0 at the end */
  scan(cursor: number, visitor: EntryVisitor): number {
    return this.table.scan(cursor, visitor);
  }

  /** Brings all elements into the present epoch: of a collection that a snapshot has read at once, not in an `ElementWalk`. */
  joinEpoch(): void {
    const { entries, table } = this;
    const visitor: EntryVisitor = { visit: (element) => entries.joinEpoch(element) };
    for (let bucket = 0; bucket < table.bucketCount; bucket++) table.visitBucket(bucket, visitor);
  }

  /** Puts copies of all elements of another table into this one, which is empty. */
  copyFrom(other: ElementTable): void {
    const { entries, table } = this;
    const visitor: EntryVisitor = {
      visit(element) {
        const copy = entries.duplicate(element);
        table.insert(entries.hashOf(copy, table.hash), copy);
      },
    };
    let cursor = 0;
    do cursor = other.scan(cursor, visitor);
    while (cursor !== 0);
  }

  /** Bytes of the table and an estimate of those of the elements. */
  get usedBytes(): number {
    return this.bytesBySamples(SAMPLES);
  }

  /** Bytes of the table, and those of the elements as far as so many of them show. */
  bytesBySamples(samples: number): number {
    return this.table.usedBytes + sampledBytes(this, samples);
  }

  /** Frees about `budget` elements; the table is of no use any more. @returns whether there are more */
  freeSome(budget: number): boolean {
    return this.table.dismantle(budget);
  }
}

const SAMPLES = 16;

/** Bytes of all elements, as far as some of them show. */
function sampledBytes({ entries, table }: ElementTable, samples: number): number {
  let seen = 0;
  let bytes = 0;
  const visitor: EntryVisitor = {
    visit(element) {
      seen++;
      bytes += entries.sizeOf(element);
    },
  };
  let cursor = 0;
  do cursor = table.scan(cursor, visitor);
  while (cursor !== 0 && seen < samples);
  return seen === 0 ? 0 : Math.round((bytes / seen) * table.size);
}

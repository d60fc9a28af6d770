import type { ElementTable } from '../../collections/element-table.ts';
import type { Database } from '../../keyspace/database.ts';
import { intsetAt, intsetCount } from '../../packed/intset.ts';
import { firstElement, nextElement } from '../../packed/listpack.ts';
import { LISTPACK_END } from '../../packed/listpack-element.ts';
import { COLLECTION_ENCODING } from '../../structures/entry-format.ts';
import type { EntryVisitor } from '../../structures/hash-table.ts';
import { SET_INTSET } from '../value-kind.ts';
import type { SetCollection } from './set-collection.ts';
import { SetMember } from './set-member.ts';

/**
 * A walk over all members of a set, which must not change meanwhile. It is itself the member that it has come to:
 *
 *     for (walk.begin(database, entry); walk.next(); ) reply(walk);
 */
export class SetWalk extends SetMember implements EntryVisitor {
  #encoding = 0;
  #packed: Uint8Array = new Uint8Array(0);
  #base = 0;
  /** Position of the next element of a listpack, index of the next integer, place of the next element in #elements. */
  #next = 0;
  #count = 0;
  #table!: ElementTable;
  #bucket = 0;
  readonly #elements: number[] = [];

  begin(database: Database, entry: number): void {
    const { entries } = database;
    this.#encoding = entries.encoding(entry);
    if (this.#encoding === COLLECTION_ENCODING) {
      this.#table = (database.collectionOf(entry) as SetCollection).members;
      this.#bucket = 0;
      this.#next = 0;
      this.#elements.length = 0;
      return;
    }
    entries.locate(entry);
    this.#packed = entries.bytes;
    this.#base = entries.valueStart;
    if (this.#encoding === SET_INTSET) {
      this.#next = 0;
      this.#count = intsetCount(entries.bytes, entries.valueStart);
    } else {
      this.#next = firstElement(entries.valueStart);
    }
  }

  /** Goes on to the next member. @returns whether there is one */
  next(): boolean {
    if (this.#encoding === COLLECTION_ENCODING) return this.#nextElement();
    const at = this.#next;
    if (this.#encoding === SET_INTSET) {
      if (at === this.#count) return false;
      this.setInteger(intsetAt(this.#packed, this.#base, at), at);
      this.#next = at + 1;
      return true;
    }
    if (this.#packed[at] === LISTPACK_END) return false;
    this.setPacked(this.#packed, this.#base, at);
    this.#next = nextElement(this.#packed, at);
    return true;
  }

  #nextElement(): boolean {
    const { table, entries } = this.#table;
    while (this.#next === this.#elements.length) {
      if (this.#bucket >= table.bucketCount) return false;
      this.#next = 0;
      this.#elements.length = 0;
      table.visitBucket(this.#bucket++, this);
    }
    this.setElement(entries, this.#elements[this.#next++]);
    return true;
  }

  visit(element: number): void {
    this.#elements.push(element);
  }
}

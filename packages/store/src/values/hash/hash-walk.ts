import type { ElementTable } from '../../collections/element-table.ts';
import type { Database } from '../../keyspace/database.ts';
import { firstElement, nextElement } from '../../packed/listpack.ts';
import { ElementReader, integerElement, LISTPACK_END } from '../../packed/listpack-element.ts';
import { COLLECTION_ENCODING, NO_EXPIRY } from '../../structures/entry-format.ts';
import type { EntryVisitor } from '../../structures/hash-table.ts';
import { HASH_LISTPACK_EXPIRY } from '../value-kind.ts';
import type { HashCollection } from './hash-collection.ts';

/**
 * A walk over all fields of a hash, which must not change meanwhile:
 *
 *     for (walk.begin(database, entry); walk.next(); ) reply(walk.field, walk.value);
 *
 * Those whose time has come are among them.
 */
export class HashWalk implements EntryVisitor {
  /** Slices, good until `next`. */
  readonly field: ElementReader = new ElementReader();
  readonly value: ElementReader = new ElementReader();
  /** Milliseconds of Unix time, or NO_EXPIRY. */
  expiry: number = NO_EXPIRY;
  #encoding = 0;
  #packed: Uint8Array = new Uint8Array(0);
  #at = 0;
  #fields!: ElementTable;
  #bucket = 0;
  /** The elements of the present bucket, and which is next. */
  readonly #elements: number[] = [];
  #next = 0;

  begin(database: Database, entry: number): void {
    const { entries } = database;
    this.#encoding = entries.encoding(entry);
    this.expiry = NO_EXPIRY;
    if (this.#encoding === COLLECTION_ENCODING) {
      this.#fields = (database.collectionOf(entry) as HashCollection).fields;
      this.#bucket = 0;
      this.#elements.length = 0;
      this.#next = 0;
      return;
    }
    entries.locate(entry);
    this.#packed = entries.bytes;
    this.#at = firstElement(entries.valueStart);
  }

  /** Goes on to the next field. @returns whether there is one */
  next(): boolean {
    if (this.#encoding === COLLECTION_ENCODING) return this.#nextElement();
    const bytes = this.#packed;
    if (bytes[this.#at] === LISTPACK_END) return false;
    this.field.readText(bytes, this.#at);
    const value = nextElement(bytes, this.#at);
    this.value.readText(bytes, value);
    this.#at = nextElement(bytes, value);
    if (this.#encoding === HASH_LISTPACK_EXPIRY) {
      const time = Number(integerElement(bytes, this.#at));
      this.expiry = time === 0 ? NO_EXPIRY : time;
      this.#at = nextElement(bytes, this.#at);
    }
    return true;
  }

  #nextElement(): boolean {
    const { table } = this.#fields;
    while (this.#next === this.#elements.length) {
      if (this.#bucket >= table.bucketCount) return false;
      this.#next = 0;
      this.#elements.length = 0;
      table.visitBucket(this.#bucket++, this);
    }
    this.read(this.#fields, this.#elements[this.#next++]);
    return true;
  }

  /** Reads one element of a large hash. */
  read({ entries }: ElementTable, element: number): void {
    entries.locate(element);
    const { field, value } = this;
    field.bytes = value.bytes = entries.bytes;
    field.start = entries.keyStart;
    field.end = entries.keyEnd;
    value.start = entries.valueStart;
    value.end = entries.valueEnd;
    this.expiry = entries.expiryOf(element);
  }

  visit(element: number): void {
    this.#elements.push(element);
  }
}

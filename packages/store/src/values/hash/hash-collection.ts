import { copyBytes } from '@respite/bytes';
import { Collection, type CollectionRegistry } from '../../collections/collection.ts';
import { ElementTable } from '../../collections/element-table.ts';
import { DueTimes } from '../../structures/due-times.ts';
import { NO_EXPIRY } from '../../structures/entry-format.ts';
import type { EntryVisitor } from '../../structures/hash-table.ts';

/** Stale moments are tolerated up to this number and as many again as there are fields that expire. */
const STALE_MIN = 64;

/** The large form of a hash: its fields are the elements of a table, each with its own expiry. */
export class HashCollection extends Collection implements EntryVisitor {
  readonly fields: ElementTable;
  /** Number of fields that expire. */
  expiring = 0;
  /** For every field that expires, its moment. */
  readonly #due = new DueTimes();
  #dueBytes = 0;
  // What is sought in a bucket of fields, and what was found there.
  #soughtHash = 0;
  #soughtTime = 0;
  #found = 0;

  constructor(collections: CollectionRegistry) {
    super(collections);
    this.fields = new ElementTable(collections.memory);
  }

  override get elements(): ElementTable {
    return this.fields;
  }

  get length(): number {
    return this.fields.size;
  }

  get usedBytes(): number {
    return this.fields.usedBytes + this.#dueBytes;
  }

  override get nearestExpiry(): number {
    return this.expiring === 0 ? NO_EXPIRY : this.#due.first;
  }

  /** Adds a field that `fields.find` has just not found. Neither slice lies in an element. */
  add(
    field: Uint8Array,
    fieldStart: number,
    fieldEnd: number,
    value: Uint8Array,
    valueStart: number,
    valueEnd: number,
  ): number {
    const element = this.fields.add(field, fieldStart, fieldEnd, valueEnd - valueStart);
    const { entries } = this.fields;
    copyBytes(value, valueStart, valueEnd, entries.bytes, entries.valueStart);
    return element;
  }

  /** @returns the element's reference */
  setValue(element: number, value: Uint8Array, start: number, end: number): number {
    const { fields } = this;
    const { entries } = fields;
    entries.locate(element);
    let fresh = element;
    if (entries.valueEnd - entries.valueStart === end - start) fields.beforeChange(element);
    else fresh = fields.resizeValue(element, end - start);
    copyBytes(value, start, end, entries.bytes, entries.valueStart);
    return fresh;
  }

  /** @param expiry milliseconds of Unix time, or NO_EXPIRY. @returns the element's reference */
  setExpiry(element: number, expiry: number): number {
    const { fields } = this;
    const { entries } = fields;
    const had = entries.hasExpiry(element);
    if (expiry === (had ? entries.expiryOf(element) : NO_EXPIRY)) return element;
    const fresh = fields.setExpiry(element, expiry);
    if (expiry === NO_EXPIRY) this.#expiresNoMore();
    else {
      if (!had) this.expiring++;
      this.#due.add(expiry, entries.hashOf(fresh, fields.table.hash));
      if (this.#due.size > 2 * this.expiring + STALE_MIN) {
        this.#due.keepOnly((time, hash) => this.#findDue(time, hash) !== 0);
      }
      this.#countBytes();
    }
    return fresh;
  }

  remove(element: number): void {
    const expires = this.fields.entries.hasExpiry(element);
    this.fields.remove(element);
    if (expires) this.#expiresNoMore();
  }

  /** A field that is due, or 0. */
  dueElement(now: number): number {
    while (this.expiring > 0 && this.#due.first < now) {
      const element = this.#findDue(this.#due.first, this.#due.firstHash);
      if (element !== 0) return element;
      this.#due.removeFirst();
    }
    this.#countBytes();
    return 0;
  }

  #expiresNoMore(): void {
    if (--this.expiring > 0) return;
    this.#due.clear();
    this.#countBytes();
  }

  #findDue(time: number, hash: number): number {
    this.#soughtTime = time;
    this.#soughtHash = hash;
    this.#found = 0;
    this.fields.scan(hash >>> 0, this);
    return this.#found;
  }

  visit(element: number): void {
    const { entries, table } = this.fields;
    if (!entries.hasExpiry(element) || entries.expiryOf(element) !== this.#soughtTime) return;
    if (entries.hashOf(element, table.hash) === this.#soughtHash) this.#found = element;
  }

  #countBytes(): void {
    const bytes = this.#due.heldBytes;
    this.collections.memory.outsideBytes += bytes - this.#dueBytes;
    this.#dueBytes = bytes;
  }

  copy(): HashCollection {
    const copy = new HashCollection(this.collections);
    copy.fields.copyFrom(this.fields);
    copy.expiring = this.expiring;
    if (this.expiring > 0) copy.#due.copyFrom(this.#due);
    copy.#countBytes();
    return copy;
  }

  freeSome(budget: number): boolean {
    this.#due.clear();
    this.#countBytes();
    return this.fields.freeSome(budget);
  }
}

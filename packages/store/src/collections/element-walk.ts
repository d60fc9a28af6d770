import type { EntryVisitor } from '../structures/hash-table.ts';
import type { Collection } from './collection.ts';
import type { ElementObserver, ElementTable } from './element-table.ts';

/**
 * A visit to all elements of a table as they are when it begins, while they change.
 *
 * It tells by their epoch which elements it has visited, as `LiveWalk` does with keys: those of the old one are still to come. One of
 * them that is about to change is visited just before. So the epoch must have been turned before (`Entries.turnEpoch`), at the moment
 * that the visit is to show, and whoever changed the collection since must have begun this walk first.
 */
export class ElementWalk implements ElementObserver {
  readonly #collection: Collection;
  readonly #table: ElementTable;
  readonly #visitor: EntryVisitor;
  readonly #found: EntryVisitor = { visit: (element) => this.#visit(element) };
  #cursor = 0;
  #isDone = false;

  /** The collection stays, whatever becomes of its key, until the end. */
  constructor(collection: Collection, table: ElementTable, visitor: EntryVisitor) {
    this.#collection = collection;
    this.#table = table;
    this.#visitor = visitor;
    collection.collections.pin(collection);
    table.observer = this;
  }

  /** Visits the elements of some buckets. @returns whether more may be left */
  visitSome(buckets: number): boolean {
    if (this.#isDone) return false;
    for (let i = 0; i < buckets; i++) {
      this.#cursor = this.#table.scan(this.#cursor, this.#found);
      if (this.#cursor !== 0) continue;
      this.end();
      return false;
    }
    return true;
  }

  beforeChange(element: number): void {
    const { entries } = this.#table;
    const { bytes, keyStart, keyEnd, valueStart, valueEnd } = entries;
    this.#visit(element);
    entries.bytes = bytes;
    entries.keyStart = keyStart;
    entries.keyEnd = keyEnd;
    entries.valueStart = valueStart;
    entries.valueEnd = valueEnd;
  }

  /** Gives up, or has done. */
  end(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#table.observer = undefined;
    this.#collection.collections.unpin(this.#collection);
  }

  #visit(element: number): void {
    const { entries } = this.#table;
    if (entries.isOfEpoch(element)) return;
    entries.joinEpoch(element);
    this.#visitor.visit(element);
  }
}

import type { ElementTable, EntryVisitor } from '@respite/store';
import type { ScanOptions } from './scan-options.ts';

/** Buckets looked at per element asked for: the end of patience with a table that is nearly empty. */
export const BUCKETS_PER_COUNT = 10;

/** A step of a scan over the members or fields of a large collection. One is enough: only one command runs at a time. */
class ElementScan implements EntryVisitor {
  /** The elements that match: to be read before the collection changes. */
  readonly found: number[] = [];
  #seen = 0;
  #table!: ElementTable;
  #options!: ScanOptions;

  /** Looks at about as many elements as the options say. @returns the next cursor */
  step(table: ElementTable, cursor: number, options: ScanOptions): number {
    this.found.length = 0;
    this.#seen = 0;
    this.#table = table;
    this.#options = options;
    let patience = options.count * BUCKETS_PER_COUNT;
    let next = cursor;
    do next = table.scan(next, this);
    while (next !== 0 && patience-- > 0 && this.#seen < options.count);
    return next;
  }

  visit(element: number): void {
    this.#seen++;
    if (!this.#options.matchesAll) {
      const { entries } = this.#table;
      entries.locate(element);
      if (!this.#options.matches(entries.bytes, entries.keyStart, entries.keyEnd)) return;
    }
    this.found.push(element);
  }
}

export const elementScan = new ElementScan();

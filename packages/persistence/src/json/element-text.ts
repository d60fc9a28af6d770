import { type Collection, type ElementTable, ElementWalk, type Entries, type EntryVisitor } from '@respite/store';
import { elementsInOrder } from './element-order.ts';
import type { LiveText } from './live-text.ts';
import { PutAside } from './put-aside.ts';
import type { TextOutput } from './text-output.ts';

/** Buckets visited in one step. */
const BUCKETS_PER_STEP = 64;

/** Up to so many elements stand in the order of their bytes. */
export const ORDERED_MAX = 1000;

/** Writes an element, which it may locate. */
export type ElementWriter = (output: TextOutput, entries: Entries, element: number) => void;

/** Writes all elements of a set or hash that does not change, in order if they are few. */
export function writeElements(
  output: TextOutput,
  collection: Collection,
  brackets: '[]' | '{}',
  write: ElementWriter,
): void {
  const elements = collection.elements as ElementTable;
  let isFirst = true;
  const visit = (element: number) => {
    output.ascii(isFirst ? brackets[0] : ', ');
    isFirst = false;
    write(output, elements.entries, element);
  };
  const { table } = elements;
  if (elements.size <= ORDERED_MAX) for (const element of elementsInOrder(elements)) visit(element);
  else for (let bucket = 0; bucket < table.bucketCount; bucket++) table.visitBucket(bucket, { visit });
  output.ascii(brackets[1]);
}

/**
 * The text of a set, hash or sorted set, element by element, while it changes: one that is about to change before its turn comes is
 * written at once, to be put in later. So the elements stand in no order.
 */
export class ElementText implements LiveText, EntryVisitor {
  readonly #walk: ElementWalk;
  readonly #entries: Entries;
  readonly #write: ElementWriter;
  readonly #close: string;
  readonly #aside = new PutAside();
  /** Where the elements go that are visited now. */
  #output: TextOutput;
  #isFirst = true;
  #isWalked = false;

  /**
   * Writes the first elements.
   * @param brackets around the elements
   */
  constructor(
    output: TextOutput,
    collection: Collection,
    elements: ElementTable,
    brackets: '[]' | '{}',
    write: ElementWriter,
  ) {
    this.#output = output;
    this.#entries = elements.entries;
    this.#write = write;
    this.#close = brackets[1];
    output.ascii(brackets[0]);
    this.#walk = new ElementWalk(collection, elements, this);
    // What is put aside has a comma before it, so the first one may not be.
    while (this.#isFirst && this.#walkOn());
    this.#output = this.#aside.output;
  }

  step(output: TextOutput): boolean {
    while (this.#aside.giveSome(output));
    if (this.#isWalked) {
      output.ascii(this.#close);
      return false;
    }
    this.#output = output;
    this.#walkOn();
    this.#output = this.#aside.output;
    return true;
  }

  #walkOn(): boolean {
    this.#isWalked = !this.#walk.visitSome(BUCKETS_PER_STEP);
    return !this.#isWalked;
  }

  visit(element: number): void {
    const output = this.#output;
    if (this.#isFirst) this.#isFirst = false;
    else output.ascii(', ');
    this.#write(output, this.#entries, element);
  }

  /** Each element tells when it is about to change. */
  takeCopy(): void {}

  abandon(): void {
    this.#walk.end();
  }
}

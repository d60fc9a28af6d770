import { type Collection, type ElementTable, ElementWalk, type EntryVisitor } from '@respite/store';
import type { LiveText } from './kind-format.ts';
import { PutAside } from './put-aside.ts';
import type { TextOutput } from './text-output.ts';

/** Buckets visited in one step. */
const BUCKETS_PER_STEP = 64;

/**
 * The text of a set, hash or sorted set, element by element, while it changes: one that is about to change before its turn comes is
 * written at once, to be put in later. So the elements stand in no order.
 */
export class ElementText implements LiveText, EntryVisitor {
  readonly #walk: ElementWalk;
  readonly #entries: ElementTable['entries'];
  readonly #write: (output: TextOutput, entries: ElementTable['entries'], element: number) => void;
  readonly #close: string;
  readonly #aside = new PutAside();
  /** Where the elements go that are visited now. */
  #output: TextOutput;
  #isFirst = true;
  #isWalked = false;

  /**
   * Writes the first elements.
   * @param brackets around the elements
   * @param write writes an element, which it may locate
   */
  constructor(
    output: TextOutput,
    collection: Collection,
    elements: ElementTable,
    brackets: '[]' | '{}',
    write: (output: TextOutput, entries: ElementTable['entries'], element: number) => void,
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

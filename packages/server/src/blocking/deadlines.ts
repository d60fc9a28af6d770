/** What has a deadline. */
export interface Dated {
  readonly deadline: number;
  /** Decides between equal deadlines. */
  readonly order: number;
  /** Where it stands in the heap, -1: nowhere. Kept by `Deadlines`. */
  heapIndex: number;
}

/** A binary heap by deadline that can also give up what stands in its midst: adding and removing are O(log n). */
export class Deadlines<T extends Dated> {
  readonly #heap: T[] = [];

  get size(): number {
    return this.#heap.length;
  }

  /** What is due first. */
  get first(): T | undefined {
    return this.#heap[0];
  }

  add(item: T): void {
    this.#heap.push(item);
    this.#rise(item, this.#heap.length - 1);
  }

  /** Does nothing with an item that is not there. */
  remove(item: T): void {
    const index = item.heapIndex;
    if (index < 0) return;
    item.heapIndex = -1;
    const last = this.#heap.pop() as T;
    if (last === item) return;
    this.#rise(last, index);
    this.#sink(last, last.heapIndex);
  }

  #rise(item: T, index: number): void {
    const heap = this.#heap;
    while (index > 0) {
      const above = (index - 1) >> 1;
      if (!isBefore(item, heap[above])) break;
      this.#place(heap[above], index);
      index = above;
    }
    this.#place(item, index);
  }

  #sink(item: T, index: number): void {
    const heap = this.#heap;
    for (;;) {
      let below = 2 * index + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1], heap[below])) below++;
      if (!isBefore(heap[below], item)) break;
      this.#place(heap[below], index);
      index = below;
    }
    this.#place(item, index);
  }

  #place(item: T, index: number): void {
    this.#heap[index] = item;
    item.heapIndex = index;
  }
}

function isBefore(a: Dated, b: Dated): boolean {
  return a.deadline === b.deadline ? a.order < b.order : a.deadline < b.deadline;
}

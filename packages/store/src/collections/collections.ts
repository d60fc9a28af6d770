import type { Collection, CollectionRegistry } from './collection.ts';
import { CollectionChain } from './collection-chain.ts';
import type { ElementMemory } from './element-memory.ts';

/** A collection of so many elements is freed at once: putting it aside would cost as much. */
const FREED_AT_ONCE = 64;
/** Elements that are freed for each that a step may free, where a collection holds none: its object, its tables. */
const COLLECTION_COST = 8;

/** All large collections of a store, by handle; and those whose keys are gone, until they are freed, a little at a time. */
export class Collections implements CollectionRegistry {
  readonly memory: ElementMemory;
  readonly #byHandle: (Collection | undefined)[] = [];
  readonly #freeHandles: number[] = [];
  /** Chains of collections that wait to be freed. */
  readonly #waiting: CollectionChain[] = [];
  /** Collections that were freed since the beginning, a little at a time. */
  freedCount = 0;

  constructor(memory: ElementMemory) {
    this.memory = memory;
  }

  /** Enters a collection. @returns its handle */
  add(collection: Collection): number {
    const handle = this.#freeHandles.pop() ?? this.#byHandle.length;
    this.#byHandle[handle] = collection;
    collection.handle = handle;
    return handle;
  }

  get(handle: number): Collection {
    return this.#byHandle[handle]!;
  }

  /** As `get`, of any number below `handleCount`; undefined where it is no handle at present. */
  at(handle: number): Collection | undefined {
    return this.#byHandle[handle];
  }

  get handleCount(): number {
    return this.#byHandle.length;
  }

  /**
   * Puts a copy of a collection in its place: its key has the copy then, and the old one is freed at once. To be called while nothing
   * waits to be freed, and for what is not pinned.
   */
  exchange(old: Collection, copy: Collection): void {
    old.chain?.replace(old, copy);
    copy.handle = old.handle;
    this.#byHandle[copy.handle] = copy;
    old.handle = -1;
    while (old.freeSome(FREED_AT_ONCE));
  }

  /** A collection whose key is gone: it is freed, at once where it is small, in time where it is not. It is in no chain. */
  discard(collection: Collection): void {
    if (collection.handle >= 0) this.#release(collection);
    if (collection.pins > 0) {
      collection.isDoomed = true;
      return;
    }
    if (collection.weight <= FREED_AT_ONCE) {
      while (collection.freeSome(FREED_AT_ONCE));
      return;
    }
    if (this.#waiting.length === 0) this.#waiting.push(new CollectionChain());
    this.#waiting[this.#waiting.length - 1].add(collection);
  }

  /** As `discard`, for all that a database had; the chain is empty then. */
  discardAll(chain: CollectionChain): void {
    if (chain.first === undefined) return;
    const waiting = new CollectionChain();
    waiting.takeAll(chain);
    this.#waiting.push(waiting);
  }

  /** Keeps a collection from being freed, whatever becomes of its key, until `unpin`. */
  pin(collection: Collection): void {
    collection.pins++;
  }

  unpin(collection: Collection): void {
    if (--collection.pins > 0 || !collection.isDoomed) return;
    collection.isDoomed = false;
    this.discard(collection);
  }

  /** All collections that keys refer to. */
  *live(): Generator<Collection> {
    for (const collection of this.#byHandle) if (collection !== undefined) yield collection;
  }

  /** Number of collections that keys refer to, and of those that a database has dropped and that are not yet begun with. */
  get count(): number {
    return this.#byHandle.length - this.#freeHandles.length;
  }

  /** Collections that wait to be freed: lazyfree_pending_objects. */
  get pendingCount(): number {
    let count = 0;
    for (const chain of this.#waiting) count += chain.count;
    return count;
  }

  /** Frees about `budget` elements of those that wait. @returns whether more are left */
  freeSome(budget: number): boolean {
    let left = budget;
    while (left > 0) {
      const chain = this.#waiting[this.#waiting.length - 1];
      if (chain === undefined) return false;
      const collection = chain.first;
      if (collection === undefined) {
        this.#waiting.pop();
        continue;
      }
      if (collection.handle >= 0) this.#release(collection);
      if (collection.pins > 0) {
        chain.remove(collection);
        collection.isDoomed = true;
        continue;
      }
      const part = Math.min(left, FREED_AT_ONCE);
      if (collection.freeSome(part)) {
        left -= part;
        continue;
      }
      chain.remove(collection);
      this.freedCount++;
      left -= COLLECTION_COST;
    }
    return true;
  }

  #release(collection: Collection): void {
    this.#byHandle[collection.handle] = undefined;
    this.#freeHandles.push(collection.handle);
    collection.handle = -1;
  }
}

import type { ElementMemory } from './element-memory.ts';
import type { ElementTable } from './element-table.ts';

/** Where collections are entered: `Collections`, as a collection sees it. */
export interface CollectionRegistry {
  readonly memory: ElementMemory;
  /** @returns the handle */
  add(collection: Collection): number;
  discard(collection: Collection): void;
  pin(collection: Collection): void;
  unpin(collection: Collection): void;
}

/** Who links the collections of a database: a chain. */
export interface CollectionOwner {
  replace(old: Collection, fresh: Collection): void;
}

/**
 * The large form of a list, set, hash, sorted set or stream: the one JavaScript object that such a value has. What it holds lies in
 * blocks of `collections.memory`. An entry refers to it by its handle.
 */
export abstract class Collection {
  readonly collections: CollectionRegistry;
  /** Given by the registry; the entry of the key holds it. */
  handle = -1;
  /** Neighbours among the collections of the same database, or among those that wait to be freed. */
  previous: Collection | undefined = undefined;
  next: Collection | undefined = undefined;
  /** The chain of its database, as long as a key refers to it. */
  chain: CollectionOwner | undefined = undefined;

  /** Elements that expire are not due before: milliseconds of Unix time, Infinity where none expires. */
  get nearestExpiry(): number {
    return Number.POSITIVE_INFINITY;
  }

  /** Readers that need it even when its key is gone, such as a snapshot: see `Collections.pin`. */
  pins = 0;
  /** Its key is gone, and it waits for the last reader. */
  isDoomed = false;

  constructor(collections: CollectionRegistry) {
    this.collections = collections;
  }

  /** Elements: what LLEN, SCARD, HLEN, ZCARD or XLEN answers, those that are due but not removed yet among them. */
  abstract readonly length: number;

  /** About how many elements there are to be freed. */
  get weight(): number {
    return this.length;
  }

  /** Its members or fields, where they are entries in a table. */
  get elements(): ElementTable | undefined {
    return undefined;
  }

  /** Bytes in use, in whole blocks; what takes too long to count may be an estimate. For MEMORY USAGE. */
  abstract readonly usedBytes: number;

  /** As `usedBytes`; what is an estimate goes by the size of so many elements. */
  bytesBySamples(samples: number): number {
    const { elements, usedBytes } = this;
    if (elements === undefined) return usedBytes;
    return usedBytes - elements.usedBytes + elements.bytesBySamples(samples);
  }

  /** Another collection of the same content. */
  abstract copy(): Collection;

  /**
   * Frees about `budget` elements. The collection is of no use after the first call.
   * @returns whether there is more to free
   */
  abstract freeSome(budget: number): boolean;
}

import { KeyedHash } from '@respite/bytes';
import { type Clock, systemClock } from './clock.ts';
import { Collections } from './collections/collections.ts';
import { ElementCompactor } from './collections/element-compactor.ts';
import { ElementMemory } from './collections/element-memory.ts';
import { Compactor } from './keyspace/compactor.ts';
import { Database, type KeyspaceListener } from './keyspace/database.ts';
import { Segments } from './memory/segments.ts';
import { Slack } from './slack.ts';

export interface StoreOptions {
  /** How many databases. Default 16. */
  databases?: number;
  clock?: Clock;
  /** Floats in [0, 1): the only source of chance. Default Math.random. */
  random?: () => number;
  listener?: KeyspaceListener;
}

/** What the JavaScript objects of a large collection take, about: itself, its table, its arrays. */
export const COLLECTION_OBJECT_BYTES = 640;

/** A database without keys has two tables of a bucket each. */
const EMPTY_DATABASE_BYTES = 128;

const deaf: KeyspaceListener = { expired() {} };

/** A set of numbered databases in one memory. */
export class Store {
  readonly segments: Segments = new Segments();
  readonly databases: Database[] = [];
  readonly compactor: Compactor = new Compactor(this.segments, this.databases);
  /** The large collections of all databases. */
  readonly collections: Collections;
  readonly elementCompactor: ElementCompactor;
  readonly slack: Slack = new Slack(this.segments, this.databases, () => !this.#isObserved());
  readonly clock: Clock;
  readonly random: () => number;
  readonly #hash: KeyedHash;
  readonly #listener: KeyspaceListener;
  #scratch: Database | undefined = undefined;

  constructor(options: StoreOptions = {}) {
    this.clock = options.clock ?? systemClock;
    this.random = options.random ?? Math.random;
    const word = () => Math.floor(this.random() * 2 ** 32) | 0;
    this.#hash = new KeyedHash(word(), word());
    this.collections = new Collections(new ElementMemory(this.segments, this.#hash));
    this.elementCompactor = new ElementCompactor(this.collections, () => this.#isObserved());
    this.#listener = options.listener ?? deaf;
    for (let index = 0; index < (options.databases ?? 16); index++) this.databases.push(this.#newDatabase(index));
  }

  #newDatabase(index: number): Database {
    return new Database(index, this.segments, this.#hash, this.clock, this.#listener, this.collections);
  }

  /**
   * A database that no client sees: where values are made before a key gets them (`moveTo`). It is empty between commands; whoever
   * used it calls `clear`, so that it holds no memory.
   */
  get scratch(): Database {
    this.#scratch ??= this.#newDatabase(-1);
    return this.#scratch;
  }

  #isObserved(): boolean {
    return this.databases.some(({ observer }) => observer !== undefined);
  }

  /** Bytes in use by all databases: blocks, payloads, and the objects of large collections. Cheap enough to be asked before every write. */
  get usedBytes(): number {
    const { databases, collections } = this;
    let sum = collections.memory.usedBytes + collections.count * COLLECTION_OBJECT_BYTES;
    for (let i = 0; i < databases.length; i++) {
      const database = databases[i];
      sum += database.keys.size === 0 ? EMPTY_DATABASE_BYTES : database.usedBytes;
    }
    return sum;
  }

  /** Bytes held for all databases, in use or not: touched pages, payloads, objects. */
  get heldBytes(): number {
    const { databases, collections, segments } = this;
    const { memory } = collections;
    let sum = segments.touchedBytes + segments.large.heldBytes + memory.entries.large.usedBytes + memory.outsideBytes;
    sum += collections.count * COLLECTION_OBJECT_BYTES;
    for (let i = 0; i < databases.length; i++) sum += databases[i].outsideBytes;
    return sum;
  }

  /** Exchanges the contents of two databases, at once. */
  swap(first: number, second: number): void {
    const a = this.databases[first];
    const b = this.databases[second];
    a.index = second;
    b.index = first;
    this.databases[first] = b;
    this.databases[second] = a;
  }
}

import { copyBytes, equalBytes } from '@respite/bytes';
import { type Waiter, Waiting, WaitingKey } from './waiter.ts';

/**
 * The keys of one database for which clients wait, found by the hash of their bytes:
 *
 * ```
 * hash -> WaitingKey -> WaitingKey of the same hash ...
 *          first -> Waiting <-> Waiting <-> ... <- last
 * ```
 */
export class WaitingKeys {
  readonly database: number;
  readonly #byHash = new Map<number, WaitingKey>();
  /** Number of keys, and of those whose going somebody wants to know. */
  size = 0;
  sizeWhenGone = 0;

  constructor(database: number) {
    this.database = database;
  }

  find(hash: number, key: Uint8Array, start: number, end: number): WaitingKey | undefined {
    let found = this.#byHash.get(hash);
    while (found !== undefined && !equalBytes(found.bytes, 0, found.bytes.length, key, start, end)) {
      found = found.sameHash;
    }
    return found;
  }

  /** The waiter goes to the end of the key's queue, unless it has just been put there: a command may name a key twice. */
  add(waiter: Waiter, hash: number, bytes: Uint8Array, start: number, end: number): void {
    let key = this.find(hash, bytes, start, end);
    if (key === undefined) {
      const copy = new Uint8Array(end - start);
      copyBytes(bytes, start, end, copy, 0);
      key = new WaitingKey(copy, hash, this.database);
      key.sameHash = this.#byHash.get(hash);
      this.#byHash.set(hash, key);
      this.size++;
    } else if (key.last?.waiter === waiter) return;
    const place = new Waiting(waiter, key);
    place.previous = key.last;
    if (key.last === undefined) key.first = place;
    else key.last.next = place;
    key.last = place;
    key.count++;
    if (waiter.wakesWhenGone && key.whenGone++ === 0) this.sizeWhenGone++;
    waiter.places.push(place);
  }

  remove(place: Waiting): void {
    const { key, previous, next } = place;
    if (previous === undefined) key.first = next;
    else previous.next = next;
    if (next === undefined) key.last = previous;
    else next.previous = previous;
    place.left = true;
    key.count--;
    if (place.waiter.wakesWhenGone && --key.whenGone === 0) this.sizeWhenGone--;
    if (key.count === 0) this.#forget(key);
  }

  #forget(key: WaitingKey): void {
    this.size--;
    const first = this.#byHash.get(key.hash);
    if (first === key) {
      if (key.sameHash === undefined) this.#byHash.delete(key.hash);
      else this.#byHash.set(key.hash, key.sameHash);
      return;
    }
    for (let before = first; before !== undefined; before = before.sameHash) {
      if (before.sameHash === key) before.sameHash = key.sameHash;
    }
  }

  *[Symbol.iterator](): IterableIterator<WaitingKey> {
    for (const first of this.#byHash.values()) {
      for (let key: WaitingKey | undefined = first; key !== undefined; key = key.sameHash) yield key;
    }
  }
}

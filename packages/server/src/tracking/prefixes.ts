import { compareBytes, equalBytes } from '@respite/bytes';
import type { Client } from '../session/client.ts';
import { ChangedKeys } from './changed-keys.ts';

/** A prefix that clients in the mode BCAST listen to, and the keys with it that changed in this turn. */
export class Prefix {
  readonly bytes: Uint8Array;
  readonly clients: Set<Client> = new Set<Client>();
  readonly changed: ChangedKeys = new ChangedKeys();

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** All prefixes that somebody listens to, in the order of their bytes. */
export class Prefixes {
  readonly #sorted: Prefix[] = [];

  get size(): number {
    return this.#sorted.length;
  }

  [Symbol.iterator](): IterableIterator<Prefix> {
    return this.#sorted.values();
  }

  /** The client listens to the prefix, if it has not done so before. */
  add(client: Client, bytes: Uint8Array): void {
    let index = 0;
    while (index < this.#sorted.length && comparePrefixes(this.#sorted[index].bytes, bytes) < 0) index++;
    let prefix = this.#sorted[index];
    if (prefix === undefined || comparePrefixes(prefix.bytes, bytes) !== 0) {
      prefix = new Prefix(bytes);
      this.#sorted.splice(index, 0, prefix);
    }
    prefix.clients.add(client);
  }

  /** The client listens no more; a prefix that nobody listens to is forgotten, with what has changed. */
  remove(client: Client): void {
    for (let i = this.#sorted.length - 1; i >= 0; i--) {
      const { clients } = this.#sorted[i];
      if (clients.delete(client) && clients.size === 0) this.#sorted.splice(i, 1);
    }
  }

  /** Notes a change of a key under all its prefixes. @returns whether there were any */
  note(hash: number, key: Uint8Array, start: number, end: number, by: Client | undefined): boolean {
    let isNoted = false;
    for (const { bytes, changed } of this.#sorted) {
      const prefixEnd = start + bytes.length;
      if (prefixEnd > end || !equalBytes(bytes, 0, bytes.length, key, start, prefixEnd)) continue;
      changed.add(hash, key, start, end, by);
      isNoted = true;
    }
    return isNoted;
  }
}

export function comparePrefixes(a: Uint8Array, b: Uint8Array): number {
  return compareBytes(a, 0, a.length, b, 0, b.length);
}

/** Whether there are keys that begin with both. */
export function prefixesOverlap(a: Uint8Array, b: Uint8Array): boolean {
  const common = Math.min(a.length, b.length);
  return equalBytes(a, 0, common, b, 0, common);
}

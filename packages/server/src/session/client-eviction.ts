import type { Client } from './client.ts';
import { clientBytes } from './client-memory.ts';

/** Clients below 32 KiB are in the first bucket, those from 4 GiB on in the last. */
const SMALLEST_LOG = 15;
const LARGEST_LOG = 33;

/**
 * Memory of all clients together, and who goes when it is too much (maxmemory-clients): the largest first. As with Redis, clients whose
 * sizes have the same power of two count as equally large; among them those go first that got so large first.
 *
 * While there is no limit, nothing is counted. Otherwise who was active is counted anew at the end of the turn.
 */
export class ClientEviction {
  /** Bytes that clients may take together; 0: there is no limit. */
  limit = 0;
  /** Takes leave of a client that has to go. */
  evict: (client: Client) => void = () => {};
  /** Told when nobody is left who may go, and it is still too much. */
  onHelpless: () => void = () => {};
  #total = 0;
  #isHelpless = false;
  readonly #sizes = new Map<Client, number>();
  readonly #buckets: readonly Set<Client>[] = Array.from({ length: LARGEST_LOG - SMALLEST_LOG + 1 }, () => new Set());
  readonly #active = new Set<Client>();

  /** What all clients took when they were counted last, in bytes. */
  get total(): number {
    return this.#total;
  }

  /** Begins to count, goes on with another limit, or ends. */
  configure(limit: number, clients: Iterable<Client>): void {
    const wasOn = this.limit > 0;
    this.limit = limit;
    if (limit > 0) {
      if (!wasOn) for (const client of clients) this.#active.add(client);
      return;
    }
    this.#sizes.clear();
    this.#active.clear();
    this.#total = 0;
    this.#isHelpless = false;
    for (const bucket of this.#buckets) bucket.clear();
  }

  /** While there is a limit: what the client takes may have changed. */
  touch(client: Client): void {
    this.#active.add(client);
  }

  forget(client: Client): void {
    this.#active.delete(client);
    const size = this.#sizes.get(client);
    if (size === undefined) return;
    this.#sizes.delete(client);
    this.#total -= size;
    this.#bucketOf(size).delete(client);
  }

  /** While there is a limit: counts whom it has to, and lets clients go until the others are below the limit. */
  settle(): void {
    for (const client of this.#active) this.#count(client);
    this.#active.clear();
    for (let i = this.#buckets.length - 1; i >= 0 && this.#total >= this.limit; i--) {
      for (const client of this.#buckets[i]) {
        this.evict(client);
        this.forget(client);
        if (this.#total < this.limit) break;
      }
    }
    const wasHelpless = this.#isHelpless;
    this.#isHelpless = this.#total >= this.limit;
    if (this.#isHelpless && !wasHelpless) this.onHelpless();
  }

  #count(client: Client): void {
    const before = this.#sizes.get(client) ?? 0;
    const size = clientBytes(client);
    const from = this.#bucketOf(before);
    const to = this.#bucketOf(size);
    if (from !== to || client.noEvict) from.delete(client);
    if (!client.noEvict) to.add(client);
    this.#sizes.set(client, size);
    this.#total += size - before;
  }

  #bucketOf(size: number): Set<Client> {
    const log = Math.floor(Math.log2(Math.max(size, 1)));
    return this.#buckets[Math.min(Math.max(log, SMALLEST_LOG), LARGEST_LOG) - SMALLEST_LOG];
  }
}

import { clientBytes } from '../session/client-memory.ts';
import type { EvictionParts } from './eviction-parts.ts';

/** The memory of clients is measured again after so long, and this much longer with each client: a measurement looks at all of them. */
const MEASURED_FOR_MS = 10;
const MEASURED_FOR_MS_PER_CLIENT = 0.01;
/** Where something depends on it, sooner: a measurement takes a fiftieth of this. */
const EXACT_FOR_MS_PER_CLIENT = 0.001;

/** Something of the server's that takes memory besides the store and the clients. */
export interface MemoryUser {
  readonly usedBytes: number;
}

/**
 * How much memory is in use, of what `maxmemory` limits: blocks of keys and values, tables, what is kept for clients. What is free
 * inside pages is not in use, since the next key can have it; so each key that goes lowers the figure at once.
 *
 * The store counts its blocks as they come and go. Clients are many, and they are measured now and then, as is the rest.
 */
export class MemoryGauge {
  readonly #parts: EvictionParts;
  readonly #others: MemoryUser[] = [];
  /** Bytes that were in use before there was any key or client. */
  startupBytes: number;
  /** What is not the store's, and of it what is the clients', in bytes, when that was last measured. */
  outsideBytes = 0;
  clientBytes = 0;
  #measuredAt = Number.NEGATIVE_INFINITY;

  constructor(parts: EvictionParts) {
    this.#parts = parts;
    this.startupBytes = parts.store.usedBytes;
  }

  /** Counts something more from now on. */
  count(user: MemoryUser): void {
    this.#others.push(user);
    this.startupBytes += user.usedBytes;
  }

  /** Bytes in use; what is not the store's as of the last measurement, if it is recent enough. */
  get used(): number {
    const { clients } = this.#parts;
    if (this.#age >= MEASURED_FOR_MS + clients.size * MEASURED_FOR_MS_PER_CLIENT) this.measure();
    return this.#parts.store.usedBytes + this.outsideBytes;
  }

  /** As `used`, but for a moment exact: clients that have gone, or have taken their replies, do not count any more. */
  get usedNow(): number {
    if (this.#age > this.#parts.clients.size * EXACT_FOR_MS_PER_CLIENT) this.measure();
    return this.used;
  }

  /** The last measurement holds for as long again: what clients have just been told, of keys that went, is about to leave. */
  prolong(): void {
    this.#measuredAt = this.#parts.clock.source.monotonicMs();
  }

  /** Milliseconds since the last measurement. */
  get #age(): number {
    return this.#parts.clock.monotonic - this.#measuredAt;
  }

  /** Measures everything now. @returns bytes in use */
  measure(): number {
    const { clients, clock, counters, store } = this.#parts;
    let ofClients = 0;
    for (const client of clients) ofClients += clientBytes(client);
    let ofOthers = 0;
    for (const other of this.#others) ofOthers += other.usedBytes;
    this.clientBytes = ofClients;
    this.outsideBytes = ofClients + ofOthers;
    this.#measuredAt = clock.monotonic;
    const used = store.usedBytes + this.outsideBytes;
    counters.notePeakMemory(used, clock.nowMs());
    return used;
  }
}

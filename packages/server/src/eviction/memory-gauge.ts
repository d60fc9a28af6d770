import { clientBytes } from '../session/client-memory.ts';
import type { EvictionParts } from './eviction-parts.ts';

/** The memory of clients is measured again after so long, and this much longer with each client: a measurement looks at all of them. */
const MEASURED_FOR_MS = 10;
const MEASURED_FOR_MS_PER_CLIENT = 0.01;

/**
 * How much memory is in use, of what `maxmemory` limits: blocks of keys and values, tables, what is kept for clients. What is free
 * inside pages is not in use, since the next key can have it; so each key that goes lowers the figure at once.
 *
 * The store counts its blocks as they come and go. Clients are many, and measured now and then.
 */
export class MemoryGauge {
  readonly #parts: EvictionParts;
  /** Bytes of all clients when they were last measured. */
  clientBytes = 0;
  #measuredAt = Number.NEGATIVE_INFINITY;

  constructor(parts: EvictionParts) {
    this.#parts = parts;
  }

  /** Bytes in use, by the last measurement of the clients if it is recent enough. */
  get used(): number {
    const { clients, clock } = this.#parts;
    const age = clock.monotonic - this.#measuredAt;
    if (age >= MEASURED_FOR_MS + clients.size * MEASURED_FOR_MS_PER_CLIENT) this.measure();
    return this.#parts.store.usedBytes + this.clientBytes;
  }

  /** Measures the clients now. @returns bytes in use */
  measure(): number {
    const { clients, clock, counters, store } = this.#parts;
    let bytes = 0;
    for (const client of clients) bytes += clientBytes(client);
    this.clientBytes = bytes;
    this.#measuredAt = clock.monotonic;
    const used = store.usedBytes + bytes;
    if (used > counters.peakMemory) counters.peakMemory = used;
    return used;
  }
}

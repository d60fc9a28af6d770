import { clientBytes } from '../session/client-memory.ts';
import type { EvictionParts } from './eviction-parts.ts';

/** The memory of clients is measured again after so long, and this much longer with each client: a measurement looks at all of them. */
const MEASURED_FOR_MS = 10;
const MEASURED_FOR_MS_PER_CLIENT = 0.01;
/** Where something depends on it, sooner: a measurement takes a fiftieth of this. */
const EXACT_FOR_MS_PER_CLIENT = 0.001;
const HELD_FOR_MS = 100;

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
  /** Bytes of all clients when they were last measured. */
  clientBytes = 0;
  /** What is not the store's, as far as keys may have to go for it. */
  #outsideBytes = 0;
  #measuredAt = Number.NEGATIVE_INFINITY;
  #heldUntil = Number.NEGATIVE_INFINITY;

  constructor(parts: EvictionParts) {
    this.#parts = parts;
    this.startupBytes = parts.store.usedBytes;
  }

  /** Counts something more from now on. */
  count(user: MemoryUser): void {
    this.#others.push(user);
    this.startupBytes += user.usedBytes;
  }

  /** Bytes in use, as far as keys may have to go for them; what is not the store's as of the last measurement, if it is recent enough. */
  get used(): number {
    const { clients } = this.#parts;
    if (this.#age >= MEASURED_FOR_MS + clients.size * MEASURED_FOR_MS_PER_CLIENT) this.measure();
    return this.#parts.store.usedBytes + this.#outsideBytes;
  }

  /** As `used`, but for a moment exact: clients that have gone, or have taken their replies, do not count any more. */
  get usedNow(): number {
    if (this.#age > this.#parts.clients.size * EXACT_FOR_MS_PER_CLIENT) this.measure();
    return this.used;
  }

  /**
   * Keys have gone: for a while, what clients take more is no reason for others to follow. They are being told of them, and that leaves
   * soon. Not twice without a look at what they take in between.
   */
  hold(): void {
    const now = this.#parts.clock.source.monotonicMs();
    if (now >= this.#heldUntil && this.#measuredAt >= this.#heldUntil) this.#heldUntil = now + HELD_FOR_MS;
  }

  /** Milliseconds since the last measurement. */
  get #age(): number {
    return this.#parts.clock.monotonic - this.#measuredAt;
  }

  /** Measures everything now. @returns bytes in use */
  measure(): number {
    const { clients, clock, counters, sessions, store } = this.#parts;
    let ofClients = 0;
    let passing = 0;
    for (const client of clients) {
      ofClients += clientBytes(client);
      // The chunk in which a reply begins comes and goes with every command.
      if (client.reply.chunkCount > 0) passing += client.reply.memoryAt(0).length;
    }
    let ofOthers = 0;
    for (const other of this.#others) ofOthers += other.usedBytes;
    this.clientBytes = ofClients;
    // Beyond their own limit clients go, at the end of the turn, and no keys for them.
    const most = sessions.eviction.limit > 0 ? sessions.eviction.limit : Number.POSITIVE_INFINITY;
    const outside = Math.min(ofClients - passing, most) + ofOthers;
    const isHeld = clock.monotonic < this.#heldUntil;
    this.#outsideBytes = isHeld ? Math.min(this.#outsideBytes, outside) : outside;
    this.#measuredAt = clock.monotonic;
    const used = store.usedBytes + ofClients + ofOthers;
    counters.notePeakMemory(used, clock.nowMs());
    return used;
  }
}

import { copyBytes } from '@respite/bytes';
import type { Database } from '@respite/store';
import { keyEvents } from '../effects/key-events.ts';
import { ServerState } from '../session/server-state.ts';
import type { EvictionParts } from './eviction-parts.ts';
import { evictionPolicy } from './eviction-policy.ts';
import { KeyChoice } from './key-choice.ts';
import { MemoryGauge } from './memory-gauge.ts';
import { ModificationClock } from './modification-clock.ts';
import { evictionTimeLimit } from './time-limit.ts';

/** Below the limit. */
export const ROOM = 0;
/** Above the limit, and on the way below it. */
export const FREEING = 1;
/** Above the limit, and nothing that could be done about it. */
export const FULL = 2;
export type Outcome = typeof ROOM | typeof FREEING | typeof FULL;

/** Nothing goes while the data is loaded or moved in, nor while clients are paused, so that it can be looked at. */
const STANDSTILL = ServerState.loading | ServerState.importing | ServerState.paused | ServerState.suspended;
/** Keys that are evicted between two looks at the clock. */
const KEYS_PER_LOOK = 16;
/** Elements of dropped collections that are freed in the place of a key. */
const ELEMENTS_PER_KEY = 64;

/**
 * Keeps the memory in use below `maxmemory`: before a command runs, keys go until there is room. That takes a limited time; what is
 * left to do is done between commands, which run meanwhile.
 *
 * Large collections are freed a little at a time, also when their keys were evicted. What waits to be freed goes before any further
 * key, and counts as room to come: else one evicted set of a million members would take all other keys with it.
 */
export class Eviction {
  readonly gauge: MemoryGauge;
  readonly #parts: EvictionParts;
  readonly #choice: KeyChoice;
  /** Bytes that may be in use; Infinity where there is no limit. */
  #limit = Number.POSITIVE_INFINITY;
  #evicts = false;
  #timeLimitMs = 0;
  #isScheduled = false;
  /** The key that is evicted, used again for the next one. */
  #key = new Uint8Array(256);
  readonly #continue = () => this.#goOn();
  readonly #wait = () => this.#parts.host.afterTurn(this.#continue);

  constructor(parts: EvictionParts) {
    this.#parts = parts;
    this.gauge = new MemoryGauge(parts);
    this.#choice = new KeyChoice(parts);
    new ModificationClock(parts).follow();
    const { config } = parts;
    config.onChange(['maxmemory', 'maxmemory-policy', 'maxmemory-eviction-tenacity'], () => {
      const before = this.#limit;
      this.#configure();
      if (this.#limit < before) this.#warnIfAbove();
      return undefined;
    });
    this.#configure();
  }

  #configure(): void {
    const { config, gates } = this.#parts;
    const policy = evictionPolicy(config.maxmemoryPolicy);
    this.#choice.policy = policy;
    this.#evicts = policy.order !== 'none';
    this.#timeLimitMs = evictionTimeLimit(config.maxmemoryEvictionTenacity);
    this.#limit = config.maxmemory === 0 ? Number.POSITIVE_INFINITY : config.maxmemory;
    if (config.maxmemory === 0) {
      gates.state &= ~ServerState.memoryLimited;
      this.#count(ROOM);
    } else {
      gates.state |= ServerState.memoryLimited;
      this.#schedule();
    }
  }

  #warnIfAbove(): void {
    const used = this.gauge.measure();
    if (used <= this.#limit) return;
    this.#parts.host.log(
      'warning',
      `maxmemory is now ${this.#limit} bytes, and ${used} are in use: keys will be evicted or writes refused, as maxmemory-policy says.`,
    );
  }

  /** Measures what is in use; clients that send and receive may have taken it above the limit while no command ran. */
  tick(): void {
    this.gauge.measure();
    if (this.gauge.used > this.#limit) this.#schedule();
  }

  /** Evicts if there is need and time. To be called between commands: no entry outlives it. */
  makeRoom(): Outcome {
    const { gates } = this.#parts;
    if (this.gauge.used <= this.#limit || this.gauge.usedNow <= this.#limit) return this.#count(ROOM);
    if ((gates.state & STANDSTILL) !== 0) return ROOM;
    return this.#count(this.#freeUntilRoom());
  }

  #freeUntilRoom(): Outcome {
    const { clock, observability } = this.#parts;
    const begin = clock.source.monotonicMs();
    const outcome = this.#freeUntil(begin + this.#timeLimitMs);
    this.gauge.hold();
    const { latencies } = observability;
    if (latencies.threshold !== 0) latencies.record('eviction-cycle', clock.source.monotonicMs() - begin);
    return outcome;
  }

  /** @param end by the monotonic clock, in milliseconds */
  #freeUntil(end: number): Outcome {
    const { clock, store } = this.#parts;
    const { collections } = store;
    // Clients do not count here: that they hear of what goes must not make more go.
    const target = store.usedBytes - (this.gauge.used - this.#limit);
    for (let i = 1; ; i++) {
      if (collections.pendingCount > 0) collections.freeSome(ELEMENTS_PER_KEY);
      else if (!this.#evicts || !this.#evictOne()) return FULL;
      if (store.usedBytes <= target) return ROOM;
      if (i % KEYS_PER_LOOK === 0 && clock.source.monotonicMs() >= end) {
        this.#schedule();
        return FREEING;
      }
    }
  }

  /** @returns whether there was a key that may go */
  #evictOne(): boolean {
    const entry = this.#choice.next();
    if (entry === 0) return false;
    const { database } = this.#choice;
    const { size } = database;
    // One whose time has come expires, unless keys are kept for now.
    if (!database.expireIfDue(entry) || database.size === size) this.#evict(database, entry);
    return true;
  }

  #evict(database: Database, entry: number): void {
    const { clock, config, counters, effects, observability } = this.#parts;
    const { entries } = database;
    entries.locate(entry);
    const length = entries.keyEnd - entries.keyStart;
    if (length > this.#key.length) this.#key = new Uint8Array(length);
    const key = this.#key;
    copyBytes(entries.bytes, entries.keyStart, entries.keyEnd, key, 0);
    const { latencies } = observability;
    const begin = latencies.threshold === 0 ? 0 : clock.source.monotonicMs();
    database.remove(entry);
    if (latencies.threshold !== 0) latencies.record('eviction-del', clock.source.monotonicMs() - begin);
    counters.evictedKeys++;
    effects.keyRemoved(keyEvents.evicted, database, key, 0, length);
    if (!effects.propagating) return;
    effects.propagateValues(database.index, [config.lazyfreeLazyEviction ? 'UNLINK' : 'DEL', key.slice(0, length)]);
  }

  /** Goes on when the replies of this turn of the event loop have been sent: they are no reason for more. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#parts.host.afterTurn(this.#wait);
  }

  #goOn(): void {
    this.#isScheduled = false;
    this.#parts.clock.refresh();
    this.gauge.measure();
    this.makeRoom();
    if (this.#parts.blocking.hasReady) this.#parts.blocking.serve();
  }

  /** Keeps the account of how long the memory has been above the limit. */
  #count(outcome: Outcome): Outcome {
    const { clock, counters } = this.#parts;
    if (outcome !== ROOM) {
      if (counters.aboveMaxmemorySince < 0) counters.aboveMaxmemorySince = clock.monotonic;
    } else if (counters.aboveMaxmemorySince >= 0) {
      counters.aboveMaxmemoryMs += clock.monotonic - counters.aboveMaxmemorySince;
      counters.aboveMaxmemorySince = -1;
    }
    return outcome;
  }
}

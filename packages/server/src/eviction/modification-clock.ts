import type { Database } from '@respite/store';
import type { EffectListener } from '../effects/effects.ts';
import type { EvictionParts } from './eviction-parts.ts';

/**
 * The policies of the least recently modified key: while one of them is in force, an entry's access clock tells when its key last
 * changed, and reads leave it alone. Only then does anybody listen to changes here.
 */
export class ModificationClock implements EffectListener {
  readonly #parts: EvictionParts;
  #isListening = false;

  constructor(parts: EvictionParts) {
    this.#parts = parts;
  }

  /** Follows `maxmemory-policy` from now on. */
  follow(): void {
    const { config } = this.#parts;
    config.onChange(['maxmemory-policy'], () => {
      this.#configure();
      return undefined;
    });
    this.#configure();
  }

  #configure(): void {
    const { config, effects } = this.#parts;
    const listens = config.maxmemoryPolicy.endsWith('lrm');
    if (listens === this.#isListening) return;
    this.#isListening = listens;
    if (listens) effects.listen(this);
    else effects.stopListening(this);
  }

  keyChanged(database: Database, key: Uint8Array, start: number, end: number): void {
    const { keys, entries } = database;
    const entry = keys.find(key, start, end, keys.hashOfKey(key, start, end));
    if (entry !== 0) this.#parts.accessClock.setIdleSeconds(entries, entry, 0);
  }
}

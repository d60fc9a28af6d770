import { HashCursor } from '@respite/store';
import { fieldExpirer } from '../commands/hash/field-expirer.ts';
import type { ServerParts } from '../commands/server-parts.ts';
import { keysAreToStay } from '../pausing/import-mode.ts';
import type { BackgroundJob } from './ticker.ts';

/** Fields that are removed between two looks at the clock. */
const FIELDS_PER_LOOK = 32;
const SHARE = 0.25;

/** Removes hash fields whose time has come, those that are due first before others: a slice at each tick, more while there are many. */
export class FieldExpireCycleJob implements BackgroundJob {
  readonly latencyEvent = 'field-expire-cycle';
  readonly #server: ServerParts;
  readonly #hash = new HashCursor();
  #wasCutShort = false;
  /** The database that is looked at first: one with very many due fields must not keep others waiting. */
  #next = 0;

  constructor(server: ServerParts) {
    this.#server = server;
  }

  get share(): number {
    return this.#wasCutShort ? SHARE : 0;
  }

  run(budgetMs: number): void {
    const server = this.#server;
    this.#wasCutShort = false;
    if (!server.debug.activeExpire || keysAreToStay(server.gates)) return;
    const { clock, store } = server;
    clock.refresh();
    const now = clock.nowMs();
    const end = clock.source.monotonicMs() + budgetMs;
    const { length } = store.databases;
    for (let i = 0; i < length; i++) {
      const index = (this.#next + i) % length;
      const database = store.databases[index];
      while (database.fieldExpiry.count > 0) {
        const entry = database.fieldExpiry.dueEntry(database, now);
        if (entry === 0) break;
        this.#hash.begin(database, entry, server.config);
        fieldExpirer.expireDue(server, database, this.#hash, now, FIELDS_PER_LOOK);
        if (clock.source.monotonicMs() < end) continue;
        this.#wasCutShort = true;
        this.#next = (index + 1) % length;
        return;
      }
    }
  }
}

import type { Arguments } from '@respite/resp';
import type { Database } from '@respite/store';
import type { EffectListener } from '../src/effects/effects.ts';
import type { KeyEvent } from '../src/effects/key-events.ts';
import type { TestServer } from './in-process.ts';

const decoder = new TextDecoder();

/** Listens to all that commands do, for tests that ask what was told to others. */
export class RecordedEffects implements EffectListener {
  #events: string[] = [];
  #propagated: string[] = [];
  #changed: string[] = [];

  constructor(server: TestServer) {
    server.core.effects.listen(this);
    server.core.effects.eventMask = -1;
  }

  keyEvent(event: KeyEvent, database: Database, key: Uint8Array, start: number, end: number): void {
    this.#events.push(`${event.name} ${decoder.decode(key.subarray(start, end))}${suffix(database.index)}`);
  }

  keyChanged(database: Database, key: Uint8Array, start: number, end: number): void {
    this.#changed.push(`${decoder.decode(key.subarray(start, end))}${suffix(database.index)}`);
  }

  propagate(database: number, command: Arguments): void {
    this.#propagated.push(command.texts().join(' ') + suffix(database));
  }

  /** Events since the last time, as `del a`, or `del a @3` in database 3. */
  events(): string[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Keys told to have changed since the last time. */
  changed(): string[] {
    const changed = this.#changed;
    this.#changed = [];
    return changed;
  }

  /** Commands propagated since the last time, as `SET a 1`. */
  propagated(): string[] {
    const propagated = this.#propagated;
    this.#propagated = [];
    return propagated;
  }
}

function suffix(database: number): string {
  return database === 0 ? '' : ` @${database}`;
}

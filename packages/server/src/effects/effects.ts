import { Arguments } from '@respite/resp';
import type { Database } from '@respite/store';
import { type KeyEvent, keyEvents } from './key-events.ts';

const MULTI = Arguments.of('MULTI');
const EXEC = Arguments.of('EXEC');

/** Hears of every change, in the order in which changes happen. Slices are good only during the call. */
export interface EffectListener {
  /** A key's value, expiry or existence changed (what WATCH and client-side caching ask for). */
  keyChanged?(database: Database, key: Uint8Array, start: number, end: number): void;
  /** An event of keyspace notifications. */
  keyEvent?(event: KeyEvent, database: Database, key: Uint8Array, start: number, end: number): void;
  /** A whole database was emptied, or exchanged with another; -1: all were. */
  databaseChanged?(index: number, isEmptied: boolean): void;
  /** What a write command did, in a form that does the same again whenever it is run: for the append-only file and replicas. */
  propagate?(database: number, command: Arguments): void;
}

/** Whoever waits for keys: blocked clients. */
export interface KeyWaiters {
  /** A key changed, in a way in which it may now have what somebody waits for. */
  keyChanged(database: Database, key: Uint8Array, start: number, end: number): void;
  /** All keys of a database changed; -1: of all databases. */
  databaseChanged(index: number): void;
}

/**
 * What commands did to keys, told to all who want to know. Commands report; they do not know who listens.
 *
 * Why two calls per change in most commands' case, `changed` and sometimes `notify`? A change is one change of a key however many
 * events tell of it: SET with EX is one change, and the events "set" and "expire".
 */
export class Effects {
  /** The change that listeners hear of is the server's own: the key expired or was evicted. */
  isByServer = false;
  /** Changes since the last save (INFO's rdb_changes_since_last_save). */
  dirty = 0;
  #changeListeners: EffectListener[] = [];
  #eventListeners: EffectListener[] = [];
  #propagationListeners: EffectListener[] = [];

  /** Who waits for keys, and for which changes (bits of `KeyEvent.wakes`); 0 while nobody waits. */
  waiters: KeyWaiters | undefined = undefined;
  wakeMask = 0;

  #inTransaction = false;
  /** The database that the transaction was in when it was last propagated; -1: nothing of it was. */
  #transactionDatabase = -1;

  /** Classes of events that someone wants; an event of another class goes nowhere. */
  eventMask = 0;

  /**
   * The fields that the event of a hash is about, and whether anybody wants to know them: only then commands note them, before they tell
   * of the event.
   */
  fields: readonly (string | Uint8Array)[] = [];
  wantsFields = false;

  /** Whether anyone wants commands in their repeatable form. */
  get propagating(): boolean {
    return this.#propagationListeners.length > 0;
  }

  listen(listener: EffectListener): void {
    if (listener.keyChanged || listener.databaseChanged) this.#changeListeners = [...this.#changeListeners, listener];
    if (listener.keyEvent) this.#eventListeners = [...this.#eventListeners, listener];
    if (listener.propagate) this.#propagationListeners = [...this.#propagationListeners, listener];
  }

  /** The listener hears nothing any more. */
  stopListening(listener: EffectListener): void {
    const others = (listeners: EffectListener[]) => listeners.filter((each) => each !== listener);
    this.#changeListeners = others(this.#changeListeners);
    this.#eventListeners = others(this.#eventListeners);
    this.#propagationListeners = others(this.#propagationListeners);
  }

  keyChanged(event: KeyEvent, database: Database, key: Uint8Array, start: number, end: number): void {
    this.dirty++;
    this.#tell(event, database, key, start, end);
  }

  /**
   * As `keyChanged`, for a key that the server itself removed, since it expired or was evicted. It is no change that counts: the
   * command during which it happened is not propagated for it.
   */
  keyRemoved(event: KeyEvent, database: Database, key: Uint8Array, start: number, end: number): void {
    this.isByServer = true;
    this.#tell(event, database, key, start, end);
    this.isByServer = false;
  }

  #tell(event: KeyEvent, database: Database, key: Uint8Array, start: number, end: number): void {
    const listeners = this.#changeListeners;
    for (let i = 0; i < listeners.length; i++) listeners[i].keyChanged?.(database, key, start, end);
    if ((this.wakeMask & event.wakes) !== 0) this.waiters?.keyChanged(database, key, start, end);
    this.notify(event, database, key, start, end);
  }

  notify(event: KeyEvent, database: Database, key: Uint8Array, start: number, end: number): void {
    if ((this.eventMask & event.classBit) === 0) return;
    const listeners = this.#eventListeners;
    for (let i = 0; i < listeners.length; i++) listeners[i].keyEvent?.(event, database, key, start, end);
  }

  /** A key that was looked for and is not there. Changes nothing. */
  notifyMiss(database: Database, key: Uint8Array, start: number, end: number): void {
    this.notify(keyEvents.keyMiss, database, key, start, end);
  }

  /** @param isEmptied false: it was exchanged with another */
  databaseChanged(index: number, changes: number, isEmptied = true): void {
    this.dirty += changes;
    for (const listener of this.#changeListeners) listener.databaseChanged?.(index, isEmptied);
    if (this.wakeMask !== 0) this.waiters?.databaseChanged(index);
  }

  propagateValues(database: number, values: readonly (string | Uint8Array | number)[]): void {
    this.propagate(
      database,
      Arguments.of(...values.map((value) => (typeof value === 'number' ? String(value) : value))),
    );
  }

  /** What is propagated until `endTransaction` belongs together: it goes out between MULTI and EXEC, unless it is nothing. */
  beginTransaction(): void {
    this.#inTransaction = true;
  }

  endTransaction(): void {
    this.#inTransaction = false;
    const database = this.#transactionDatabase;
    this.#transactionDatabase = -1;
    if (database >= 0) this.propagate(database, EXEC);
  }

  propagate(database: number, command: Arguments): void {
    if (this.#inTransaction) {
      if (this.#transactionDatabase < 0) {
        this.#inTransaction = false;
        this.propagate(database, MULTI);
        this.#inTransaction = true;
      }
      this.#transactionDatabase = database;
    }
    for (const listener of this.#propagationListeners) listener.propagate?.(database, command);
  }
}

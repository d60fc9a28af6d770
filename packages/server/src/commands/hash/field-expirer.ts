import type { Database, FieldListener, HashCursor } from '@respite/store';
import { keyEvents } from '../../effects/key-events.ts';
import type { ServerParts } from '../server-parts.ts';

/** Removes fields whose time has come, and tells of it. */
class FieldExpirer implements FieldListener {
  #server!: ServerParts;
  /** Those that have been removed, as long as somebody wants to know them. */
  #fields: Uint8Array[] = [];

  /** Removes the found field of a hash. @returns whether the hash is gone with it */
  expireFound(server: ServerParts, database: Database, hash: HashCursor): boolean {
    this.#server = server;
    const { bytes, start, end } = hash.readField();
    this.fieldExpired(database, hash.entry, bytes, start, end);
    hash.remove();
    return this.#finish(database, hash);
  }

  /** Removes due fields of a hash, at most `most`. @returns whether the hash is gone with them */
  expireDue(server: ServerParts, database: Database, hash: HashCursor, now: number, most: number): boolean {
    this.#server = server;
    if (hash.expireDue(now, most, this) === 0) return false;
    return this.#finish(database, hash);
  }

  fieldExpired(database: Database, entry: number, field: Uint8Array, start: number, end: number): void {
    const { counters, effects } = this.#server;
    counters.expiredSubkeys++;
    if (effects.wantsFields) this.#fields.push(field.slice(start, end));
    if (!effects.propagating) return;
    const { entries } = database;
    entries.locate(entry);
    const key = entries.bytes.slice(entries.keyStart, entries.keyEnd);
    effects.propagateValues(database.index, ['HDEL', key, field.slice(start, end)]);
  }

  #finish(database: Database, hash: HashCursor): boolean {
    const { effects } = this.#server;
    const { entries } = database;
    entries.locate(hash.entry);
    const key = entries.bytes.slice(entries.keyStart, entries.keyEnd);
    const isGone = hash.length === 0;
    if (isGone) database.remove(hash.entry);
    effects.fields = this.#fields;
    this.#fields = [];
    effects.keyRemoved(keyEvents.hashExpired, database, key, 0, key.length);
    if (isGone) effects.notify(keyEvents.del, database, key, 0, key.length);
    return isGone;
  }
}

export const fieldExpirer = new FieldExpirer();

import { equalBytes } from '@respite/bytes';
import type { Arguments } from '@respite/resp';
import type { Database, Store } from '@respite/store';
import type { EffectListener, Effects } from '../effects/effects.ts';
import type { Client, Watch } from '../session/client.ts';

/**
 * The keys that clients watch for their next transaction, as of WATCH. While nobody watches any, it hears of no change.
 *
 * A client's watch has failed (`client.watchFailed`) as soon as one of its keys changes, also if it changes back.
 */
export class WatchedKeys implements EffectListener {
  readonly #store: Store;
  readonly #effects: Effects;
  /** By the hash of the key, of whatever database. */
  readonly #byHash = new Map<number, Watch[]>();
  /** Number of watches, and of clients that have some. */
  count = 0;
  clientCount = 0;

  constructor(store: Store, effects: Effects) {
    this.#store = store;
    this.#effects = effects;
  }

  /** The client watches argument `index`, a key of its database. */
  watch(client: Client, args: Arguments, index: number): void {
    // Nothing that it watches could make it fail more.
    if (client.watchFailed) return;
    const { database } = client;
    const { bytes, starts, ends } = args;
    const hash = database.keys.hashOfKey(bytes, starts[index], ends[index]);
    const same = this.#byHash.get(hash);
    if (same?.some((watch) => watch.client === client && isOf(watch, database, bytes, starts[index], ends[index])))
      return;
    // Not by `database.find`: it would remove a key whose time has come.
    const entry = database.keys.find(bytes, starts[index], ends[index], hash);
    const wasExpired = entry !== 0 && database.isDue(entry);
    const key = args.toBytes(index);
    const watch: Watch = {
      client,
      database: database.index,
      hash,
      key,
      existed: entry !== 0 && !wasExpired,
      wasExpired,
    };
    if (same === undefined) this.#byHash.set(hash, [watch]);
    else same.push(watch);
    if (client.watches.push(watch) === 1) this.clientCount++;
    if (++this.count === 1) this.#effects.listen(this);
  }

  /** The client watches nothing any more. */
  forget(client: Client): void {
    client.watchFailed = false;
    if (client.watches.length === 0) return;
    for (const watch of client.watches) {
      const same = this.#byHash.get(watch.hash) as Watch[];
      if (same.length === 1) this.#byHash.delete(watch.hash);
      else same.splice(same.indexOf(watch), 1);
    }
    this.clientCount--;
    this.count -= client.watches.length;
    client.watches.length = 0;
    if (this.count === 0) this.#effects.stopListening(this);
  }

  /** Whether a transaction of the client must not run: a watched key has changed, or its time has come meanwhile. */
  hasFailed(client: Client): boolean {
    return client.watchFailed || client.watches.some((watch) => !watch.wasExpired && this.#isExpired(watch));
  }

  #isExpired({ database: index, key, hash }: Watch): boolean {
    const database = this.#store.databases[index];
    const entry = database.keys.find(key, 0, key.length, hash);
    return entry !== 0 && database.isDue(entry);
  }

  keyChanged(database: Database, key: Uint8Array, start: number, end: number): void {
    const hash = database.keys.hashOfKey(key, start, end);
    const same = this.#byHash.get(hash);
    if (same === undefined) return;
    for (const watch of same) {
      if (!isOf(watch, database, key, start, end)) continue;
      if (watch.wasExpired && this.#isGone(database, watch)) watch.wasExpired = false;
      else watch.client.watchFailed = true;
    }
  }

  /** The key is not there, or it is the one whose time has come that is about to go. */
  #isGone(database: Database, { key, hash }: Watch): boolean {
    const entry = database.keys.find(key, 0, key.length, hash);
    return entry === 0 || database.isDue(entry);
  }

  databaseChanged(index: number): void {
    for (const same of this.#byHash.values()) {
      for (const watch of same) {
        if (index >= 0 && watch.database !== index) continue;
        const database = this.#store.databases[watch.database];
        if (watch.existed || !this.#isGone(database, watch)) watch.client.watchFailed = true;
        else watch.wasExpired = this.#isExpired(watch);
      }
    }
  }
}

function isOf(watch: Watch, database: Database, key: Uint8Array, start: number, end: number): boolean {
  return watch.database === database.index && equalBytes(watch.key, 0, watch.key.length, key, start, end);
}

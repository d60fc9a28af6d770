import { type SnapshotFile, type SnapshotFiles, SnapshotReader, SnapshotWriter } from '@respite/persistence';
import { LiveWalk, StandingWalk } from '@respite/store';
import type { ServerParts } from '../commands/server-parts.ts';
import { ServerState } from '../session/server-state.ts';
import { RESPITE_VERSION } from '../version.ts';
import { accessClockOfNewKeys, accessDataOf } from './access-data.ts';
import { BackgroundSave } from './background-save.ts';
import type { LoadSummary, SnapshotControl } from './snapshot-control.ts';

/** After a save in slices that failed, save points wait for so long. */
const RETRY_SECONDS = 5;

export type SnapshotServiceParts = Pick<
  ServerParts,
  'accessClock' | 'clock' | 'config' | 'counters' | 'effects' | 'gates' | 'host' | 'observability' | 'store'
>;

/**
 * Saves and loads the data of one server: at commands, at save points and at its end, as `save`, `dir` and `dbfilename` of the
 * configuration say.
 *
 * Nothing is written over a snapshot that could not be loaded.
 */
export class SnapshotService implements SnapshotControl {
  loading = false;
  lastSaveSeconds: number;
  lastBackgroundSaveOk = true;
  lastBackgroundSaveSeconds = -1;
  readonly #server: SnapshotServiceParts;
  readonly #files: SnapshotFiles;
  readonly #walk: LiveWalk;
  #background: BackgroundSave | undefined;
  #lastTrySeconds = Number.NEGATIVE_INFINITY;
  #startedAtMs = 0;
  #loadFailed = false;

  constructor(server: SnapshotServiceParts, files: SnapshotFiles) {
    this.#server = server;
    this.#files = files;
    this.#walk = new LiveWalk(server.store);
    this.lastSaveSeconds = this.#nowSeconds();
  }

  get savingInBackground(): boolean {
    return this.#background !== undefined;
  }

  /** Seconds that the save in slices has taken so far; -1 if there is none. */
  get backgroundSaveSeconds(): number {
    return this.#background === undefined ? -1 : Math.floor((this.#monotonicMs() - this.#startedAtMs) / 1000);
  }

  get backgroundSaveKeys(): number {
    return this.#background?.keys ?? 0;
  }

  get backgroundSaveKeysTotal(): number {
    return this.#background?.keysTotal ?? 0;
  }

  save(): void {
    const { store, host, effects } = this.#server;
    this.#refuseAfterFailedLoad();
    try {
      const file = this.#createFile();
      try {
        const receiver = {
          take: (bytes: Uint8Array, length: number) => {
            file.write(bytes, length);
            return bytes;
          },
        };
        const writer = new SnapshotWriter(receiver, this.#writerOptions());
        writer.begin(new StandingWalk(store));
        while (writer.step());
        file.commit();
      } catch (error) {
        file.discard();
        throw error;
      }
    } catch (error) {
      host.log('warning', `Write error while saving DB to the disk: ${messageOf(error)}`);
      throw error;
    }
    host.log('notice', 'DB saved on disk');
    effects.dirty = 0;
    this.#saved();
  }

  startBackgroundSave(): boolean {
    if (this.#background !== undefined) return false;
    this.#refuseAfterFailedLoad();
    const { config, effects, host } = this.#server;
    this.#lastTrySeconds = this.#nowSeconds();
    this.#startedAtMs = this.#monotonicMs();
    let changes = effects.dirty;
    try {
      this.#background = new BackgroundSave({
        walk: this.#walk,
        file: this.#createFile(),
        writer: this.#writerOptions(),
        monotonicMs: () => this.#monotonicMs(),
        keyDelayUs: () => config.rdbKeySaveDelay,
        afterTurn: (slice) => host.afterTurn(() => this.#timed(slice)),
        begun: () => {
          changes = effects.dirty;
        },
        ended: (error) => this.#backgroundSaveEnded(changes, error),
      });
      host.log('notice', `Background saving started by pid ${host.info.processId}`);
    } catch (error) {
      this.#backgroundSaveEnded(0, error);
    }
    return true;
  }

  /** A slice during which all clients wait. */
  #timed(slice: () => void): void {
    const start = this.#monotonicMs();
    slice();
    this.#server.observability.latencies.record('snapshot-step', this.#monotonicMs() - start);
  }

  cancelBackgroundSave(): boolean {
    if (this.#background === undefined) return false;
    this.#background.cancel();
    this.#background = undefined;
    this.#server.host.log('notice', 'Background saving cancelled');
    return true;
  }

  tick(): void {
    const { config, effects, host } = this.#server;
    if (this.#background !== undefined || this.loading || this.#loadFailed) return;
    const now = this.#nowSeconds();
    if (!this.lastBackgroundSaveOk && now - this.#lastTrySeconds <= RETRY_SECONDS) return;
    for (const { seconds, changes } of config.save) {
      if (effects.dirty < changes || now - this.lastSaveSeconds <= seconds) continue;
      host.log('notice', `${changes} changes in ${seconds} seconds. Saving...`);
      this.startBackgroundSave();
      return;
    }
  }

  saveBeforeExit(save: boolean | undefined): boolean {
    const { config, host } = this.#server;
    this.cancelBackgroundSave();
    if (!(save ?? config.save.length > 0)) return true;
    host.log('notice', 'Saving the final RDB snapshot before exiting.');
    try {
      this.save();
      return true;
    } catch {
      host.log('warning', "Error trying to save the DB, can't exit.");
      return false;
    }
  }

  load(): LoadSummary {
    const { store } = this.#server;
    try {
      return this.#read();
    } catch (error) {
      this.#loadFailed = true;
      for (const database of store.databases) database.clear();
      throw error;
    }
  }

  /** If the snapshot cannot be loaded everything is as before. @throws Error */
  reload(): void {
    const { effects, store } = this.#server;
    this.cancelBackgroundSave();
    const before = store.databases.map((database) => database.detach());
    try {
      if (!this.#read().found) throw new Error(`there is no ${this.#name}`);
    } catch (error) {
      for (const [i, database] of store.databases.entries()) {
        database.exchange(before[i]);
        before[i].dispose();
      }
      throw error;
    }
    for (const database of before) database.dispose();
    effects.databaseChanged(-1, 0);
    effects.dirty = 0;
  }

  #read(): LoadSummary {
    const { counters, gates, host, store } = this.#server;
    const startedAt = this.#monotonicMs();
    const file = this.#openFile();
    if (file === undefined) return { found: false, keys: 0, expired: 0, seconds: 0 };
    this.loading = true;
    gates.state |= ServerState.loading;
    try {
      const reader = new SnapshotReader(file, store.databases, () => this.#openFile() as SnapshotFile, {
        access: accessDataOf(this.#server),
        accessClock: accessClockOfNewKeys(this.#server),
        limits: this.#server.config,
      });
      while (reader.step());
      if (!reader.checked) {
        host.log('notice', `${this.#name} has no checksum, or was written by another program: damage may go unnoticed`);
      }
      counters.loadedKeys = reader.keys - reader.expired;
      counters.loadedKeysExpired = reader.expired;
      const seconds = (this.#monotonicMs() - startedAt) / 1000;
      return { found: true, keys: counters.loadedKeys, expired: reader.expired, seconds };
    } finally {
      file.close();
      this.loading = false;
      gates.state &= ~ServerState.loading;
    }
  }

  #backgroundSaveEnded(changes: number, error: unknown): void {
    const { effects, gates, host } = this.#server;
    this.#background = undefined;
    this.lastBackgroundSaveSeconds = Math.floor((this.#monotonicMs() - this.#startedAtMs) / 1000);
    if (error === undefined) {
      host.log('notice', 'DB saved on disk');
      host.log('notice', 'Background saving terminated with success');
      effects.dirty -= changes;
      this.#saved();
      return;
    }
    host.log('warning', `Write error while saving DB to the disk: ${messageOf(error)}`);
    host.log('warning', 'Background saving error');
    this.lastBackgroundSaveOk = false;
    gates.state |= ServerState.saveFailed;
  }

  #saved(): void {
    const { counters, gates } = this.#server;
    counters.snapshotsSaved++;
    this.lastSaveSeconds = this.#nowSeconds();
    this.lastBackgroundSaveOk = true;
    gates.state &= ~ServerState.saveFailed;
  }

  #refuseAfterFailedLoad(): void {
    if (this.#loadFailed) throw new Error(`${this.#name} could not be loaded, and is not written over`);
  }

  #writerOptions() {
    return { version: RESPITE_VERSION, access: accessDataOf(this.#server) };
  }

  #createFile() {
    return this.#files.create(this.#server.config.dir, this.#name);
  }

  #openFile() {
    return this.#files.open(this.#server.config.dir, this.#name);
  }

  get #name(): string {
    return this.#server.config.dbfilename;
  }

  /** Read anew, also in the middle of a command. */
  #monotonicMs(): number {
    return this.#server.clock.source.monotonicMs();
  }

  #nowSeconds(): number {
    return Math.floor(this.#server.clock.source.nowMs() / 1000);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { type SnapshotFile, type SnapshotFiles, SnapshotReader, SnapshotWriter } from '@respite/persistence';
import { LiveWalk, StandingWalk } from '@respite/store';
import type { LoadProgress } from '../commands/host.ts';
import type { ServerParts } from '../commands/server-parts.ts';
import { ServerState } from '../session/server-state.ts';
import { RESPITE_VERSION } from '../version.ts';
import { accessClockOfNewKeys, accessDataOf } from './access-data.ts';
import { BackgroundSave } from './background-save.ts';
import { LoadCancelledError } from './load-cancelled-error.ts';
import { SlicedLoad } from './sliced-load.ts';
import type { LastSave, LoadSummary, SnapshotControl } from './snapshot-control.ts';

/** After a save in slices that failed, save points wait for so long. */
const RETRY_SECONDS = 5;

/** A load that has begun. */
interface Load {
  readonly file: SnapshotFile;
  readonly reader: SnapshotReader;
  readonly startedAtMs: number;
  readonly startedAtSeconds: number;
}

export type SnapshotServiceParts = Pick<
  ServerParts,
  | 'accessClock'
  | 'clock'
  | 'config'
  | 'counters'
  | 'effects'
  | 'gates'
  | 'host'
  | 'observability'
  | 'sessions'
  | 'store'
>;

/**
 * Saves and loads the data of one server: at commands, at save points and at its end, as `save`, `dir` and `dbfilename` of the
 * configuration say.
 *
 * Nothing is written over a snapshot that could not be loaded, or not yet.
 */
export class SnapshotService implements SnapshotControl {
  lastSaveSeconds: number;
  lastBackgroundSaveOk = true;
  lastBackgroundSaveSeconds = -1;
  readonly #server: SnapshotServiceParts;
  readonly #files: SnapshotFiles;
  readonly #walk: LiveWalk;
  #background: BackgroundSave | undefined;
  #lastTrySeconds = Number.NEGATIVE_INFINITY;
  #startedAtMs = 0;
  #load: Load | undefined;
  #slices: SlicedLoad | undefined;
  #cancelled: ((error: Error) => void) | undefined;
  /** Why the snapshot could not even be opened. */
  #openError: { error: unknown } | undefined;
  #hasBegunLoad = false;
  /** There is data on disk that is not in memory. */
  #loadFailed = false;

  constructor(server: SnapshotServiceParts, files: SnapshotFiles) {
    this.#server = server;
    this.#files = files;
    this.#walk = new LiveWalk(server.store);
    this.lastSaveSeconds = this.#nowSeconds();
  }

  get loading(): boolean {
    return this.#load !== undefined;
  }

  /** How far the load is; undefined if there is none. */
  get loadProgress(): LoadProgress | undefined {
    const load = this.#load;
    if (load === undefined) return undefined;
    return { startSeconds: load.startedAtSeconds, totalBytes: load.file.size, loadedBytes: load.reader.bytes };
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
    this.#refuseWithoutData();
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
    this.#refuseWithoutData();
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

  saveBeforeExit({ save, force }: LastSave): boolean {
    const { config, host } = this.#server;
    if (this.loading) return true;
    this.cancelBackgroundSave();
    if (!(save ?? config.save.length > 0)) return true;
    host.log('notice', 'Saving the final RDB snapshot before exiting.');
    try {
      this.save();
      return true;
    } catch {
      host.log('warning', `Error trying to save the DB${force ? '. Exit anyway.' : ", can't exit."}`);
      return force === true;
    }
  }

  beginLoad(): void {
    if (this.#hasBegunLoad) return;
    this.#hasBegunLoad = true;
    try {
      this.#load = this.#beginRead();
    } catch (error) {
      this.#openError = { error };
    }
  }

  async load(): Promise<LoadSummary> {
    this.beginLoad();
    try {
      if (this.#loadFailed) throw new LoadCancelledError();
      if (this.#openError !== undefined) throw this.#openError.error;
      if (this.#load === undefined) return { found: false, keys: 0, expired: 0, seconds: 0 };
      await this.#readInSlices(this.#load);
      return this.#endRead(this.#load);
    } catch (error) {
      this.#loadFailed = true;
      if (!(error instanceof LoadCancelledError)) this.#forgetLoaded();
      throw error;
    }
  }

  #readInSlices({ reader }: Load): Promise<void> {
    const { config, host, sessions } = this.#server;
    return new Promise((resolve, reject) => {
      this.#cancelled = reject;
      this.#slices = new SlicedLoad({
        reader,
        config,
        host,
        monotonicMs: () => this.#monotonicMs(),
        flush: () => sessions.outputs.flush(),
        ended: (error) => (error === undefined ? resolve() : reject(error)),
      });
    });
  }

  cancelLoad(): void {
    const load = this.#load;
    if (load === undefined || this.#loadFailed) return;
    this.#loadFailed = true;
    this.#slices?.cancel();
    load.file.close();
    this.#cancelled?.(new LoadCancelledError());
  }

  #forgetLoaded(): void {
    if (this.#load !== undefined) this.#close(this.#load);
    for (const database of this.#server.store.databases) database.clear();
  }

  /** If the snapshot cannot be loaded everything is as before. @throws Error */
  reload(): void {
    const { effects, store } = this.#server;
    if (this.loading) throw new Error(`${this.#name} is being loaded`);
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
    const load = this.#beginRead();
    if (load === undefined) return { found: false, keys: 0, expired: 0, seconds: 0 };
    this.#load = load;
    try {
      while (load.reader.step());
      return this.#endRead(load);
    } finally {
      if (this.loading) this.#close(load);
    }
  }

  /** Opens the snapshot; if there is one, only commands that do not need the data run from now on. */
  #beginRead(): Load | undefined {
    const { config, counters, gates, store } = this.#server;
    const { dir, dbfilename } = config;
    const open = () => this.#files.open(dir, dbfilename);
    const startedAtMs = this.#monotonicMs();
    const file = open();
    if (file === undefined) return undefined;
    let reader: SnapshotReader;
    try {
      reader = new SnapshotReader(file, store.databases, open as () => SnapshotFile, {
        access: accessDataOf(this.#server),
        accessClock: accessClockOfNewKeys(this.#server),
        limits: config,
      });
    } catch (error) {
      file.close();
      throw error;
    }
    counters.loadedKeys = 0;
    counters.loadedKeysExpired = 0;
    gates.state |= ServerState.loading;
    return { file, reader, startedAtMs, startedAtSeconds: this.#nowSeconds() };
  }

  #endRead(load: Load): LoadSummary {
    const { counters, host } = this.#server;
    const { reader, startedAtMs } = load;
    if (!reader.checked) {
      host.log('notice', `${this.#name} has no checksum, or was written by another program: damage may go unnoticed`);
    }
    const keys = reader.keys - reader.expired;
    counters.loadedKeys = keys;
    counters.loadedKeysExpired = reader.expired;
    host.log('notice', `Done loading RDB, keys loaded: ${keys}, keys expired: ${reader.expired}.`);
    this.#close(load);
    return { found: true, keys, expired: reader.expired, seconds: (this.#monotonicMs() - startedAtMs) / 1000 };
  }

  #close({ file }: Load): void {
    file.close();
    this.#load = undefined;
    this.#slices = undefined;
    this.#cancelled = undefined;
    this.#server.gates.state &= ~ServerState.loading;
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

  #refuseWithoutData(): void {
    if (this.loading) throw new Error(`${this.#name} is being loaded, and is not written over`);
    if (this.#loadFailed) throw new Error(`${this.#name} could not be loaded, and is not written over`);
  }

  #writerOptions() {
    return { version: RESPITE_VERSION, access: accessDataOf(this.#server) };
  }

  #createFile() {
    return this.#files.create(this.#server.config.dir, this.#name);
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

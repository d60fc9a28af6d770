import type { PersistencePort } from '../commands/host.ts';

/** What the program that runs a server does with its snapshots, besides what commands do (`PersistencePort`). */
export interface SnapshotControl extends PersistencePort {
  /**
   * Opens the snapshot that the configuration names, if there is one. From now on the server is loading, and clients hear so. To be
   * called before there are any.
   */
  beginLoad(): void;
  /**
   * Loads that snapshot into the empty store, a slice at a time.
   * @throws SnapshotError with file and line in its message if the file is damaged; the server must not go on then
   * @throws LoadCancelledError the server is to end
   */
  load(): Promise<LoadSummary>;
  /** Gives a load up, since the server is to end. What it has loaded so far is never saved, and clients are told that it is loading. */
  cancelLoad(): void;
  /** To be called every 100 ms or so: begins a save when a save point is reached. */
  tick(): void;
  /**
   * The last save before the server ends. Gives up a save in slices that is under way. There is none while data is loaded: what is on
   * disk is more than what is in memory.
   * @returns whether the server may end: false if a save was wanted and failed (it is in the log), unless `force` is set
   */
  saveBeforeExit(last: LastSave): boolean;
}

export interface LastSave {
  /** true: in any case; false: not; undefined: if there are save points. */
  readonly save?: boolean | undefined;
  /** The server ends even if the save fails. */
  readonly force?: boolean;
}

export interface LoadSummary {
  /** Whether there was a file. */
  readonly found: boolean;
  readonly keys: number;
  /** Keys of the file that were left out since their time had come. */
  readonly expired: number;
  readonly seconds: number;
}

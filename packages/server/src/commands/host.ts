import type { UsersFiles } from '../access-control/users-files.ts';
import type { Client } from '../session/client.ts';

/**
 * What a server asks of the process that it runs in. The core knows no files, processes or sockets; whoever runs it (the daemon, a
 * program that embeds it, a test) gives it these.
 */
export interface Host {
  /** Calls back once, after the reads of this turn of the event loop. */
  afterTurn(callback: () => void): void;
  /**
   * Calls back once, when so many milliseconds have passed, or at most 24 days; not if the returned function is called before. Whoever
   * is called back looks at the clock.
   */
  after(milliseconds: number, callback: () => void): () => void;
  /** A line for the log. Levels are Redis's: debug, verbose, notice, warning. */
  log(level: 'debug' | 'verbose' | 'notice' | 'warning', message: string): void;
  /** Fills the bytes with chance that nobody can foretell: for passwords. */
  fillWithSecrets(bytes: Uint8Array): void;
  /** Resident memory of the process, in bytes; 0 where it cannot be told. */
  residentBytes(): number;
  /** Facts for INFO: process id, port, paths ... */
  readonly info: HostInfo;
  /** SHUTDOWN: ends the process, or the embedded server. Resolves only if that failed. */
  shutdown(options: ShutdownOptions): Promise<string>;
  /**
   * Writes the configuration back to its file: what the file mentions or what is no default, or everything.
   * @returns the reason why not
   */
  rewriteConfig(everything?: boolean): string | undefined;
  /** ACL LOAD and ACL SAVE; absent where there are no files. */
  readonly usersFiles?: UsersFiles | undefined;
  /** SAVE and its kin; absent where the host keeps nothing. */
  readonly persistence?: PersistencePort | undefined;
}

export interface HostInfo {
  readonly processId: number;
  readonly executable: string;
  readonly configFile: string;
  readonly operatingSystem: string;
  readonly architecture: string;
  readonly runtime: string;
  readonly totalMemoryBytes: number;
  /** CPU seconds used so far, in user and kernel mode. */
  cpuSeconds(): { user: number; system: number };
  /** The same for the thread that runs the commands; undefined where it cannot be told. */
  mainThreadCpuSeconds(): { user: number; system: number } | undefined;
}

export interface ShutdownOptions {
  /** NOSAVE, SAVE, or as the save points say. */
  readonly save: boolean | undefined;
  readonly now: boolean;
  readonly force: boolean;
  readonly client: Client | undefined;
}

/** Saving and loading, as commands see it. */
export interface PersistencePort {
  /** Saves now, the server standing still. @throws Error with a text for the client */
  save(): void;
  /** Starts a save in slices. @returns whether it started (false: one is under way) */
  startBackgroundSave(): boolean;
  cancelBackgroundSave(): boolean;
  readonly savingInBackground: boolean;
  readonly loading: boolean;
  readonly loadProgress: LoadProgress | undefined;
  /** Unix time of the last successful save, seconds. */
  readonly lastSaveSeconds: number;
  readonly lastBackgroundSaveOk: boolean;
  /** What the last save in slices took, and what the present one has taken so far; -1 where there is none. */
  readonly lastBackgroundSaveSeconds: number;
  readonly backgroundSaveSeconds: number;
  /** Keys that the present save in slices has written, and will have written; 0 where there is none. */
  readonly backgroundSaveKeys: number;
  readonly backgroundSaveKeysTotal: number;
  /** Empties all databases and loads the snapshot (DEBUG RELOAD NOSAVE). */
  reload(): void;
}

/** How far a load is. */
export interface LoadProgress {
  /** When it began: Unix time, seconds. */
  readonly startSeconds: number;
  /** Of the file. */
  readonly totalBytes: number;
  readonly loadedBytes: number;
}

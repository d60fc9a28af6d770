import type { ServerProcess } from '@respite/testing';

/** One of the two servers that are compared. */
export interface Contender {
  readonly name: string;
  /** Starts it in a folder, where it finds and keeps its snapshot. */
  start(folder: string): Promise<ServerProcess>;
}

/** Nothing is saved of its own accord, so that nothing but what is measured happens. */
export const QUIET_FLAGS = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];

/** Loading a snapshot is part of starting. */
export const START_TIMEOUT_MS = 120_000;

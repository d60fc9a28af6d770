import type { Store } from '@respite/store';
import type { Config } from '../config/config.ts';
import type { Effects } from '../effects/effects.ts';
import type { ClientTable } from '../session/client-table.ts';
import type { AccessClock } from '../stats/access-clock.ts';
import type { Counters } from '../stats/counters.ts';
import type { ServerClock } from '../stats/server-clock.ts';

/** What eviction needs of the server: the server's parts have all of it. */
export interface EvictionParts {
  readonly accessClock: AccessClock;
  readonly blocking: { readonly hasReady: boolean; serve(): void };
  readonly clients: ClientTable;
  readonly clock: ServerClock;
  readonly config: Config;
  readonly counters: Counters;
  readonly effects: Effects;
  readonly gates: { state: number };
  readonly host: { afterTurn(callback: () => void): void; log(level: 'warning', message: string): void };
  readonly observability: {
    readonly latencies: { readonly threshold: number; record(name: string, milliseconds: number): void };
  };
  /** Bytes that clients may take together, or 0. */
  readonly sessions: { readonly eviction: { readonly limit: number } };
  readonly store: Store;
  /** Floats in [0, 1). */
  readonly random: () => number;
}

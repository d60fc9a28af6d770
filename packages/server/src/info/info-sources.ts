import type { Store } from '@respite/store';
import type { Config } from '../config/config.ts';
import type { Effects } from '../effects/effects.ts';
import type { MemoryGauge } from '../eviction/memory-gauge.ts';
import type { ClientTable } from '../session/client-table.ts';
import type { CommandStats } from '../stats/command-stats.ts';
import type { Counters } from '../stats/counters.ts';
import type { Rates } from '../stats/rates.ts';
import type { ServerClock } from '../stats/server-clock.ts';
import type { ServerIdentity } from '../stats/server-identity.ts';

/** Where INFO has its facts from. The server's parts have all of it. */
export interface InfoSources {
  readonly config: Config;
  readonly store: Store;
  readonly clock: ServerClock;
  readonly counters: Counters;
  readonly commandStats: CommandStats;
  readonly rates: Rates;
  readonly identity: ServerIdentity;
  readonly clients: ClientTable;
  readonly effects: Effects;
  readonly eviction: { readonly gauge: MemoryGauge };
  readonly commands: { readonly commands: readonly CountedCommand[] };
  readonly blocking: { readonly deadlineCount: number; readonly keyCount: number; readonly keyCountWhenGone: number };
  readonly pubsub: InfoPubSub;
  readonly tracking: { readonly keyCount: number; readonly itemCount: number; readonly prefixCount: number };
  readonly pause: { readonly commands: string | undefined; readonly millisecondsLeft: number };
  readonly watchedKeys: { readonly count: number; readonly clientCount: number };
  readonly sessions: {
    readonly inputPeak: { readonly value: number };
    readonly outputs: { readonly peak: { readonly value: number } };
  };
  readonly host: InfoHost;
  /** Floats in [0, 1). */
  readonly random: () => number;
}

export interface InfoPubSub {
  readonly channels: { readonly size: number };
  readonly patterns: { readonly size: number };
  readonly shardChannels: { readonly size: number };
  readonly clientCount: number;
}

export interface CountedCommand {
  /** Position in statistics. */
  readonly id: number;
  readonly fullName: string;
  readonly subcommands: { readonly commands: readonly CountedCommand[] } | undefined;
}

/** What INFO asks of the process. */
export interface InfoHost {
  residentBytes(): number;
  readonly info: {
    readonly processId: number;
    readonly executable: string;
    readonly configFile: string;
    readonly operatingSystem: string;
    readonly runtime: string;
    readonly totalMemoryBytes: number;
    cpuSeconds(): { user: number; system: number };
    mainThreadCpuSeconds(): { user: number; system: number } | undefined;
  };
  readonly persistence?: InfoPersistence | undefined;
}

export interface InfoPersistence {
  readonly savingInBackground: boolean;
  readonly loading: boolean;
  readonly loadProgress:
    | { readonly startSeconds: number; readonly totalBytes: number; readonly loadedBytes: number }
    | undefined;
  readonly lastSaveSeconds: number;
  readonly lastBackgroundSaveOk: boolean;
  readonly lastBackgroundSaveSeconds: number;
  readonly backgroundSaveSeconds: number;
  readonly backgroundSaveKeys: number;
  readonly backgroundSaveKeysTotal: number;
}

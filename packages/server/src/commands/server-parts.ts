import type { Store } from '@respite/store';
import type { AccessControl } from '../access-control/access-control.ts';
import type { Blocking } from '../blocking/blocking.ts';
import type { Config } from '../config/config.ts';
import type { Effects } from '../effects/effects.ts';
import type { Eviction } from '../eviction/eviction.ts';
import type { Logins } from '../logins/logins.ts';
import type { Observability } from '../observability/observability.ts';
import type { DueKeys } from '../pausing/due-keys.ts';
import type { Pause } from '../pausing/pause.ts';
import type { PubSub } from '../pubsub/pubsub.ts';
import type { Client } from '../session/client.ts';
import type { ClientTable } from '../session/client-table.ts';
import type { Push } from '../session/push.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Transaction } from '../session/transaction.ts';
import type { AccessClock } from '../stats/access-clock.ts';
import type { CommandStats } from '../stats/command-stats.ts';
import type { Counters } from '../stats/counters.ts';
import type { Rates } from '../stats/rates.ts';
import type { ServerClock } from '../stats/server-clock.ts';
import type { ServerIdentity } from '../stats/server-identity.ts';
import type { Tracking } from '../tracking/tracking.ts';
import type { WatchedKeys } from '../transactions/watched-keys.ts';
import type { CommandCatalog } from './command-catalog.ts';
import type { DebugSettings } from './debug-settings.ts';
import type { Host } from './host.ts';

/** The parts of the server that commands may use. `core.ts` builds them. */
export interface ServerParts {
  readonly config: Config;
  readonly store: Store;
  readonly clock: ServerClock;
  readonly counters: Counters;
  readonly commandStats: CommandStats;
  readonly rates: Rates;
  readonly identity: ServerIdentity;
  readonly clients: ClientTable;
  readonly sessions: Sessions;
  readonly push: Push;
  readonly pubsub: PubSub;
  readonly observability: Observability;
  readonly effects: Effects;
  readonly blocking: Blocking;
  readonly watchedKeys: WatchedKeys;
  readonly tracking: Tracking;
  readonly pause: Pause;
  readonly dueKeys: DueKeys;
  readonly accessClock: AccessClock;
  readonly eviction: Eviction;
  readonly commands: CommandCatalog;
  readonly accessControl: AccessControl;
  readonly logins: Logins;
  readonly host: Host;
  readonly debug: DebugSettings;
  /** Floats in [0, 1): the only source of chance. */
  readonly random: () => number;
  /** Reasons that hold for all clients why commands must pass the gates: bits, 0 as a rule. */
  readonly gates: { state: number };
  /** Runs what the client has queued, and answers with the replies. */
  runTransaction(client: Client, transaction: Transaction): void;
}

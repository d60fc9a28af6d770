import { type Database, Store } from '@respite/store';
import { AccessControl } from './access-control/access-control.ts';
import { Blocking } from './blocking/blocking.ts';
import { describeClient } from './commands/connection/client/client-line.ts';
import { DebugSettings } from './commands/debug-settings.ts';
import type { Host } from './commands/host.ts';
import type { ServerParts } from './commands/server-parts.ts';
import type { Config } from './config/config.ts';
import { Command } from './dispatch/command.ts';
import { CommandNames } from './dispatch/command-names.ts';
import { CommandTable } from './dispatch/command-table.ts';
import { Dispatcher } from './dispatch/dispatcher.ts';
import { followWantedReplicas } from './dispatch/gates/enough-replicas.ts';
import { isRefusedByProtectedMode, protectedModeError } from './dispatch/gates/protected-mode.ts';
import { ruleCommands } from './dispatch/rule-commands.ts';
import { Effects } from './effects/effects.ts';
import { keyEvents } from './effects/key-events.ts';
import { Eviction } from './eviction/eviction.ts';
import { Logins } from './logins/logins.ts';
import { Observability } from './observability/observability.ts';
import { DueKeys } from './pausing/due-keys.ts';
import { followImportMode } from './pausing/import-mode.ts';
import { Pause } from './pausing/pause.ts';
import { KeyspaceNotifications } from './pubsub/keyspace-notifications.ts';
import { PubSub } from './pubsub/pubsub.ts';
import type { Client } from './session/client.ts';
import { ClientLimits } from './session/client-limits.ts';
import { ClientTable } from './session/client-table.ts';
import { Push } from './session/push.ts';
import { Sessions } from './session/sessions.ts';
import type { Transaction } from './session/transaction.ts';
import type { Transport } from './session/transport.ts';
import { AccessClock } from './stats/access-clock.ts';
import { CommandStats } from './stats/command-stats.ts';
import { Counters } from './stats/counters.ts';
import { Rates } from './stats/rates.ts';
import { ServerClock, systemTime, type TimeSource } from './stats/server-clock.ts';
import { ServerIdentity } from './stats/server-identity.ts';
import { Tracking } from './tracking/tracking.ts';
import { WatchedKeys } from './transactions/watched-keys.ts';

export interface CoreOptions {
  config: Config;
  host: Host;
  time?: TimeSource;
  /** Floats in [0, 1). */
  random?: () => number;
  /** By what names clients call commands; without it, by their own. */
  commandNames?: CommandNames;
}

/** A whole server without a network, files or timers: bytes of clients go in, bytes go out. */
export class Core implements ServerParts {
  readonly config: Config;
  readonly host: Host;
  readonly clock: ServerClock;
  readonly store: Store;
  readonly counters = new Counters();
  readonly commandStats: CommandStats;
  readonly rates = new Rates(this.counters);
  readonly identity: ServerIdentity;
  readonly clients = new ClientTable();
  readonly effects = new Effects();
  readonly blocking: Blocking;
  readonly watchedKeys: WatchedKeys;
  readonly tracking: Tracking;
  readonly pause: Pause;
  readonly dueKeys: DueKeys = new DueKeys((database, entry) => this.#expired(database, entry));
  readonly accessClock: AccessClock;
  readonly eviction: Eviction;
  readonly commands: CommandTable<Command>;
  readonly accessControl: AccessControl;
  readonly logins: Logins;
  readonly sessions: Sessions;
  readonly push: Push;
  readonly pubsub: PubSub;
  readonly observability: Observability;
  readonly gates = { state: 0 };
  readonly debug = new DebugSettings();
  readonly random: () => number;
  readonly #dispatcher: Dispatcher;

  constructor(options: CoreOptions) {
    this.config = options.config;
    this.host = options.host;
    this.random = options.random ?? Math.random;
    this.clock = new ServerClock(options.time ?? systemTime);
    this.accessClock = new AccessClock(this.config, this.random);
    this.accessClock.refresh(this.clock.nowMs());
    const names = options.commandNames ?? new CommandNames();
    let commandCount = 0;
    this.commands = new CommandTable([...names].map(([name, spec]) => new Command(spec, () => commandCount++, name)));
    this.commandStats = new CommandStats(commandCount);
    this.accessControl = new AccessControl(
      this.config,
      ruleCommands(this.commands),
      this.host.usersFiles,
      (level, line) => this.host.log(level, line),
    );
    this.store = new Store({
      databases: this.config.databases,
      clock: this.clock,
      random: this.random,
      listener: this.dueKeys,
    });
    this.identity = new ServerIdentity(this.random, this.clock.nowMs(), this.clock.monotonic);
    const dispatcher = new Dispatcher(this.commands, this);
    this.sessions = new Sessions(this.clients, dispatcher, this.host, this.clock, this.counters);
    this.push = new Push(this.sessions);
    this.pubsub = new PubSub(this.push, this.store.databases[0].keys.hash);
    new KeyspaceNotifications(this.config, this.effects, this.pubsub);
    this.observability = new Observability(this, this.push);
    this.blocking = new Blocking(this, dispatcher);
    this.watchedKeys = new WatchedKeys(this.store, this.effects);
    this.tracking = new Tracking(this, dispatcher);
    this.pause = new Pause(this);
    followImportMode(this.config, this.gates);
    followWantedReplicas(this.config, this.gates);
    this.eviction = new Eviction(this);
    this.eviction.gauge.count(this.tracking);
    this.sessions.onClose = (client) => {
      this.blocking.cancel(client);
      this.watchedKeys.forget(client);
      this.tracking.forget(client);
      this.pause.forget(client);
      this.pubsub.leave(client);
      this.observability.monitors.remove(client);
    };
    this.#dispatcher = dispatcher;
    new ClientLimits(this, (client) => describeClient(this, client));
    this.logins = new Logins(this);
    this.commandStats.tracksLatency = this.config.latencyTracking;
    this.config.onChange(['latency-tracking'], () => {
      this.commandStats.tracksLatency = this.config.latencyTracking;
      return undefined;
    });
  }

  /** A client has come. */
  open(transport: Transport): Client {
    const client = this.sessions.open(
      transport,
      this.store.databases[0],
      this.accessControl.defaultUser,
      this.logins.limits,
    );
    this.logins.begin(client);
    if (isRefusedByProtectedMode(this.config, this.accessControl, transport)) {
      this.counters.connectionsRejected++;
      client.reply.error(protectedModeError);
      this.sessions.close(client);
    }
    return client;
  }

  runTransaction(client: Client, transaction: Transaction): void {
    this.#dispatcher.runTransaction(client, transaction);
  }

  /** A key's time has come: its entry is about to go. */
  #expired(database: Database, entry: number): void {
    this.counters.expiredKeys++;
    const { entries } = database;
    entries.locate(entry);
    const { bytes, keyStart, keyEnd } = entries;
    this.effects.keyRemoved(keyEvents.expired, database, bytes, keyStart, keyEnd);
    if (this.effects.propagating) {
      const command = this.config.lazyfreeLazyExpire ? 'UNLINK' : 'DEL';
      this.effects.propagateValues(database.index, [command, bytes.slice(keyStart, keyEnd)]);
    }
  }
}

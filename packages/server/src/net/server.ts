import { randomFillSync } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import { NodeSnapshotFiles } from '@respite/persistence/node';
import { declarationsOf, type UserDeclaration } from '../access-control/user-declarations.ts';
import { UsersError } from '../access-control/users-error.ts';
import { ClientUpkeep } from '../background/client-upkeep.ts';
import { CompactionJob } from '../background/compaction.ts';
import { ExpireCycleJob } from '../background/expire-cycle.ts';
import { FieldExpireCycleJob } from '../background/field-expire-cycle.ts';
import { FreeingJob } from '../background/freeing.ts';
import { Housekeeping } from '../background/housekeeping.ts';
import { SlackJob } from '../background/slack.ts';
import { type BackgroundJob, Ticker } from '../background/ticker.ts';
import type { Host, ShutdownOptions } from '../commands/host.ts';
import type { Config } from '../config/config.ts';
import { Core } from '../core.ts';
import type { CommandNames } from '../dispatch/command-names.ts';
import type { LoadSummary, SnapshotControl } from '../persistence/snapshot-control.ts';
import { SnapshotService } from '../persistence/snapshot-service.ts';
import type { TimeSource } from '../stats/server-clock.ts';
import { hostInfo } from './host-info.ts';
import { Network } from './network.ts';
import { nodeTimers } from './node-timers.ts';
import { NodeUsersFiles } from './node-users-files.ts';
import { OomScore } from './oom-score.ts';

export type Log = Host['log'];

/** What the process around the server does for it; all of it optional. */
export interface Surroundings {
  log?: Log;
  time?: TimeSource;
  /** Floats in [0, 1). */
  random?: () => number;
  /** Port 0 means any free port, not "no TCP" as in a configuration file. */
  anyPort?: boolean;
  /** Whether to load and save snapshots, as `dir`, `dbfilename` and `save` say; otherwise the server keeps nothing. */
  snapshots?: boolean;
  /** By what names clients call commands, where that is not their own. */
  commandNames?: CommandNames;
  /** `user` lines: names and rules. */
  users?: readonly UserDeclaration[];
  /** Path of the configuration file, for INFO. */
  configFile?: string;
  /** CONFIG REWRITE, of everything also where it has its default. @returns the reason against it */
  rewriteConfig?: (everything?: boolean) => string | undefined;
}

/** A server in this process: `address` tells where, `close` ends it. Emits 'close' when it has ended, also by SHUTDOWN. */
export class Server extends EventEmitter<{ close: [] }> {
  readonly core: Core;
  readonly #config: Config;
  readonly #log: Log;
  readonly #network: Network;
  readonly #ticker: Ticker;
  readonly #oomScore: OomScore;
  readonly #snapshots: SnapshotControl | undefined;
  readonly #declaredUsers: readonly UserDeclaration[];
  #closing: Promise<void> | undefined;

  constructor(config: Config, surroundings: Surroundings = {}) {
    super();
    this.#config = config;
    this.#log = surroundings.log ?? (() => {});
    const host: Omit<Host, 'persistence'> & { persistence: SnapshotControl | undefined } = {
      persistence: undefined,
      usersFiles: new NodeUsersFiles(config),
      afterTurn: (callback) => {
        setImmediate(callback);
      },
      after: nodeTimers.after,
      log: (level, message) => this.#log(level, message),
      fillWithSecrets: (bytes) => {
        randomFillSync(bytes);
      },
      residentBytes: () => process.memoryUsage.rss(),
      info: hostInfo(surroundings.configFile ?? ''),
      shutdown: (options) => this.shutdown(options),
      rewriteConfig: surroundings.rewriteConfig ?? (() => 'The server is running without a config file'),
    };
    this.core = new Core({
      config,
      host,
      ...(surroundings.time && { time: surroundings.time }),
      ...(surroundings.random && { random: surroundings.random }),
      ...(surroundings.commandNames && { commandNames: surroundings.commandNames }),
    });
    this.#declaredUsers = surroundings.users ?? [];
    this.#network = new Network(this.core, surroundings.anyPort ?? false);
    const snapshots = surroundings.snapshots ? new SnapshotService(this.core, new NodeSnapshotFiles()) : undefined;
    this.#snapshots = host.persistence = snapshots;
    const jobs: BackgroundJob[] = [
      new Housekeeping(this.core),
      new ClientUpkeep(this.core),
      new ExpireCycleJob(this.core),
      new FieldExpireCycleJob(this.core),
      new CompactionJob(this.core),
      new SlackJob(this.core),
      new FreeingJob(this.core),
    ];
    if (snapshots !== undefined) jobs.push({ run: () => snapshots.tick() });
    this.#ticker = new Ticker(nodeTimers, jobs, {
      paused: () => this.core.debug.cronPaused,
      monotonicMs: () => this.core.clock.source.monotonicMs(),
      ticked: (milliseconds) => {
        this.core.counters.backgroundMs += milliseconds;
        this.core.counters.countTurn(milliseconds, 0);
      },
      ran: (event, milliseconds) => this.core.observability.latencies.record(event, milliseconds),
    });
    this.#oomScore = new OomScore(config, this.#log);
    config.onChange(['oom-score-adj', 'oom-score-adj-values'], () => this.#oomScore.apply());
    config.onChange(['hz'], () => {
      this.#ticker.start(config.hz);
      return undefined;
    });
  }

  /**
   * Makes the users, accepts clients, and loads what was saved. Until it resolves clients may be connected, but get the error LOADING for
   * commands that need the data.
   *
   * @throws UsersError, ListenError, that of a damaged snapshot, or LoadCancelledError; then nothing listens any more
   */
  async open(): Promise<void> {
    this.loadUsers();
    await this.listen();
    try {
      await this.load();
    } catch (error) {
      await this.#endWithin(0);
      throw error;
    }
  }

  /** Makes the users that were declared, or takes them from `aclfile`. @throws UsersError */
  loadUsers(): void {
    const reasons = this.core.accessControl.loadAtStart(this.#declaredUsers);
    if (reasons.length > 0) throw new UsersError(reasons);
  }

  /** What stands behind `user` in a configuration file that gives the users as they are now; none where there is an `aclfile`. */
  get userDeclarations(): string[] {
    return this.#config.aclfile === '' ? declarationsOf(this.core.accessControl.users) : [];
  }

  /** Whether data is being loaded. */
  get loading(): boolean {
    return this.#snapshots?.loading ?? false;
  }

  /**
   * Loads what was saved, a slice at a time.
   * @returns undefined where nothing was
   * @throws SnapshotError, LoadCancelledError if the server was ended meanwhile
   */
  async load(): Promise<LoadSummary | undefined> {
    const loaded = await this.#snapshots?.load();
    return loaded?.found ? loaded : undefined;
  }

  /** Reads certificates and what else `tls-port` needs, which `listen` does otherwise. @throws TlsSettingsError */
  configureTls(): void {
    this.#network.configureTls();
  }

  /**
   * Accepts clients from now on. Where there is something to load they get the error LOADING until `load`, which is to be called next, has
   * loaded it.
   * @throws ListenError, TlsSettingsError
   */
  async listen(): Promise<void> {
    this.#snapshots?.beginLoad();
    this.#ticker.start(this.#config.hz);
    this.#oomScore.apply();
    try {
      await this.#network.open();
    } catch (error) {
      this.#snapshots?.cancelLoad();
      throw error;
    }
  }

  /** The first TCP address that is listened on, undefined where there is none. */
  get address(): AddressInfo | undefined {
    return this.addresses[0];
  }

  /** All TCP addresses that are listened on. */
  get addresses(): AddressInfo[] {
    return this.#network.addresses;
  }

  /** All TCP addresses that are listened on for TLS. */
  get tlsAddresses(): AddressInfo[] {
    return this.#network.tlsAddresses;
  }

  /** Stops accepting, lets replies under way reach their clients, and ends. */
  close(): Promise<void> {
    return this.#endWithin(this.#config.shutdownTimeout * 1000);
  }

  #endWithin(longestMs: number): Promise<void> {
    this.#closing ??= this.#end(longestMs);
    return this.#closing;
  }

  async #end(longestMs: number): Promise<void> {
    this.#snapshots?.cancelLoad();
    this.#network.stopListening();
    this.#ticker.stop();
    this.core.sessions.outputs.flush();
    await this.#network.endConnections(longestMs);
    this.emit('close');
  }

  /**
   * Saves, if it is asked for or there are save points, and ends. While data is loaded nothing is saved: what is on disk is more than what
   * is in memory.
   * @returns the reason why the server goes on: the save failed
   */
  async shutdown(options: ShutdownOptions): Promise<string> {
    this.#log('notice', 'User requested shutdown...');
    if (this.#snapshots !== undefined && !this.#snapshots.saveBeforeExit(options)) {
      this.#log('warning', 'Errors trying to shut down the server. Check the logs for more information.');
      return 'ERR Errors trying to SHUTDOWN. Check logs.';
    }
    await this.#endWithin(options.now ? 0 : this.#config.shutdownTimeout * 1000);
    return '';
  }
}

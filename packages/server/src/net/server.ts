import { EventEmitter } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { NodeSnapshotFiles } from '@respite/persistence/node';
import { CompactionJob } from '../background/compaction.ts';
import { ExpireCycleJob } from '../background/expire-cycle.ts';
import { FieldExpireCycleJob } from '../background/field-expire-cycle.ts';
import { FreeingJob } from '../background/freeing.ts';
import { Housekeeping } from '../background/housekeeping.ts';
import { type BackgroundJob, Ticker } from '../background/ticker.ts';
import type { Host, ShutdownOptions } from '../commands/host.ts';
import type { Config } from '../config/config.ts';
import { Core } from '../core.ts';
import type { CommandNames } from '../dispatch/command-names.ts';
import type { LoadSummary, SnapshotControl } from '../persistence/snapshot-control.ts';
import { SnapshotService } from '../persistence/snapshot-service.ts';
import type { TimeSource } from '../stats/server-clock.ts';
import { Connection } from './connection.ts';
import { hostInfo } from './host-info.ts';
import { Listener } from './listener.ts';
import { nodeTimers } from './node-timers.ts';
import { RECEIVE_BUFFER_BYTES } from './receive-buffer.ts';

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
  /** Path of the configuration file, for INFO. */
  configFile?: string;
  /** CONFIG REWRITE, of everything also where it has its default. @returns the reason against it */
  rewriteConfig?: (everything?: boolean) => string | undefined;
}

/** A server in this process: `address` tells where, `close` ends it. Emits 'close' when it has ended, also by SHUTDOWN. */
export class Server extends EventEmitter<{ close: [] }> {
  readonly core: Core;
  readonly #config: Config;
  readonly #anyPort: boolean;
  readonly #log: Log;
  readonly #listener: Listener;
  readonly #ticker: Ticker;
  readonly #connections = new Set<Connection>();
  readonly #buffer = new Uint8Array(RECEIVE_BUFFER_BYTES);
  readonly #snapshots: SnapshotControl | undefined;
  #closing: Promise<void> | undefined;

  constructor(config: Config, surroundings: Surroundings = {}) {
    super();
    this.#config = config;
    this.#anyPort = surroundings.anyPort ?? false;
    this.#log = surroundings.log ?? (() => {});
    const host: Omit<Host, 'persistence'> & { persistence: SnapshotControl | undefined } = {
      persistence: undefined,
      afterTurn: (callback) => {
        setImmediate(callback);
      },
      after: nodeTimers.after,
      log: (level, message) => this.#log(level, message),
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
    this.#listener = new Listener(
      (socket, unixPath) => this.#accept(socket, unixPath),
      (message) => this.#log('warning', message),
    );
    const snapshots = surroundings.snapshots ? new SnapshotService(this.core, new NodeSnapshotFiles()) : undefined;
    this.#snapshots = host.persistence = snapshots;
    const jobs: BackgroundJob[] = [
      new Housekeeping(this.core),
      new ExpireCycleJob(this.core),
      new FieldExpireCycleJob(this.core),
      new CompactionJob(this.core),
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
    });
    config.onChange(['hz'], () => {
      this.#ticker.start(config.hz);
      return undefined;
    });
    config.onChange(['bind'], () => this.#listenAgain('Failed to bind to specified addresses.'));
    config.onChange(['port'], () => this.#listenAgain('Unable to listen on this port. Check server logs.'));
  }

  /** Loads what was saved, then accepts clients. @throws ListenError, or the error of a damaged snapshot */
  async open(): Promise<void> {
    this.load();
    await this.listen();
  }

  /** Loads what was saved. @returns undefined where nothing was. */
  load(): LoadSummary | undefined {
    const loaded = this.#snapshots?.load();
    return loaded?.found ? loaded : undefined;
  }

  /** Accepts clients from now on. */
  async listen(): Promise<void> {
    this.#ticker.start(this.#config.hz);
    await this.#listener.open(this.#target());
  }

  /** The first TCP address that is listened on, undefined where there is none. */
  get address(): AddressInfo | undefined {
    return this.#listener.addresses[0];
  }

  /** All TCP addresses that are listened on. */
  get addresses(): AddressInfo[] {
    return this.#listener.addresses;
  }

  /** Stops accepting, lets replies under way reach their clients, and ends. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    this.#listener.close();
    this.#ticker.stop();
    this.core.sessions.flush();
    await Promise.all([...this.#connections].map((connection) => connection.end()));
    this.emit('close');
  }

  #accept(socket: Socket, unixPath: string | undefined): void {
    const { core } = this;
    if (core.clients.size >= this.#config.maxclients) {
      core.counters.connectionsRejected++;
      socket.end('-ERR max number of clients reached\r\n');
      return;
    }
    const connection = new Connection(socket, this.#buffer, core.sessions, unixPath);
    this.#connections.add(connection);
    connection.onClosed = () => this.#connections.delete(connection);
    connection.start(core.open(connection), this.#config.tcpKeepalive);
  }

  #target() {
    const { bind, port, tcpBacklog, unixsocket, unixsocketperm } = this.#config;
    return {
      addresses: bind,
      port: port === 0 && !this.#anyPort ? undefined : port,
      backlog: tcpBacklog,
      unixSocket: unixsocket,
      unixSocketMode: unixsocketperm,
    };
  }

  /** CONFIG SET port or bind. */
  async #listenAgain(complaint: string): Promise<string | undefined> {
    this.#listener.close();
    try {
      await this.#listener.open(this.#target());
      return undefined;
    } catch (error) {
      this.#log('warning', error instanceof Error ? error.message : String(error));
      return complaint;
    }
  }

  /**
   * Saves, if it is asked for or there are save points, and ends.
   * @returns the reason why the server goes on: the save failed
   */
  async shutdown(options: ShutdownOptions): Promise<string> {
    this.#log('notice', 'User requested shutdown...');
    if (this.#snapshots !== undefined && !this.#snapshots.saveBeforeExit(options.save) && !options.force) {
      this.#log('warning', 'Errors trying to shut down the server. Check the logs for more information.');
      return 'ERR Errors trying to SHUTDOWN. Check logs.';
    }
    await this.close();
    return '';
  }
}

import type { ReplyWriter } from '@respite/resp';
import { concatBytes, encodeCommand, FakeClock, SeededRandom, Transcript } from '@respite/testing';
import type { CommandSpec } from '../src/commands/define-command.ts';
import type { Host, ShutdownOptions } from '../src/commands/host.ts';
import { Config, type ConfigInput } from '../src/config/config.ts';
import { Core } from '../src/core.ts';
import { CommandNames } from '../src/dispatch/command-names.ts';
import type { Client } from '../src/session/client.ts';
import type { Transport } from '../src/session/transport.ts';

/** A whole server for tests: no network, a clock to turn, chance from a seed. Turns of the event loop happen when they are due. */
export class TestServer {
  readonly clock = new FakeClock();
  readonly random: SeededRandom;
  readonly core: Core;
  readonly logged: string[] = [];
  /** What `aclfile` may name. */
  readonly usersFiles = new Map<string, string>();
  readonly shutdowns: ShutdownOptions[] = [];
  #turns: (() => void)[] = [];
  readonly #timers = new Set<{ readonly at: number; readonly callback: () => void }>();

  /** @param commands in addition to those that there are */
  constructor(values: ConfigInput = {}, commands: readonly CommandSpec[] = []) {
    this.random = new SeededRandom(1);
    const host: Host = {
      afterTurn: (callback) => {
        this.#turns.push(callback);
      },
      after: (milliseconds, callback) => {
        const timer = { at: this.clock.monotonicMs() + Math.ceil(milliseconds), callback };
        this.#timers.add(timer);
        return () => {
          this.#timers.delete(timer);
        };
      },
      log: (level, message) => {
        this.logged.push(`${level} ${message}`);
      },
      fillWithSecrets: (bytes) => {
        bytes.set(this.random.bytes(bytes.length));
      },
      residentBytes: () => 0,
      usersFiles: {
        read: (path) => {
          const contents = this.usersFiles.get(path);
          if (contents === undefined) throw new Error('No such file or directory');
          return new TextEncoder().encode(contents);
        },
        replace: (path, contents) => {
          this.usersFiles.set(path, new TextDecoder().decode(contents));
        },
      },
      info: {
        processId: 1,
        executable: 'respite-server',
        configFile: '',
        operatingSystem: 'Test',
        architecture: 'test',
        runtime: 'test',
        totalMemoryBytes: 2 ** 34,
        cpuSeconds: () => ({ user: 0, system: 0 }),
        mainThreadCpuSeconds: () => undefined,
      },
      shutdown: (options) => {
        this.shutdowns.push(options);
        return Promise.resolve('ERR Errors trying to SHUTDOWN. Check logs.');
      },
      rewriteConfig: () => 'The server is running without a config file',
    };
    this.core = new Core({
      config: new Config({ values }),
      host,
      time: this.clock,
      random: () => this.random.nextFloat(),
      commandNames: new MoreCommands(commands),
    });
  }

  /** Ends turns until none is due. */
  turn(): void {
    while (this.#turns.length > 0) {
      const due = this.#turns;
      this.#turns = [];
      for (const callback of due) callback();
    }
  }

  /** Lets time pass, with timers that ring on the way and the turns that follow. */
  advance(milliseconds: number): void {
    const end = this.clock.monotonicMs() + milliseconds;
    for (;;) {
      const [next] = [...this.#timers].sort((a, b) => a.at - b.at);
      if (next === undefined || next.at > end) break;
      this.#timers.delete(next);
      this.clock.advance(Math.max(0, next.at - this.clock.monotonicMs()));
      next.callback();
      this.turn();
    }
    this.clock.advance(Math.max(0, end - this.clock.monotonicMs()));
    this.turn();
  }

  connect(peer: Partial<Pick<Transport, 'kind' | 'remoteAddress'>> = {}): TestConnection {
    return new TestConnection(this, peer);
  }

  /** A new connection in transcript style: `await t.says('GET', 'a').bulk('1')`. */
  transcript(): Transcript {
    return new Transcript(this.connect());
  }
}

/** All commands, and some more. */
class MoreCommands extends CommandNames {
  readonly #more: readonly CommandSpec[];

  constructor(more: readonly CommandSpec[]) {
    super();
    this.#more = more;
  }

  override *[Symbol.iterator](): IterableIterator<[name: string, spec: CommandSpec]> {
    yield* super[Symbol.iterator]();
    for (const spec of this.#more) yield [spec.name.toLowerCase(), spec];
  }
}

/** A client inside the process. */
export class TestConnection implements Transport {
  readonly remoteAddress: string;
  readonly localAddress = '127.0.0.1:6379';
  readonly fileDescriptor = 8;
  readonly kind: Transport['kind'];
  readonly client: Client;
  unsentBytes = 0;
  isBusy = false;
  closed = false;
  /** The server was told not to read from here. */
  paused = false;
  /** What is sent here stays under way until `take()`. */
  takesNothing = false;
  #underWay: Uint8Array[] = [];
  readonly #server: TestServer;
  #received: Uint8Array[] = [];

  constructor(server: TestServer, peer: Partial<Pick<Transport, 'kind' | 'remoteAddress'>>) {
    this.#server = server;
    this.kind = peer.kind ?? 'in-process';
    this.remoteAddress = peer.remoteAddress ?? '127.0.0.1:50000';
    this.client = server.core.open(this);
  }

  send(writer: ReplyWriter): void {
    const to = this.takesNothing ? this.#underWay : this.#received;
    if (this.takesNothing) {
      this.unsentBytes += writer.length;
      this.isBusy = true;
    }
    for (let i = 0; i < writer.chunkCount; i++) to.push(writer.chunkAt(i).slice());
    writer.recycle();
  }

  /** Takes what is under way, once; more may wait behind it. */
  take(): void {
    this.#received.push(...this.#underWay);
    this.#underWay = [];
    this.unsentBytes = 0;
    this.isBusy = false;
    this.#server.core.sessions.drained(this.client);
    this.#server.turn();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  close(): void {
    this.closed = true;
  }

  /** Sends bytes and returns what the server had to say by the end of the turn. */
  async exchange(request: Uint8Array): Promise<Uint8Array> {
    this.#server.core.sessions.receive(this.client, request, 0, request.length);
    this.#server.turn();
    // Commands that wait for a promise (CONFIG SET of what must be applied first) answer a turn later.
    await Promise.resolve();
    this.#server.turn();
    return this.received();
  }

  /** The same for one command; the reply as text. */
  async ask(...command: (string | number | Uint8Array)[]): Promise<string> {
    return new TextDecoder().decode(await this.exchange(encodeCommand(command)));
  }

  /** What came since the last time. */
  received(): Uint8Array {
    const parts = this.#received;
    this.#received = [];
    return concatBytes(parts);
  }
}

import { CommandFlag } from '../command-meta/command-flags.ts';
import { type Client, ClientState } from '../session/client.ts';
import { ServerState } from '../session/server-state.ts';
import type { Sessions } from '../session/sessions.ts';
import type { QueueableCommand } from '../session/transaction.ts';
import type { ServerClock } from '../stats/server-clock.ts';

/** What pausing needs of the server. */
export interface PauseParts {
  readonly clock: ServerClock;
  readonly sessions: Sessions;
  readonly gates: { state: number };
  readonly host: { after(milliseconds: number, callback: () => void): () => void };
}

/** A command, as far as pausing needs to know it. */
export interface PausableCommand extends QueueableCommand {
  /** Bits of CommandFlag. */
  readonly flags: number;
}

/** Commands that CLIENT PAUSE holds back: those after which replicas would have something to do, or all. */
export type PausedCommands = 'write' | 'all';

/** A timer rings after 24 days at the latest. */
const TIMER_MAX_MS = 2 ** 31 - 1;
const MAY_REPLICATE = CommandFlag.write | CommandFlag.may_replicate;

/**
 * CLIENT PAUSE: commands that come meanwhile are put off. Their clients wait, as if blocked, and go on in the order in which they came.
 *
 * The same is done, for all commands of all other clients, while a transaction waits in its midst for something that takes longer than a
 * turn (CONFIG SET of a port): nobody sees it half done.
 *
 * While paused, no key is removed because its time has come or memory is short: whoever looks at what is paused wants it to stand
 * still. Keys whose time has come are not seen by those who read.
 */
export class Pause {
  readonly #parts: PauseParts;
  /** Which commands are held back; undefined: none. */
  #commands: PausedCommands | undefined = undefined;
  /** Until when, in milliseconds of Unix time. */
  #end = 0;
  /** The clients whose transactions wait in their midst. */
  readonly #suspended = new Set<Client>();
  /** Those who wait, in the order of their coming. */
  #postponed = new Set<Client>();
  #stopTimer: () => void = () => {};
  readonly #timeIsUp = () => {
    this.#parts.clock.refresh();
    this.#refresh();
  };

  constructor(parts: PauseParts) {
    this.#parts = parts;
  }

  /** Which commands CLIENT PAUSE holds back at present. */
  get commands(): PausedCommands | undefined {
    return this.#commands;
  }

  /** For how many milliseconds more; 0 while there is no pause. */
  get millisecondsLeft(): number {
    return this.#commands === undefined ? 0 : Math.max(0, this.#end - this.#parts.clock.nowMs());
  }

  /** Holds commands back until a time, or as long and as much as an earlier call said, if that was more. */
  begin(commands: PausedCommands, end: number): void {
    if (this.#commands !== 'all') this.#commands = commands;
    this.#end = Math.max(this.#end, end);
    this.#refresh();
  }

  /** CLIENT UNPAUSE. */
  end(): void {
    this.#end = 0;
    this.#refresh();
  }

  /** The client's transaction waits in its midst: the others wait for it. */
  suspend(client: Client): void {
    this.#suspended.add(client);
    this.#parts.gates.state |= ServerState.suspended;
  }

  /** The transaction has come to its end. */
  resume(client: Client): void {
    if (!this.#suspended.delete(client) || this.#suspended.size > 0) return;
    this.#parts.gates.state &= ~ServerState.suspended;
    this.#letGoOn();
  }

  /** Whether the command has to wait. */
  postpones(client: Client, command: PausableCommand): boolean {
    if (this.#suspended.size > 0 && !this.#suspended.has(client)) return true;
    if (this.#commands === undefined) return false;
    return this.#commands === 'all' || mayReplicate(command) || (command.fullName === 'exec' && queuesWrites(client));
  }

  /** The client waits, with the command that it keeps in `client.postponed`. */
  postpone(client: Client): void {
    client.state |= ClientState.blocked;
    this.#postponed.add(client);
  }

  /** The client has gone. */
  forget(client: Client): void {
    client.postponed = undefined;
    this.#postponed.delete(client);
  }

  #refresh(): void {
    const { clock, gates, host } = this.#parts;
    this.#stopTimer();
    const left = this.#end - clock.nowMs();
    if (left > 0) {
      gates.state |= ServerState.paused;
      this.#stopTimer = host.after(Math.min(left, TIMER_MAX_MS), this.#timeIsUp);
    } else {
      this.#commands = undefined;
      this.#end = 0;
      gates.state &= ~ServerState.paused;
      this.#letGoOn();
    }
  }

  /** Those who wait try again, and maybe wait again. */
  #letGoOn(): void {
    const postponed = this.#postponed;
    if (postponed.size === 0) return;
    this.#postponed = new Set();
    for (const client of postponed) this.#parts.sessions.runPostponed(client);
  }
}

function mayReplicate({ flags }: PausableCommand): boolean {
  return (flags & MAY_REPLICATE) !== 0;
}

function queuesWrites({ transaction }: Client): boolean {
  return transaction?.queue.some(({ command }) => mayReplicate(command as PausableCommand)) ?? false;
}

import type { Arguments } from '@respite/resp';
import type { Database, Store } from '@respite/store';
import type { Effects, KeyWaiters } from '../effects/effects.ts';
import { WAKES_WHEN_GONE } from '../effects/key-events.ts';
import type { Observability } from '../observability/observability.ts';
import { type Client, ClientState } from '../session/client.ts';
import { ServerState } from '../session/server-state.ts';
import type { Sessions } from '../session/sessions.ts';
import type { CommandStats } from '../stats/command-stats.ts';
import type { Counters } from '../stats/counters.ts';
import type { ServerClock } from '../stats/server-clock.ts';
import { Deadlines } from './deadlines.ts';
import { Waiter, type WaitingCommand, type WaitingKey } from './waiter.ts';
import { WaitingKeys } from './waiting-keys.ts';

/** For what a command waits. */
export interface BlockOptions {
  /** The kind of value that it can go on with: KIND_LIST, KIND_SORTED_SET or KIND_STREAM. */
  readonly kind: number;
  /** The arguments that are keys: from `first` to `last`, both included. A key may stand there twice. */
  readonly first: number;
  readonly last: number;
  /** Milliseconds, fractions allowed; 0: for ever. */
  readonly timeoutMs: number;
  /** It is also woken when one of the keys goes or becomes something else (XREADGROUP). */
  readonly wakesWhenGone?: boolean;
  /** What is executed when it is woken, where that is not the command as it came. They must own their bytes. */
  readonly args?: Arguments;
}

/** What executes a command once more for a client that waited: the dispatcher, seen from here. */
export interface CommandRepeater {
  /**
   * Runs the command as if the client had just sent these arguments. It may wait again.
   * @returns false: it was refused
   */
  runAgain(client: Client, command: WaitingCommand, args: Arguments): boolean;
}

/** What waiting needs of the server. */
export interface BlockingParts {
  readonly store: Store;
  readonly clock: ServerClock;
  readonly effects: Effects;
  readonly sessions: Sessions;
  readonly counters: Counters;
  readonly commandStats: CommandStats;
  readonly observability: Observability;
  readonly gates: { readonly state: number };
  readonly host: BlockingHost;
}

export interface BlockingHost {
  afterTurn(callback: () => void): void;
  after(milliseconds: number, callback: () => void): () => void;
}

const UNBLOCKED = 'UNBLOCKED client unblocked via CLIENT UNBLOCK';

/**
 * Clients that wait for keys: BLPOP, BZPOPMIN, XREAD and their kin.
 *
 * ```
 * a command finds nothing ─▶ ctx.block ─▶ in the queues of its keys, among the deadlines
 * a key changes           ─▶ Effects   ─▶ keyChanged: if somebody waits for it, it is ready
 * the command has ended   ─▶ serve: for each ready key, in the order of their becoming ready, each waiter in the order of coming,
 *                            as long as the key holds what it waits for: its command is executed again
 * ```
 *
 * Why again, and not just given the element? So a command has one way to do its work, whatever has happened to its keys meanwhile. One
 * that finds nothing again waits again: at the end of its queues, with the deadline that it had.
 *
 * While nobody waits, `Effects.wakeMask` is 0, and a change of a key costs one comparison.
 */
export class Blocking implements KeyWaiters {
  readonly #parts: BlockingParts;
  readonly #repeater: CommandRepeater;
  /** By the client's id. */
  readonly #waiters = new Map<number, Waiter>();
  /** By the database's index. */
  readonly #databases: WaitingKeys[];
  readonly #deadlines = new Deadlines<Waiter>();
  /** How many wait for values of each kind, and how many to be told when a key goes. */
  readonly #byKind = new Int32Array(8);
  #whenGone = 0;
  #ready: WaitingKey[] = [];
  /** Whether `serve` has something to do. */
  hasReady = false;
  #isServing = false;
  #isTurnQueued = false;
  /** Whose command is being executed again. */
  #woken: Waiter | undefined;
  #lastOrder = 0;
  /** When the timer will ring, by the monotonic clock. */
  #timerAt = Number.POSITIVE_INFINITY;
  #stopTimer: () => void = () => {};
  readonly #afterTurn = () => this.#serveAfterTurn();
  readonly #timeIsUp = () => this.#giveUpDue();

  constructor(parts: BlockingParts, repeater: CommandRepeater) {
    this.#parts = parts;
    this.#repeater = repeater;
    this.#databases = parts.store.databases.map((_, index) => new WaitingKeys(index));
    parts.effects.waiters = this;
  }

  /** Number of clients that wait with a deadline. */
  get deadlineCount(): number {
    return this.#deadlines.size;
  }

  /** Number of keys that somebody waits for. */
  get keyCount(): number {
    return this.#databases.reduce((sum, keys) => sum + keys.size, 0);
  }

  /** Number of keys whose going somebody waits for. */
  get keyCountWhenGone(): number {
    return this.#databases.reduce((sum, keys) => sum + keys.sizeWhenGone, 0);
  }

  /** Whether the client waits for keys. */
  isWaiting(client: Client): boolean {
    return this.#waiters.has(client.id);
  }

  /** The client waits from now on: called by a command, which then ends without a reply. */
  block(client: Client, database: Database, args: Arguments, options: BlockOptions): void {
    let waiter = this.#woken;
    if (waiter === undefined || waiter.client !== client) {
      const { timeoutMs } = options;
      const now = this.#parts.clock.source.monotonicMs();
      const deadline = timeoutMs === 0 ? Number.POSITIVE_INFINITY : now + timeoutMs;
      waiter = new Waiter(client, ++this.#lastOrder, deadline, options.args ?? args.copy());
      this.#waiters.set(client.id, waiter);
      if (timeoutMs > 0) {
        this.#deadlines.add(waiter);
        this.#setTimer();
      }
    } else if (options.args !== undefined) waiter.args = options.args;
    waiter.kind = options.kind;
    waiter.wakesWhenGone = options.wakesWhenGone ?? false;
    const keys = this.#databases[database.index];
    const { hash } = database.keys;
    for (let i = options.first; i <= options.last; i++) {
      const start = args.starts[i];
      const end = args.ends[i];
      keys.add(waiter, hash.of(args.bytes, start, end), args.bytes, start, end);
    }
    this.#byKind[waiter.kind]++;
    if (waiter.wakesWhenGone) this.#whenGone++;
    this.#setMask();
    client.state |= ClientState.blocked;
  }

  /** The command that called `block` has returned, after so many microseconds. */
  commandReturned(client: Client, command: WaitingCommand, microseconds: number): void {
    const waiter = this.#waiters.get(client.id) as Waiter;
    waiter.command = command;
    waiter.spent += microseconds;
  }

  /** The client has gone: it waits no longer. */
  cancel(client: Client): void {
    const waiter = this.#waiters.get(client.id);
    if (waiter !== undefined) this.#forget(waiter);
  }

  /**
   * CLIENT UNBLOCK: the client goes on, as if its time were up or with an error.
   * @returns false: it does not wait
   */
  unblock(client: Client, withError: boolean): boolean {
    const waiter = this.#waiters.get(client.id);
    if (waiter === undefined) return false;
    this.#giveUp(waiter, withError);
    return true;
  }

  // Keys become ready.

  keyChanged(database: Database, key: Uint8Array, start: number, end: number): void {
    const keys = this.#databases[database.index];
    if (keys.size === 0) return;
    const waiting = keys.find(database.keys.hash.of(key, start, end), key, start, end);
    if (waiting !== undefined) this.#makeReady(waiting);
  }

  databaseChanged(index: number): void {
    for (const keys of index < 0 ? this.#databases : [this.#databases[index]]) {
      const database = this.#parts.store.databases[keys.database];
      for (const key of keys) {
        if (key.whenGone > 0 || livingEntry(database, key) !== 0) this.#makeReady(key);
      }
    }
  }

  #makeReady(key: WaitingKey): void {
    if (key.isReady) return;
    key.isReady = true;
    this.#ready.push(key);
    this.hasReady = true;
    // Not every change comes from a command after which `serve` is called: keys also expire in the background.
    if (this.#isTurnQueued) return;
    this.#isTurnQueued = true;
    this.#parts.host.afterTurn(this.#afterTurn);
  }

  #serveAfterTurn(): void {
    this.#isTurnQueued = false;
    if (!this.hasReady) return;
    this.#parts.clock.refresh();
    this.serve();
  }

  /** Serves those who wait for the keys that have become ready, and then those whose keys became ready by that. */
  serve(): void {
    if (this.#isServing || (this.#parts.gates.state & ServerState.suspended) !== 0) return;
    this.#isServing = true;
    try {
      while (this.#ready.length > 0) {
        const ready = this.#ready;
        this.#ready = [];
        for (const key of ready) {
          key.isReady = false;
          this.#serveKey(key);
        }
      }
    } finally {
      this.#isServing = false;
      this.hasReady = this.#ready.length > 0;
    }
  }

  #serveKey(key: WaitingKey): void {
    // Those who wait again stand behind the others, and get no second turn.
    let turns = key.count;
    let place = key.first;
    while (place !== undefined && turns-- > 0) {
      const { waiter, next } = place;
      const database = this.#parts.store.databases[key.database];
      const entry = livingEntry(database, key);
      const fits = entry !== 0 && database.entries.kind(entry) === waiter.kind;
      if (fits || waiter.wakesWhenGone) this.#wake(waiter);
      place = next?.left ? key.first : next;
    }
  }

  #wake(waiter: Waiter): void {
    const { client } = waiter;
    if (client.is(ClientState.closeAfterReply)) {
      this.#forget(waiter);
      return;
    }
    this.#leaveQueues(waiter);
    client.state &= ~ClientState.blocked;
    this.#woken = waiter;
    let ran = true;
    try {
      ran = this.#repeater.runAgain(client, waiter.command as WaitingCommand, waiter.args);
    } finally {
      this.#woken = undefined;
    }
    if (client.is(ClientState.blocked | ClientState.closed)) return;
    this.#forget(waiter);
    const { commandStats, sessions } = this.#parts;
    if (ran) commandStats.microseconds[(waiter.command as WaitingCommand).id] += waiter.spent;
    sessions.unblock(client);
  }

  // Time is up.

  #setTimer(): void {
    const { clock, host } = this.#parts;
    const first = this.#deadlines.first;
    if (first === undefined || this.#timerAt <= first.deadline) return;
    this.#stopTimer();
    this.#timerAt = first.deadline;
    this.#stopTimer = host.after(Math.max(0, first.deadline - clock.source.monotonicMs()), this.#timeIsUp);
  }

  #giveUpDue(): void {
    const { clock } = this.#parts;
    clock.refresh();
    this.#timerAt = Number.POSITIVE_INFINITY;
    for (;;) {
      const { first } = this.#deadlines;
      if (first === undefined || first.deadline > clock.monotonic) break;
      this.#giveUp(first, false);
    }
    this.#setTimer();
  }

  #giveUp(waiter: Waiter, withError: boolean): void {
    const { commandStats, counters, observability, sessions } = this.#parts;
    const command = waiter.command as WaitingCommand;
    const { id } = command;
    this.#forget(waiter);
    commandStats.countCalls(id, 1, waiter.spent);
    if (waiter.spent >= observability.slowFrom) {
      observability.commandEnded(waiter.client, command, waiter.args, waiter.spent, 0);
    }
    counters.commandsProcessed++;
    if (withError) {
      commandStats.failed[id]++;
      commandStats.countError(UNBLOCKED);
      counters.totalErrorReplies++;
    }
    sessions.answer(waiter.client, (reply) => {
      if (withError) reply.error(UNBLOCKED);
      else reply.nullArray();
    });
  }

  #forget(waiter: Waiter): void {
    this.#leaveQueues(waiter);
    this.#deadlines.remove(waiter);
    this.#waiters.delete(waiter.client.id);
  }

  #leaveQueues(waiter: Waiter): void {
    if (waiter.places.length === 0) return;
    for (const place of waiter.places) this.#databases[place.key.database].remove(place);
    waiter.places.length = 0;
    this.#byKind[waiter.kind]--;
    if (waiter.wakesWhenGone) this.#whenGone--;
    this.#setMask();
  }

  #setMask(): void {
    let mask = this.#whenGone > 0 ? WAKES_WHEN_GONE : 0;
    for (let kind = 0; kind < this.#byKind.length; kind++) if (this.#byKind[kind] > 0) mask |= 1 << kind;
    this.#parts.effects.wakeMask = mask;
  }
}

/** The entry of the key, or 0. One whose time has come is left for others to remove: looking whether somebody can be served has no effect. */
function livingEntry(database: Database, key: WaitingKey): number {
  const entry = database.keys.find(key.bytes, 0, key.bytes.length, key.hash);
  return entry !== 0 && database.entries.hasExpiry(entry) && database.isDue(entry) ? 0 : entry;
}

import { ChunkPool, type DecoderLimits, DecoderScratch, FAILED, READY, type ReplyWriter } from '@respite/resp';
import { type Database, LOOK_AHEAD_MAX } from '@respite/store';
import type { User } from '../access-control/user.ts';
import type { Counters } from '../stats/counters.ts';
import type { ServerClock } from '../stats/server-clock.ts';
import { bufferMemory } from './buffer-memory.ts';
import { Client, ClientState } from './client.ts';
import { ClientEviction } from './client-eviction.ts';
import type { ClientTable } from './client-table.ts';
import { CommandBatch } from './command-batch.ts';
import { Outputs, TURN_OUTPUT_MAX } from './outputs.ts';
import { RecentPeak } from './recent-peak.ts';
import type { Transaction } from './transaction.ts';
import type { Transport } from './transport.ts';

/** What runs commands: the dispatcher, seen from here. */
export interface CommandRunner {
  /** Runs the command in the client's decoder. */
  run(client: Client): void;
  /** The same, where the first argument after the name was looked up ahead as number `index` of the batch. */
  runAhead(client: Client, index: number): void;
  /** Goes on with a transaction that had to wait. */
  resumeTransaction(client: Client, transaction: Transaction): void;
  /** Runs the command that the client keeps in `postponed`; it may be put off once more. */
  runPostponed(client: Client): void;
  /** The commands that were read ahead are done. */
  endBatch(): void;
}

/** Work for the end of the event loop's turn. */
export interface TurnScheduler {
  /** Calls back once, after the reads of this turn. */
  afterTurn(callback: () => void): void;
}

/** A client that sends without end lets others have their turn after so many milliseconds. */
const SLICE_MS = 2;
/** The clock is asked for the above once in so many commands. */
const SLICE_CHECK = 64;
/** Input that waited is in the decoder's own buffer. */
const NOTHING = new Uint8Array(0);
/** A client in one of these states runs no further command for now. */
const STOPS = ClientState.blocked | ClientState.closeAfterReply | ClientState.closed;
/** Chunks for output that are kept for later, 1 MiB. */
const CHUNKS_KEPT = 64;
/** An incomplete request from this size on is counted at once where clients' memory has a limit. */
const LARGE_INPUT = 32 * 1024;

/**
 * The way from bytes to commands and from replies to bytes, for all clients.
 *
 * ```
 * transport ─ receive ─▶ decoder ─ next ─▶ runner.run ─▶ writer ─ outputs.flush, once per turn ─▶ transport
 * ```
 */
export class Sessions {
  readonly #clients: ClientTable;
  readonly #runner: CommandRunner;
  readonly #scheduler: TurnScheduler;
  readonly #clock: ServerClock;
  readonly #counters: Counters;
  readonly #pool: ChunkPool = new ChunkPool(CHUNKS_KEPT, bufferMemory);
  readonly #scratch: DecoderScratch = new DecoderScratch(bufferMemory);
  readonly #ahead: CommandBatch = new CommandBatch(this.#scratch);
  #withInput: Client[] = [];
  #turnQueued = false;
  /** When the work of this turn began, by the monotonic clock; -1 before it did. */
  #turnBeganAt = -1;
  #commandsBeforeTurn = 0;
  readonly #endTurn = () => this.#turnEnds();
  readonly eviction: ClientEviction = new ClientEviction();
  /** The largest buffer that one client's requests took, in bytes. */
  readonly inputPeak: RecentPeak = new RecentPeak();
  readonly outputs: Outputs;
  /** A client that sends more than so many bytes which cannot be run yet is disconnected (client-query-buffer-limit). */
  inputBytesMax: number = Number.POSITIVE_INFINITY;
  /** Called with a client that is about to be disconnected for that. */
  onGreedy: (client: Client) => void = () => {};
  /** Called when a client has gone. */
  onClose: (client: Client) => void = () => {};

  constructor(
    clients: ClientTable,
    runner: CommandRunner,
    scheduler: TurnScheduler,
    clock: ServerClock,
    counters: Counters,
  ) {
    this.#clients = clients;
    this.#runner = runner;
    this.#scheduler = scheduler;
    this.#clock = clock;
    this.#counters = counters;
    this.outputs = new Outputs(clock, counters, this.eviction, {
      drop: (client) => this.#drop(client),
      finish: (client) => this.#finish(client),
      readAgain: (client) => this.#readAgain(client),
      wantsTurn: () => this.#queueTurn(),
    });
  }

  /** A client has connected. */
  open(transport: Transport, database: Database, user: User, limits: DecoderLimits): Client {
    this.#counters.connectionsReceived++;
    this.#clock.refresh();
    const now = this.#clock.nowMs();
    const id = this.#clients.nextId();
    const client = new Client(id, transport, database, user, limits, this.#scratch, this.#pool, now);
    this.#clients.add(client);
    client.reply.beginsSmall = true;
    this.outputs.limits.bound(client);
    if (this.eviction.limit > 0) this.touched(client);
    return client;
  }

  /** Bytes came from the client. They are only lent: nothing of them is kept when this returns. */
  receive(client: Client, bytes: Uint8Array, start: number, end: number): void {
    if (client.is(ClientState.closed | ClientState.closeAfterReply)) return;
    const counters = this.#counters;
    counters.netInputBytes += end - start;
    counters.readsProcessed++;
    client.inputBytes += end - start;
    this.#clock.refresh();
    if (!this.#turnQueued) {
      this.#turnBeganAt = this.#clock.monotonic;
      this.#commandsBeforeTurn = counters.commandsProcessed;
    }
    client.lastActiveAt = this.#clock.nowMs();
    client.decoder.feed(bytes, start, end);
    if (client.resumeQueued || client.is(ClientState.blocked)) {
      // It has older input that waits for its turn: the new bytes go behind that.
      client.decoder.detach();
    } else {
      this.#process(client, bytes, end);
    }
    if (end - start > client.inputPeak) client.inputPeak = end - start;
    const held = client.decoder.capacity;
    if (held > 0) this.#holdsInput(client, held);
    if (this.eviction.limit > 0) this.#countMemory(client, held);
    if (!this.#turnQueued) this.#turnBeganAt = -1;
  }

  /** Runs the commands that the client has sent, as long as it may. */
  #process(client: Client, bytes: Uint8Array, end: number): void {
    const decoder = client.decoder;
    const until = this.#clock.monotonic + SLICE_MS;
    const { reply } = client;
    const replyMax = reply.length + TURN_OUTPUT_MAX;
    let untilCheck = SLICE_CHECK;
    let mayReadAhead = true;
    for (;;) {
      const ahead: number = mayReadAhead && client.state === 0 && decoder.inPlace ? this.#ahead.read(decoder) : 0;
      // Where reading ahead stopped, in the midst of a command, only `next` may go on.
      mayReadAhead = ahead === 0 || ahead === LOOK_AHEAD_MAX;
      if (ahead > 0) {
        if (!this.#runBatch(client, ahead, bytes, end)) break;
      } else {
        const status = decoder.next();
        if (status !== READY) {
          if (status === FAILED) this.#failProtocol(client);
          break;
        }
        this.#runner.run(client);
        if (client.state !== 0 && client.is(STOPS)) {
          decoder.detach();
          break;
        }
      }
      untilCheck -= ahead > 0 ? ahead : 1;
      // Large replies are noticed sooner: sixty-four of a megabyte for each of many clients would be gigabytes in one turn.
      if (untilCheck <= 0 || reply.length > replyMax) {
        untilCheck = SLICE_CHECK;
        if (reply.length > replyMax || reply.overflowed || this.#clock.monotonic > until) {
          decoder.detach();
          this.#queueInput(client);
          break;
        }
      }
    }
    const { length } = reply;
    if (length > 0) this.outputs.queueOrSend(client, length);
  }

  /** Runs the commands read ahead. @returns false: the client may not go on; what it sent is kept */
  #runBatch(client: Client, count: number, bytes: Uint8Array, end: number): boolean {
    const { decoder } = client;
    const batch = this.#ahead;
    const next = decoder.args;
    if (count > 1) batch.lookAhead(client.database.keys, bytes, count);
    for (let i = 0; i < count; i++) {
      const args = batch.at(i);
      decoder.args = args;
      if (count > 1 && args.count > 1) this.#runner.runAhead(client, i);
      else this.#runner.run(client);
      if (client.state !== 0 && (i + 1 < count || client.is(STOPS))) {
        this.#runner.endBatch();
        // The client's state has changed: what was read ahead may have to be read in another way, or not yet.
        decoder.backTo(bytes, batch.endOf(i), end);
        if (!client.is(STOPS)) return true;
        decoder.detach();
        return false;
      }
    }
    this.#runner.endBatch();
    decoder.args = next;
    return true;
  }

  /** What the client takes may have changed: it is counted at the end of the turn. Only while clients' memory has a limit. */
  touched(client: Client): void {
    this.eviction.touch(client);
    this.#queueTurn();
  }

  /** One turn can bring megabytes of a request, or many requests of one who takes no replies: they are counted as they come. */
  #countMemory(client: Client, held: number): void {
    if (client.is(ClientState.closed)) return;
    this.touched(client);
    if (held >= LARGE_INPUT || client.unsent > 0) this.eviction.settle();
  }

  /** Gives back memory for output that was not needed for a while: to be called about once in a second. */
  trim(): void {
    this.#pool.trim();
  }

  /** Likewise for input. */
  trimInput(): void {
    this.#scratch.buffers.trim();
  }

  /** The client waits no longer: goes on with what it sent meanwhile, after this turn's reads. */
  unblock(client: Client): void {
    client.state &= ~ClientState.blocked;
    if (client.is(ClientState.closed)) return;
    if (client.suspended !== undefined) {
      this.#runner.resumeTransaction(client, client.suspended);
      if (client.is(ClientState.blocked)) return;
    }
    this.outputs.queue(client);
    if (client.decoder.buffered > 0) this.#queueInput(client);
  }

  /** The command of the client that was put off is run after this turn's reads, and then what it has sent meanwhile. */
  runPostponed(client: Client): void {
    client.state &= ~ClientState.blocked;
    if (!client.is(ClientState.closed)) this.#queueInput(client);
  }

  /** Gives a waiting client the reply that it waits for, unless it wants none, and lets it go on. */
  answer(client: Client, write: (reply: ReplyWriter) => void): void {
    if (client.is(ClientState.closed)) {
      this.#endSuspended(client);
      return;
    }
    if (!client.is(ClientState.replyOff | ClientState.replySkip)) write(client.reply);
    client.state &= ~ClientState.replySkip;
    this.unblock(client);
  }

  /** A client that went while its transaction waited in its midst: what it queued is run to the end, as if it were still there. */
  #endSuspended(client: Client): void {
    if (client.suspended === undefined) return;
    client.state &= ~ClientState.blocked;
    this.#runner.resumeTransaction(client, client.suspended);
    client.reply.recycle();
  }

  /** The transport has sent what it had in store: it may have more, and the client may be read from again. */
  drained(client: Client): void {
    if (!client.is(ClientState.closed)) this.outputs.drained(client);
  }

  /** The transport is about to end: gives it what waits, whether it is busy or not. */
  sendRest(client: Client): void {
    if (!client.is(ClientState.closed) && client.reply.length > 0) client.transport.send(client.reply);
  }

  #readAgain(client: Client): void {
    client.paused = false;
    client.transport.resume();
    if (client.decoder.buffered > 0 || client.postponed !== undefined) this.#queueInput(client);
  }

  /** Closes the connection: after its replies are sent, or at once. */
  close(client: Client, now = false): void {
    if (client.is(ClientState.closed)) return;
    if (now) {
      this.#drop(client);
      return;
    }
    this.outputs.beforeSend();
    client.state |= ClientState.closeAfterReply;
    this.outputs.queue(client);
  }

  /** The other side has gone, or the connection broke. */
  gone(client: Client): void {
    if (!client.is(ClientState.closed)) this.#drop(client);
  }

  #drop(client: Client): void {
    client.state |= ClientState.closed;
    client.reply.recycle();
    client.transport.close(true);
    this.#forget(client);
  }

  #forget(client: Client): void {
    this.#clients.remove(client);
    this.outputs.forget(client);
    this.eviction.forget(client);
    this.onClose(client);
  }

  /** The client has sent what cannot be run yet. */
  #holdsInput(client: Client, held: number): void {
    if (held > client.inputPeak) client.inputPeak = held;
    this.inputPeak.note(held);
    if (client.decoder.buffered <= this.inputBytesMax || client.is(ClientState.closed)) return;
    this.onGreedy(client);
    this.#drop(client);
  }

  #failProtocol(client: Client): void {
    this.outputs.beforeSend();
    if (!client.is(ClientState.replyOff | ClientState.replySkip)) client.reply.error(`ERR ${client.decoder.error}`);
    this.close(client);
  }

  #queueInput(client: Client): void {
    if (client.resumeQueued) return;
    client.resumeQueued = true;
    client.transport.pause();
    this.#withInput.push(client);
    this.#queueTurn();
  }

  #queueTurn(): void {
    if (this.#turnQueued) return;
    this.#turnQueued = true;
    if (this.#turnBeganAt < 0) {
      this.#turnBeganAt = this.#clock.source.monotonicMs();
      this.#commandsBeforeTurn = this.#counters.commandsProcessed;
    }
    this.#scheduler.afterTurn(this.#endTurn);
  }

  #turnEnds(): void {
    this.#turnQueued = false;
    this.outputs.flush();
    if (this.eviction.limit > 0) this.eviction.settle();
    if (this.#withInput.length > 0) this.#resumeInputs();
    const now = this.#clock.source.monotonicMs();
    const commands = this.#counters.commandsProcessed - this.#commandsBeforeTurn;
    this.#counters.countTurn(now - this.#turnBeganAt, Math.max(0, commands));
    this.#turnBeganAt = this.#turnQueued ? now : -1;
    this.#commandsBeforeTurn = this.#counters.commandsProcessed;
  }

  /** Something waits that is written for clients when the turn ends. */
  wantsTurn(): void {
    this.#queueTurn();
  }

  #finish(client: Client): void {
    client.state |= ClientState.closed;
    client.transport.close(false);
    this.#forget(client);
  }

  /** @returns whether the client may go on */
  #runPostponed(client: Client): boolean {
    if (client.is(STOPS)) return false;
    this.#runner.runPostponed(client);
    if (client.reply.length > 0) this.outputs.queue(client);
    return !client.is(STOPS);
  }

  #resumeInputs(): void {
    const clients = this.#withInput;
    this.#withInput = [];
    for (const client of clients) {
      client.resumeQueued = false;
      if (client.is(ClientState.closed)) continue;
      if (client.paused) continue;
      client.transport.resume();
      this.#clock.refresh();
      if (client.postponed !== undefined && !this.#runPostponed(client)) continue;
      this.#process(client, NOTHING, 0);
    }
  }
}

import {
  Arguments,
  ChunkPool,
  type DecoderLimits,
  DecoderScratch,
  FAILED,
  READY,
  type ReplyWriter,
} from '@respite/resp';
import { type Database, LOOK_AHEAD_MAX } from '@respite/store';
import type { Counters } from '../stats/counters.ts';
import type { ServerClock } from '../stats/server-clock.ts';
import { Client, ClientState } from './client.ts';
import type { ClientTable } from './client-table.ts';
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
/** A client that has so many bytes of replies to take is not read from until it has taken them. */
const UNSENT_BYTES_MAX = 8 * 1024 * 1024;

/**
 * The way from bytes to commands and from replies to bytes, for all clients.
 *
 * ```
 * transport ─ receive ─▶ decoder ─ next ─▶ runner.run ─▶ writer ─ flush, once per turn ─▶ transport
 * ```
 */
export class Sessions {
  readonly #clients: ClientTable;
  readonly #runner: CommandRunner;
  readonly #scheduler: TurnScheduler;
  readonly #clock: ServerClock;
  readonly #counters: Counters;
  readonly #pool: ChunkPool = new ChunkPool();
  readonly #scratch: DecoderScratch = new DecoderScratch();
  /** Commands read ahead, where each begins in the chunk, and where their first arguments stand. */
  readonly #batch: Arguments[] = [this.#scratch.args];
  readonly #offsets = new Int32Array(LOOK_AHEAD_MAX + 1);
  readonly #keyStarts = new Int32Array(LOOK_AHEAD_MAX);
  readonly #keyEnds = new Int32Array(LOOK_AHEAD_MAX);
  /** A view of the bytes that came last: as a rule they come in the same buffer each time. */
  #viewed: Uint8Array = NOTHING;
  #view: DataView = new DataView(NOTHING.buffer);
  #withOutput: Client[] = [];
  #flushing: Client[] = [];
  #withInput: Client[] = [];
  #turnQueued = false;
  /** When the work of this turn began, by the monotonic clock; -1 before it did. */
  #turnBeganAt = -1;
  #commandsBeforeTurn = 0;
  readonly #endTurn = () => this.#turnEnds();
  /** A client that sends more than so many bytes which cannot be run yet is disconnected (client-query-buffer-limit). */
  inputBytesMax: number = Number.POSITIVE_INFINITY;
  /** Called with a client that is about to be disconnected for that. */
  onGreedy: (client: Client) => void = () => {};
  /** Called when a client has gone. */
  onClose: (client: Client) => void = () => {};
  /** Called before the replies of a turn are sent: what must be on disk first is written here. */
  beforeFlush: () => void = () => {};

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
    while (this.#batch.length <= LOOK_AHEAD_MAX) this.#batch.push(new Arguments());
  }

  /** A client has connected. */
  open(transport: Transport, database: Database, limits: DecoderLimits): Client {
    this.#counters.connectionsReceived++;
    this.#clock.refresh();
    const now = this.#clock.nowMs();
    const client = new Client(this.#clients.nextId(), transport, database, limits, this.#scratch, this.#pool, now);
    this.#clients.add(client);
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
    client.lastCommandAt = this.#clock.nowMs();
    client.decoder.feed(bytes, start, end);
    if (client.resumeQueued || client.is(ClientState.blocked)) {
      // It has older input that waits for its turn: the new bytes go behind that.
      client.decoder.detach();
    } else {
      this.#process(client, bytes, end);
    }
    if (client.decoder.buffered > this.inputBytesMax) this.#dropGreedy(client);
    if (!this.#turnQueued) this.#turnBeganAt = -1;
  }

  /** Runs the commands that the client has sent, as long as it may. */
  #process(client: Client, bytes: Uint8Array, end: number): void {
    const decoder = client.decoder;
    const until = this.#clock.monotonic + SLICE_MS;
    let untilCheck = SLICE_CHECK;
    let mayReadAhead = true;
    for (;;) {
      const ahead: number = mayReadAhead && client.state === 0 && decoder.inPlace ? this.#readAhead(client) : 0;
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
      if (untilCheck <= 0) {
        untilCheck = SLICE_CHECK;
        if (client.reply.length > UNSENT_BYTES_MAX || this.#clock.monotonic > until) {
          decoder.detach();
          this.#queueInput(client);
          break;
        }
      }
    }
    if (client.reply.length > 0) this.#queueOutput(client);
  }

  /** Decodes the commands that stand whole in the chunk, as many as there is room for. @returns how many */
  #readAhead(client: Client): number {
    const { decoder } = client;
    const batch = this.#batch;
    let count = 0;
    while (count < LOOK_AHEAD_MAX) {
      decoder.args = batch[count];
      this.#offsets[count] = decoder.offset;
      if (!decoder.nextInPlace()) break;
      count++;
    }
    if (count === LOOK_AHEAD_MAX) this.#offsets[count] = decoder.offset;
    return count;
  }

  /** Runs the commands read ahead. @returns false: the client may not go on; what it sent is kept */
  #runBatch(client: Client, count: number, bytes: Uint8Array, end: number): boolean {
    const { decoder } = client;
    const batch = this.#batch;
    const next = decoder.args;
    if (count > 1) {
      const starts = this.#keyStarts;
      const ends = this.#keyEnds;
      for (let i = 0; i < count; i++) {
        const args = batch[i];
        const hasKey = args.count > 1;
        starts[i] = hasKey ? args.starts[1] : 0;
        ends[i] = hasKey ? args.ends[1] : 0;
      }
      client.database.keys.lookAhead(this.#viewOf(bytes), starts, ends, count);
    }
    for (let i = 0; i < count; i++) {
      decoder.args = batch[i];
      if (count > 1 && batch[i].count > 1) this.#runner.runAhead(client, i);
      else this.#runner.run(client);
      if (client.state !== 0 && (i + 1 < count || client.is(STOPS))) {
        this.#runner.endBatch();
        // The client's state has changed: what was read ahead may have to be read in another way, or not yet.
        decoder.backTo(bytes, this.#offsets[i + 1], end);
        if (!client.is(STOPS)) return true;
        decoder.detach();
        return false;
      }
    }
    this.#runner.endBatch();
    decoder.args = next;
    return true;
  }

  #viewOf(bytes: Uint8Array): DataView {
    if (bytes !== this.#viewed) {
      this.#viewed = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.#view;
  }

  /** The client has output that did not come from its own commands, or more of it: it is sent at the end of the turn. */
  wantsFlush(client: Client): void {
    this.#queueOutput(client);
  }

  /** The client waits no longer: goes on with what it sent meanwhile, after this turn's reads. */
  unblock(client: Client): void {
    client.state &= ~ClientState.blocked;
    if (client.is(ClientState.closed)) return;
    if (client.suspended !== undefined) {
      this.#runner.resumeTransaction(client, client.suspended);
      if (client.is(ClientState.blocked)) return;
    }
    this.#queueOutput(client);
    if (client.decoder.buffered > 0) this.#queueInput(client);
  }

  /** Gives a waiting client the reply that it waits for, unless it wants none, and lets it go on. */
  answer(client: Client, write: (reply: ReplyWriter) => void): void {
    if (client.is(ClientState.closed)) return;
    if (!client.is(ClientState.replyOff | ClientState.replySkip)) write(client.reply);
    client.state &= ~ClientState.replySkip;
    this.unblock(client);
  }

  /** The transport has sent what it had in store: the client may be read from again. */
  drained(client: Client): void {
    if (!client.paused || client.is(ClientState.closed)) return;
    client.paused = false;
    client.transport.resume();
    if (client.decoder.buffered > 0) this.#queueInput(client);
  }

  /** Closes the connection: after its replies are sent, or at once. */
  close(client: Client, now = false): void {
    if (client.is(ClientState.closed)) return;
    if (now) {
      this.#drop(client);
      return;
    }
    client.state |= ClientState.closeAfterReply;
    this.#queueOutput(client);
  }

  /** The other side has gone, or the connection broke. */
  gone(client: Client): void {
    if (!client.is(ClientState.closed)) this.#drop(client);
  }

  #drop(client: Client): void {
    client.state |= ClientState.closed;
    this.#clients.remove(client);
    client.reply.recycle();
    client.transport.close(true);
    this.onClose(client);
  }

  #dropGreedy(client: Client): void {
    if (client.is(ClientState.closed)) return;
    this.onGreedy(client);
    this.#drop(client);
  }

  #failProtocol(client: Client): void {
    if (!client.is(ClientState.replyOff | ClientState.replySkip)) client.reply.error(`ERR ${client.decoder.error}`);
    this.close(client);
  }

  #queueOutput(client: Client): void {
    if (client.flushQueued) return;
    client.flushQueued = true;
    this.#withOutput.push(client);
    this.#queueTurn();
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
    this.beforeFlush();
    this.flush();
    if (this.#withInput.length > 0) this.#resumeInputs();
    const now = this.#clock.source.monotonicMs();
    const commands = this.#counters.commandsProcessed - this.#commandsBeforeTurn;
    this.#counters.countTurn(now - this.#turnBeganAt, Math.max(0, commands));
    this.#turnBeganAt = this.#turnQueued ? now : -1;
    this.#commandsBeforeTurn = this.#counters.commandsProcessed;
  }

  /** Sends all replies that wait. */
  flush(): void {
    const clients = this.#withOutput;
    this.#withOutput = this.#flushing;
    this.#flushing = clients;
    for (let i = 0; i < clients.length; i++) {
      const client = clients[i];
      client.flushQueued = false;
      if (client.is(ClientState.closed)) continue;
      const length = client.reply.length;
      if (length > 0) {
        this.#counters.netOutputBytes += length;
        this.#counters.writesProcessed++;
        client.outputBytes += length;
        client.transport.send(client.reply);
        if (client.transport.unsentBytes > UNSENT_BYTES_MAX && !client.paused) {
          client.paused = true;
          client.transport.pause();
        }
      }
      if (client.is(ClientState.closeAfterReply)) this.#finish(client);
    }
    clients.length = 0;
  }

  #finish(client: Client): void {
    client.state |= ClientState.closed;
    this.#clients.remove(client);
    client.transport.close(false);
    this.onClose(client);
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
      this.#process(client, NOTHING, 0);
    }
  }
}

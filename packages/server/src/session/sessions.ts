import {
  Arguments,
  CHUNK_SIZE,
  ChunkPool,
  type DecoderLimits,
  DecoderScratch,
  FAILED,
  READY,
  type ReplyWriter,
  SMALL_CHUNK_SIZE,
} from '@respite/resp';
import { type Database, LOOK_AHEAD_MAX } from '@respite/store';
import type { User } from '../access-control/user.ts';
import type { Counters } from '../stats/counters.ts';
import type { ServerClock } from '../stats/server-clock.ts';
import { Client, ClientState } from './client.ts';
import { ClientEviction } from './client-eviction.ts';
import type { ClientTable } from './client-table.ts';
import { OutputLimits } from './output-limits.ts';
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
/** A client whose commands have been answered with so many bytes lets others have their turn. */
const TURN_OUTPUT_MAX = 8 * 1024 * 1024;
/**
 * A client that has so many bytes to take is not read from until it has taken them, so that nobody makes us keep replies without end.
 * It is a lot, because there are clients that send all of a long pipeline before they read.
 */
const UNSENT_BYTES_MAX = 256 * 1024 * 1024;
/** When all clients together have so many bytes to take, TURN_OUTPUT_MAX is enough for one. */
const UNSENT_TOTAL_MAX = 256 * 1024 * 1024;

/** An incomplete request from this size on is counted at once where clients' memory has a limit. */
const LARGE_INPUT = 32 * 1024;
/** So many bytes of messages wait for each client until they are sent, on average: they fit in a small chunk. */
const MESSAGE_BYTES_MAX = 900;
/** Up to so many clients may have more. */
const CLIENTS_WITH_LARGE_CHUNKS = 1024;

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
  /** Clients that were cut off while others were served; what remains of them goes at the end of the turn. */
  #cutOff: Client[] = [];
  /** Bytes of messages that were written in this turn and not yet sent. */
  #messageBytes = 0;
  /** Bytes that wait for transports that are busy. */
  #unsentTotal = 0;
  #turnQueued = false;
  /** When the work of this turn began, by the monotonic clock; -1 before it did. */
  #turnBeganAt = -1;
  #commandsBeforeTurn = 0;
  readonly #endTurn = () => this.#turnEnds();
  readonly outputLimits: OutputLimits = new OutputLimits();
  readonly eviction: ClientEviction = new ClientEviction();
  /** The largest buffers that one client's requests and replies took, in bytes. */
  readonly inputPeak: RecentPeak = new RecentPeak();
  readonly outputPeak: RecentPeak = new RecentPeak();
  /** A client that sends more than so many bytes which cannot be run yet is disconnected (client-query-buffer-limit). */
  inputBytesMax: number = Number.POSITIVE_INFINITY;
  /** Called with a client that is about to be disconnected for that. */
  onGreedy: (client: Client) => void = () => {};
  /** Called with a client that is about to be disconnected because it has left too much unsent. */
  onSlow: (client: Client) => void = () => {};
  /** Called when a client has gone. */
  onClose: (client: Client) => void = () => {};
  /** Called when replies are about to be sent, and when a client is about to be closed: messages that were kept are written. */
  beforeSend: () => void = () => {};
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
  open(transport: Transport, database: Database, user: User, limits: DecoderLimits): Client {
    this.#counters.connectionsReceived++;
    this.#clock.refresh();
    const now = this.#clock.nowMs();
    const id = this.#clients.nextId();
    const client = new Client(id, transport, database, user, limits, this.#scratch, this.#pool, now);
    this.#clients.add(client);
    client.reply.beginsSmall = true;
    this.outputLimits.bound(client);
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
    if (client.reply.length + client.unsent > this.outputLimits.floor) this.#checkOutput(client);
    this.#queueOutput(client);
  }

  /** What the client takes may have changed: it is counted at the end of the turn. Only while clients' memory has a limit. */
  touched(client: Client): void {
    this.eviction.touch(client);
    this.#queueTurn();
  }

  /** One turn can bring megabytes of a request, and run it: what is held of it is counted before. */
  #countMemory(client: Client, held: number): void {
    if (client.is(ClientState.closed)) return;
    this.touched(client);
    if (held >= LARGE_INPUT) this.eviction.settle();
  }

  /** Gives back memory for output that was not needed for a while: to be called about once in a second. */
  trim(): void {
    this.#pool.trim();
  }

  /** Likewise for input. */
  trimInput(): void {
    this.#scratch.buffers.trim();
  }

  /** Disconnects clients that have been over a soft limit for too long. */
  checkSoftLimits(): void {
    for (const client of this.outputLimits.overdue(this.#clock.source.monotonicMs())) this.#dropSlow(client);
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
    if (client.is(ClientState.closed)) return;
    this.#unsentTotal -= client.unsent;
    client.unsent = 0;
    this.outputLimits.forget(client);
    if (this.eviction.limit > 0) this.touched(client);
    const { length } = client.reply;
    if (length > 0) this.#queueOutput(client);
    if (client.paused && length <= TURN_OUTPUT_MAX) this.#readAgain(client);
  }

  #readAgain(client: Client): void {
    client.paused = false;
    client.transport.resume();
    if (client.decoder.buffered > 0 || client.postponed !== undefined) this.#queueInput(client);
  }

  /** The transport is about to end: gives it what waits, whether it is busy or not. */
  sendRest(client: Client): void {
    if (!client.is(ClientState.closed) && client.reply.length > 0) client.transport.send(client.reply);
  }

  /** Closes the connection: after its replies are sent, or at once. */
  close(client: Client, now = false): void {
    if (client.is(ClientState.closed)) return;
    if (now) {
      this.#drop(client);
      return;
    }
    this.beforeSend();
    client.state |= ClientState.closeAfterReply;
    this.#queueOutput(client);
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
    this.#unsentTotal -= client.unsent;
    client.unsent = 0;
    this.outputLimits.forget(client);
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

  /** Messages for the client have piled up: where they are too many it gets none of them, and it is gone by the end of the turn. */
  #checkOutput(client: Client): void {
    if (client.is(ClientState.closed)) return;
    if (!this.outputLimits.isOver(client, this.#clock.source.monotonicMs())) return;
    this.onSlow(client);
    client.state |= ClientState.closed;
    client.reply.recycle();
    this.#cutOff.push(client);
  }

  #dropSlow(client: Client): void {
    this.onSlow(client);
    this.#drop(client);
  }

  /** The client's transport is busy: what is written for it meanwhile stays in the writer, close together. */
  #waitsForTransport(client: Client): void {
    const unsent = client.reply.length + client.transport.unsentBytes;
    this.#unsentTotal += unsent - client.unsent;
    client.unsent = unsent;
    if (this.eviction.limit > 0) this.eviction.touch(client);
    if (client.paused) return;
    if (unsent <= (this.#unsentTotal > UNSENT_TOTAL_MAX ? TURN_OUTPUT_MAX : UNSENT_BYTES_MAX)) return;
    client.paused = true;
    client.transport.pause();
  }

  #noteReplyLength(client: Client, length: number): void {
    client.replyPeak = length;
    if (length > SMALL_CHUNK_SIZE && client.reply.beginsSmall) {
      client.reply.beginsSmall = false;
      this.#counters.replyBufferExpands++;
    }
    if (length > CHUNK_SIZE) this.outputPeak.note(length);
  }

  #failProtocol(client: Client): void {
    this.beforeSend();
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
    if (this.#cutOff.length > 0) this.#dropCutOff();
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

  /** Sends all replies that wait. */
  flush(): void {
    this.beforeSend();
    const clients = this.#withOutput;
    this.#withOutput = this.#flushing;
    this.#flushing = clients;
    this.#messageBytes = 0;
    for (let i = 0; i < clients.length; i++) this.#send(clients[i]);
    clients.length = 0;
  }

  #send(client: Client): void {
    client.flushQueued = false;
    if (client.is(ClientState.closed)) return;
    const length = client.reply.length;
    if (length > 0) {
      const { transport } = client;
      if (length + client.unsent > this.outputLimits.floor) {
        if (this.outputLimits.isOver(client, this.#clock.source.monotonicMs())) {
          this.#dropSlow(client);
          return;
        }
      }
      if (length > client.replyPeak) this.#noteReplyLength(client, length);
      if (client.unsent > 0) {
        this.#waitsForTransport(client);
        return;
      }
      this.#counters.netOutputBytes += length;
      this.#counters.writesProcessed++;
      client.outputBytes += length;
      client.lastActiveAt = this.#clock.nowMs();
      transport.send(client.reply);
      if (transport.isBusy) this.#waitsForTransport(client);
      // It took even that much at once: nobody will call `drained`.
      else if (client.paused) this.#readAgain(client);
      if (this.eviction.limit > 0) this.eviction.touch(client);
    }
    if (client.is(ClientState.closeAfterReply)) this.#finish(client);
  }

  /**
   * Messages are about to be written, `bytes` in all, to so many clients. If there have been so many in this turn that they would take
   * much memory until its end, those that wait are sent first.
   * @param running the client whose reply may not be complete; nor may that of one in no special state
   */
  makeRoomForMessages(bytes: number, clientCount: number, running: Client | undefined): void {
    this.#messageBytes += bytes;
    if (this.#messageBytes <= MESSAGE_BYTES_MAX * Math.max(clientCount, CLIENTS_WITH_LARGE_CHUNKS)) return;
    this.#messageBytes = bytes;
    this.beforeFlush();
    const clients = this.#withOutput;
    let kept = 0;
    for (let i = 0; i < clients.length; i++) {
      const client = clients[i];
      if (client.state === 0 || client === running) clients[kept++] = client;
      else this.#send(client);
    }
    clients.length = kept;
  }

  #finish(client: Client): void {
    client.state |= ClientState.closed;
    client.transport.close(false);
    this.#forget(client);
  }

  #dropCutOff(): void {
    const clients = this.#cutOff;
    this.#cutOff = [];
    for (const client of clients) this.#drop(client);
  }

  /** @returns whether the client may go on */
  #runPostponed(client: Client): boolean {
    if (client.is(STOPS)) return false;
    this.#runner.runPostponed(client);
    if (client.reply.length > 0) this.#queueOutput(client);
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

import { CHUNK_SIZE, SMALL_CHUNK_SIZE } from '@respite/resp';
import type { Counters } from '../stats/counters.ts';
import type { ServerClock } from '../stats/server-clock.ts';
import { type Client, ClientState } from './client.ts';
import type { ClientEviction } from './client-eviction.ts';
import { OutputLimits } from './output-limits.ts';
import { RecentPeak } from './recent-peak.ts';

/** A client whose commands have been answered with so many bytes lets others have their turn. */
export const TURN_OUTPUT_MAX = 8 * 1024 * 1024;
/**
 * A client that has so many bytes to take is not read from until it has taken them, so that nobody makes us keep replies without end.
 * It is a lot, because there are clients that send all of a long pipeline before they read.
 */
const UNSENT_BYTES_MAX = 256 * 1024 * 1024;
/** When all clients together have so many bytes to take, TURN_OUTPUT_MAX is enough for one. */
const UNSENT_TOTAL_MAX = 256 * 1024 * 1024;

/** So many bytes of messages wait for each client until they are sent, on average: they fit in a small chunk. */
const MESSAGE_BYTES_MAX = 900;
/** Up to so many clients may have more. */
const CLIENTS_WITH_LARGE_CHUNKS = 1024;

/** So many bytes do not wait for the end of the turn. */
const SENT_AT_ONCE = 2 * CHUNK_SIZE;

/** What becomes of a client because of its output. */
export interface OutputOwner {
  /** Disconnects it at once. */
  drop(client: Client): void;
  /** It has its last reply: closes the connection once the transport has sent that. */
  finish(client: Client): void;
  /** It has taken what waited for it: what it sends is read again. */
  readAgain(client: Client): void;
  /** There is output: `flush` is to be called at the end of the turn. */
  wantsTurn(): void;
}

/** What waits in the clients' writers: sent once per turn, kept while a transport is busy, and limited. */
export class Outputs {
  readonly #clock: ServerClock;
  readonly #counters: Counters;
  readonly #eviction: ClientEviction;
  readonly #owner: OutputOwner;
  #waiting: Client[] = [];
  #flushing: Client[] = [];
  /** Clients that were cut off while others were served; what remains of them goes at the end of the turn. */
  #cutOff: Client[] = [];
  /** Bytes of messages that were written in this turn and not yet sent. */
  #messageBytes = 0;
  /** Bytes that wait for transports that are busy. */
  #unsentTotal = 0;
  readonly limits: OutputLimits = new OutputLimits();
  /** The largest buffers that one client's replies took, in bytes. */
  readonly peak: RecentPeak = new RecentPeak();
  /** Called with a client that is about to be disconnected because it has left too much unsent. */
  onSlow: (client: Client) => void = () => {};
  /** Called when replies are about to be sent, and when a client is about to be closed: messages that were kept are written. */
  beforeSend: () => void = () => {};

  constructor(clock: ServerClock, counters: Counters, eviction: ClientEviction, owner: OutputOwner) {
    this.#clock = clock;
    this.#counters = counters;
    this.#eviction = eviction;
    this.#owner = owner;
  }

  /** The client has output: it is sent at the end of the turn. */
  queue(client: Client): void {
    if (client.flushQueued) return;
    client.flushQueued = true;
    this.#waiting.push(client);
    this.#owner.wantsTurn();
  }

  /**
   * The client has this much output from its own commands: if it is much, it is sent now, so that its memory, still in the processor's
   * cache, serves the next client of the turn.
   */
  queueOrSend(client: Client, length: number): void {
    if (length < SENT_AT_ONCE || client.flushQueued || client.state !== 0) {
      this.queue(client);
      return;
    }
    this.beforeSend();
    this.#send(client);
  }

  /** The client has output that did not come from its own commands. */
  queueUnasked(client: Client): void {
    if (client.reply.length + client.unsent > this.limits.floor) this.#checkUnasked(client);
    this.queue(client);
  }

  /** Messages for the client have piled up: where they are too many it gets none of them, and it is gone by the end of the turn. */
  #checkUnasked(client: Client): void {
    if (client.is(ClientState.closed)) return;
    if (!this.limits.isOver(client, this.#clock.source.monotonicMs())) return;
    this.onSlow(client);
    client.state |= ClientState.closed;
    client.reply.recycle();
    this.#cutOff.push(client);
  }

  /** Sends all that waits. Due at the end of a turn. */
  flush(): void {
    this.beforeSend();
    const clients = this.#waiting;
    this.#waiting = this.#flushing;
    this.#flushing = clients;
    this.#messageBytes = 0;
    for (let i = 0; i < clients.length; i++) this.#send(clients[i]);
    clients.length = 0;
    if (this.#cutOff.length > 0) this.#dropCutOff();
  }

  #send(client: Client): void {
    client.flushQueued = false;
    if (client.is(ClientState.closed)) return;
    const length = client.reply.length;
    if (length > 0) {
      const { transport } = client;
      if (length + client.unsent > this.limits.floor) {
        if (this.limits.isOver(client, this.#clock.source.monotonicMs())) {
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
      else if (client.paused) this.#owner.readAgain(client);
      if (this.#eviction.limit > 0) this.#eviction.touch(client);
    }
    if (client.is(ClientState.closeAfterReply)) this.#owner.finish(client);
  }

  /** The client's transport is busy: what is written for it meanwhile stays in the writer, close together. */
  #waitsForTransport(client: Client): void {
    const unsent = client.reply.length + client.transport.unsentBytes;
    this.#unsentTotal += unsent - client.unsent;
    client.unsent = unsent;
    if (this.#eviction.limit > 0) this.#eviction.touch(client);
    if (client.paused) return;
    if (unsent <= (this.#unsentTotal > UNSENT_TOTAL_MAX ? TURN_OUTPUT_MAX : UNSENT_BYTES_MAX)) return;
    client.paused = true;
    client.transport.pause();
  }

  /** The client's transport has sent what it had in store. */
  drained(client: Client): void {
    this.#unsentTotal -= client.unsent;
    client.unsent = 0;
    this.limits.forget(client);
    if (this.#eviction.limit > 0) {
      this.#eviction.touch(client);
      this.#owner.wantsTurn();
    }
    const { length } = client.reply;
    if (length > 0) this.queue(client);
    if (client.paused && length <= TURN_OUTPUT_MAX) this.#owner.readAgain(client);
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
    const clients = this.#waiting;
    let kept = 0;
    for (let i = 0; i < clients.length; i++) {
      const client = clients[i];
      if (client.state === 0 || client === running) clients[kept++] = client;
      else this.#send(client);
    }
    clients.length = kept;
  }

  /** Disconnects clients that have been over a soft limit for too long. */
  checkSoftLimits(): void {
    for (const client of this.limits.overdue(this.#clock.source.monotonicMs())) this.#dropSlow(client);
  }

  /** The client is gone. */
  forget(client: Client): void {
    this.#unsentTotal -= client.unsent;
    client.unsent = 0;
    this.limits.forget(client);
  }

  #dropSlow(client: Client): void {
    this.onSlow(client);
    this.#owner.drop(client);
  }

  #dropCutOff(): void {
    const clients = this.#cutOff;
    this.#cutOff = [];
    for (const client of clients) this.#owner.drop(client);
  }

  #noteReplyLength(client: Client, length: number): void {
    client.replyPeak = length;
    if (length > SMALL_CHUNK_SIZE && client.reply.beginsSmall) {
      client.reply.beginsSmall = false;
      this.#counters.replyBufferExpands++;
    }
    if (length > CHUNK_SIZE) this.peak.note(length);
  }
}

import { ChunkPool, ReplyWriter } from '@respite/resp';
import { type Client, ClientState } from './client.ts';
import type { Sessions } from './sessions.ts';

/** A client in one of these states gets no more messages: what it still gets are the replies before its end. */
const LEAVING = ClientState.closeAfterReply | ClientState.closed;

/** Messages that were kept, for those that follow to join them. */
export interface PendingMessages {
  /** Writes them for all who get them. */
  settle(): void;
}

/** Up to so many clients may each have a large chunk. */
const MANY = 1024;

/**
 * The one way of messages that a client gets without having asked: of channels, of invalidated keys, of MONITOR.
 *
 * ```
 * const reply = push.to(client);
 * if (reply !== undefined) { reply.push(2); reply.bulkText('invalidate'); ... }      one whole message, at once
 * ```
 *
 * A message may stand between two replies, not inside of one. So a client whose command is running, or whose transaction waits in its
 * midst, gets it when the reply is complete. Only commands on the dispatcher's guarded way say when they begin and end: a client that
 * may get messages must have a bit of `Client.state` set.
 *
 * CLIENT REPLY OFF and SKIP do not hold messages back.
 */
export class Push {
  readonly #sessions: Sessions;
  /** Whose command is running; undefined between commands, and during those of clients that get no messages. */
  #running: Client | undefined = undefined;
  /** How many commands are running: one in the midst of another, as when CLIENT UNBLOCK wakes a client, or none. */
  #depth = 0;
  /** The message goes to so many that a large chunk for each would take much memory. */
  #isForMany = false;
  readonly #pool = new ChunkPool(4);

  #pending: PendingMessages | undefined = undefined;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
    sessions.outputs.beforeSend = () => this.settle();
  }

  /** The messages are written when others are to be, or when a client that may get messages runs a command, or when the turn ends. */
  keep(messages: PendingMessages): void {
    this.#pending = messages;
    this.#sessions.wantsTurn();
  }

  isPending(messages: PendingMessages): boolean {
    return this.#pending === messages;
  }

  /** Writes the messages that were kept. */
  settle(): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    pending.settle();
  }

  /** The client whose command is running, if it may get messages. */
  get running(): Client | undefined {
    return this.#running;
  }

  /** Where to write the message, in the client's protocol; it is sent by the end of the turn. Undefined: the client is leaving. */
  to(client: Client): ReplyWriter | undefined {
    if (this.#pending !== undefined) this.settle();
    if (client.is(LEAVING)) return undefined;
    if (client === this.#running || client.suspended !== undefined) return this.#held(client);
    const { reply } = client;
    if (this.#isForMany && reply.length === 0) reply.beginsSmall = true;
    this.#sessions.outputs.queueUnasked(client);
    return reply;
  }

  /** To be called before a message of `bytes` goes to each of so many clients. */
  makeRoom(bytes: number, clientCount: number): void {
    this.#isForMany = clientCount > MANY;
    if (this.#depth <= 1) this.#sessions.outputs.makeRoomForMessages(bytes * clientCount, clientCount, this.#running);
  }

  /** The client is a subscriber now, or is none any more: other limits hold for what it leaves unsent. */
  classChanged(client: Client): void {
    this.#sessions.outputs.limits.bound(client);
  }

  /** A command of the client begins. @returns for `commandEnds`: during whose command it does, as when CLIENT UNBLOCK wakes another */
  commandBegins(client: Client): Client | undefined {
    if (this.#pending !== undefined) this.settle();
    const outer = this.#running;
    this.#running = client;
    this.#depth++;
    return outer;
  }

  /** Its reply is complete, or the client waits. */
  commandEnds(client: Client, outer: Client | undefined): void {
    this.#running = outer;
    this.#depth--;
    if (client.heldPushes !== undefined && client.suspended === undefined) this.#release(client, client.heldPushes);
  }

  /** The reply of the client's command has not begun yet: sends what it has to know first. @returns whether there was something */
  beforeReply(client: Client): boolean {
    if (client.heldPushes === undefined || client.suspended !== undefined) return false;
    this.#release(client, client.heldPushes);
    return true;
  }

  #held(client: Client): ReplyWriter {
    let held = client.heldPushes;
    if (held === undefined) {
      held = new ReplyWriter(this.#pool);
      client.heldPushes = held;
    }
    held.protocol = client.reply.protocol;
    return held;
  }

  #release(client: Client, held: ReplyWriter): void {
    client.heldPushes = undefined;
    if (!client.is(LEAVING)) {
      for (let i = 0; i < held.chunkCount; i++) client.reply.raw(held.memoryAt(i), 0, held.lengthAt(i));
      this.#sessions.outputs.queueUnasked(client);
    }
    held.recycle();
  }
}

import { writeInteger } from '@respite/bytes';
import { bufferMemory } from '../session/buffer-memory.ts';
import type { Client } from '../session/client.ts';
import type { PendingMessages, Push } from '../session/push.ts';

const CR = 13;
const LF = 10;
const DOLLAR = 36;
const ASTERISK = 42;
const GREATER = 62;

/** `$`, at most ten digits, and two line ends. */
const BULK_OVERHEAD = 15;

/** Messages of which all copies together would take more than this go out to all from the same memory. */
const COPIED_BYTES_MAX = 1024 * 1024;
/** So do those of at least so many bytes. */
const ALWAYS_SHARED = 32 * 1024;
/** Messages that follow each other are kept up to so many bytes. */
const RUN_MAX = 16 * 1024;

const encoder = new TextEncoder();
const NOBODY: ReadonlySet<Client> = new Set();

/**
 * Messages in the form in which they go out. Each is written once, and all subscribers get the same bytes; of the two protocols only the
 * first byte of a message differs:
 *
 * ```
 * *3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n      RESP2
 * >3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n      RESP3
 * ```
 *
 * Messages to the same subscribers that follow each other, as in a pipeline of PUBLISH, are a run: it is handed out when something else
 * is to be written for a client that may get messages, or the turn ends, and costs each subscriber as much as one message.
 */
export class MessageForm implements PendingMessages {
  readonly #push: Push;
  readonly #room = new Uint8Array(RUN_MAX);
  #bytes: Uint8Array = this.#room;
  #length = 0;
  /** Where messages of the run begin. */
  readonly #starts: number[] = [];
  #clients: ReadonlySet<Client> = NOBODY;
  /** What stands at the beginning of the messages. */
  #mark = ASTERISK;

  constructor(push: Push) {
    this.#push = push;
  }

  /**
   * Begins a message.
   * @param clients who gets it: when these are others than those of the message before, that one has been handed out already
   * @param room how many bytes the bulk strings that follow take in all, `bulkRoom` each
   */
  begin(head: Uint8Array, clients: ReadonlySet<Client>, room: number): void {
    const most = head.length + room;
    const push = this.#push;
    if (clients !== this.#clients || this.#length + most > RUN_MAX || !push.isPending(this)) {
      push.settle();
      this.#clients = clients;
      if (most > RUN_MAX) this.#bytes = bufferMemory(most);
      push.keep(this);
    }
    this.#starts.push(this.#length);
    this.#bytes.set(head, this.#length);
    this.#bytes[this.#length] = this.#mark;
    this.#length += head.length;
  }

  bulk(bytes: Uint8Array, start: number, end: number): void {
    const to = this.#bytes;
    let at = this.#length;
    to[at++] = DOLLAR;
    at = writeInteger(end - start, to, at);
    to[at++] = CR;
    to[at++] = LF;
    if (end - start <= 48) for (let i = start; i < end; i++) to[at++] = bytes[i];
    else {
      to.set(bytes.subarray(start, end), at);
      at += end - start;
    }
    to[at++] = CR;
    to[at++] = LF;
    this.#length = at;
  }

  /** Hands out the run. */
  settle(): void {
    const clients = this.#clients;
    const length = this.#length;
    const push = this.#push;
    push.makeRoom(length, clients.size);
    if (length >= ALWAYS_SHARED || length * clients.size > COPIED_BYTES_MAX) this.#share(clients);
    else {
      const bytes = this.#bytes.subarray(0, length);
      for (const client of clients) {
        const reply = push.to(client);
        if (reply === undefined) continue;
        this.#markFor(reply.protocol);
        reply.whole(bytes);
      }
    }
    // One that was too long is not kept.
    this.#bytes = this.#room;
    this.#length = this.#starts.length = 0;
    this.#clients = NOBODY;
  }

  #share(clients: ReadonlySet<Client>): void {
    const forms: [resp2: Uint8Array | undefined, resp3: Uint8Array | undefined] = [undefined, undefined];
    for (const client of clients) {
      const reply = this.#push.to(client);
      if (reply === undefined) continue;
      const form = forms[reply.protocol - 2] ?? this.#formFor(reply.protocol, forms[3 - reply.protocol]);
      forms[reply.protocol - 2] = form;
      reply.shared(form);
    }
  }

  /**
   * The run as bytes that subscribers may share. A message too long for the room has memory of its own, which the first form takes as it is.
   * @param other the form of the other protocol, if it has been made
   */
  #formFor(protocol: number, other: Uint8Array | undefined): Uint8Array {
    const bytes = this.#bytes.subarray(0, this.#length);
    if (this.#bytes !== this.#room && other === undefined) {
      this.#markFor(protocol);
      return bytes;
    }
    const copy = bufferMemory(bytes.length);
    copy.set(bytes);
    const mark = protocol === 3 ? GREATER : ASTERISK;
    for (const start of this.#starts) copy[start] = mark;
    return copy;
  }

  #markFor(protocol: number): void {
    const mark = protocol === 3 ? GREATER : ASTERISK;
    if (mark === this.#mark) return;
    this.#mark = mark;
    for (const start of this.#starts) this.#bytes[start] = mark;
  }
}

/** What comes before the bulk strings that differ: how many there are in all, and the first of them, a word. */
export function messageHead(length: number, word: string): Uint8Array {
  return encoder.encode(`*${length}\r\n$${word.length}\r\n${word}\r\n`);
}

/** At least what a bulk string of `length` bytes takes. */
export function bulkRoom(length: number): number {
  return length + BULK_OVERHEAD;
}

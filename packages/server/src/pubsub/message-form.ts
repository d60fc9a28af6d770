import { writeInteger } from '@respite/bytes';
import type { Client } from '../session/client.ts';
import type { Push } from '../session/push.ts';

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
/** What is kept from one message to the next. */
const SCRATCH_SIZE = 64 * 1024;

const encoder = new TextEncoder();

/**
 * A message in the form in which it goes out. It is written once, and all get the same bytes; of the two protocols only the first one
 * differs:
 *
 * ```
 * *3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n      RESP2
 * >3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n      RESP3
 * ```
 */
export class MessageForm {
  readonly #scratch = new Uint8Array(SCRATCH_SIZE);
  #bytes: Uint8Array = this.#scratch;
  #length = 0;

  /** @param room how many bytes the bulk strings that follow take in all, `bulkRoom` each */
  begin(head: Uint8Array, room: number): void {
    const length = head.length + room;
    this.#bytes = length > this.#scratch.length ? new Uint8Array(length) : this.#scratch;
    this.#bytes.set(head, 0);
    this.#length = head.length;
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

  sendTo(clients: Set<Client>, push: Push): void {
    const length = this.#length;
    push.makeRoom(length, clients.size);
    if (length >= ALWAYS_SHARED || length * clients.size > COPIED_BYTES_MAX) this.#share(clients, push);
    else {
      const bytes = this.#bytes.subarray(0, length);
      for (const client of clients) {
        const reply = push.to(client);
        if (reply === undefined) continue;
        bytes[0] = reply.protocol === 3 ? GREATER : ASTERISK;
        reply.whole(bytes);
      }
    }
    // A message that was too long for it is not kept.
    this.#bytes = this.#scratch;
  }

  #share(clients: Set<Client>, push: Push): void {
    const forms: [resp2: Uint8Array | undefined, resp3: Uint8Array | undefined] = [undefined, undefined];
    for (const client of clients) {
      const reply = push.to(client);
      if (reply === undefined) continue;
      const form = forms[reply.protocol - 2] ?? this.#formOf(reply.protocol);
      forms[reply.protocol - 2] = form;
      reply.shared(form);
    }
  }

  #formOf(protocol: number): Uint8Array {
    const form = this.#bytes.slice(0, this.#length);
    form[0] = protocol === 3 ? GREATER : ASTERISK;
    return form;
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

import { CHUNK_SIZE, SMALL_CHUNK_SIZE } from '@respite/resp';
import type { Client } from './client.ts';

/** What a TCP connection takes that sends and receives nothing: objects of ours (half of it), and of the runtime and its libraries. */
const IDLE_BYTES = 4.5 * 1024;
/** What the runtime takes, about, for a queued command, a watched key and a prefix besides their bytes. */
const QUEUED_COMMAND_BYTES = 400;
const WATCH_BYTES = 250;
const PREFIX_BYTES = 200;
/** All clients share one buffer for what they send. That one client's reads can have so much of it, as with Redis, is what we tell. */
const READ_ROOM = 16 * 1024;
/** A client that was silent for so long has no room of its own in any buffer. */
export const SILENT_MS = 2000;

/** What a client holds for replies that it has not taken yet, in bytes. */
export interface OutputMemory {
  /** Size of the first piece, and how much of it is written; 0 while there is no reply. */
  readonly chunk: number;
  readonly inChunk: number;
  /** Further pieces, and what is in them or waits in the transport. */
  readonly chunks: number;
  readonly beyond: number;
}

export function outputMemory({ reply, transport }: Client): OutputMemory {
  const { chunkCount } = reply;
  if (chunkCount === 0 || reply.overflowed) return { chunk: 0, inChunk: 0, chunks: 0, beyond: transport.unsentBytes };
  const inChunk = reply.lengthAt(0);
  return {
    chunk: reply.memoryAt(0).length,
    inChunk,
    chunks: chunkCount - 1,
    beyond: reply.length - inChunk + transport.unsentBytes,
  };
}

/** What a client has sent that has not been run yet, in bytes. */
export interface InputMemory {
  /** Not decoded. */
  readonly undecoded: number;
  /** Whole arguments of a command that is not. */
  readonly inArguments: number;
  /** Room for more: what is free in its own buffer, or, while it is active, what it lately needed or has announced. */
  readonly free: number;
}

/** @param now Unix time in milliseconds */
export function inputMemory({ decoder, inputPeak, lastActiveAt }: Client, now: number): InputMemory {
  const { undecoded, argumentBytes, announced, buffered, capacity } = decoder;
  const room = now - lastActiveAt > SILENT_MS ? 0 : Math.max(READ_ROOM, inputPeak, announced);
  return {
    undecoded,
    inArguments: argumentBytes,
    free: Math.max(capacity - buffered, room - undecoded, 0),
  };
}

/** The size of the buffer in which the client's next reply begins. */
export function replyBufferSize({ reply }: Client): number {
  return reply.beginsSmall ? SMALL_CHUNK_SIZE : CHUNK_SIZE;
}

/** Bytes of memory that a client takes, with what it has sent in part and what it has not taken yet. */
export function clientBytes(client: Client): number {
  const { decoder, heldPushes, postponed, subscriptionBytes, tracking, transaction, watches } = client;
  const output = outputMemory(client);
  let bytes = IDLE_BYTES + decoder.capacity + output.chunk + output.beyond + subscriptionBytes;
  if (transaction !== undefined) bytes += transaction.bytes + transaction.queue.length * QUEUED_COMMAND_BYTES;
  if (watches.length > 0) bytes += watches.length * WATCH_BYTES;
  if (heldPushes !== undefined) bytes += heldPushes.length;
  if (postponed !== undefined) bytes += postponed.bytes.length;
  if (tracking !== undefined) bytes += tracking.prefixes.length * PREFIX_BYTES;
  return bytes;
}

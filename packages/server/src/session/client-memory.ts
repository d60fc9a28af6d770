import { CHUNK_SIZE } from '@respite/resp';
import type { Client } from './client.ts';

/** What a connection takes that sends and receives nothing: objects of ours and of the runtime, about. */
const IDLE_BYTES = 3 * 1024;

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
  const { length, chunkCount } = reply;
  const inChunk = Math.min(length, CHUNK_SIZE);
  return {
    chunk: length > 0 ? CHUNK_SIZE : 0,
    inChunk,
    chunks: Math.max(0, chunkCount - 1),
    beyond: length - inChunk + transport.unsentBytes,
  };
}

/** Bytes of memory that a client takes, with what it has sent in part and what it has not taken yet. */
export function clientBytes(client: Client): number {
  const output = outputMemory(client);
  return IDLE_BYTES + client.decoder.capacity + output.chunk + output.beyond;
}

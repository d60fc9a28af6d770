import type { StreamId } from '@respite/store';
import { readLength64, writeLength64 } from './length.ts';
import type { RdbInput } from './rdb-input.ts';
import type { RdbOutput } from './rdb-output.ts';

/** IDs of streams: as 16 bytes, big-endian, milliseconds first, or as two lengths (length.ts). */
export const ID_BYTES = 16;

/** Writes an ID as bytes. */
export function writeIdBytes({ msHigh, msLow, seqHigh, seqLow }: StreamId, to: Uint8Array, at: number): void {
  writeWord(msHigh, to, at);
  writeWord(msLow, to, at + 4);
  writeWord(seqHigh, to, at + 8);
  writeWord(seqLow, to, at + 12);
}

export function readIdBytes(id: StreamId, bytes: Uint8Array, at: number): StreamId {
  return id.set(readWord(bytes, at), readWord(bytes, at + 4), readWord(bytes, at + 8), readWord(bytes, at + 12));
}

export function appendIdBytes(output: RdbOutput, id: StreamId): void {
  output.reserve(ID_BYTES);
  writeIdBytes(id, output.bytes, output.at);
  output.at += ID_BYTES;
}

/** Writes an ID as two lengths. */
export function writeIdLengths(output: RdbOutput, { msHigh, msLow, seqHigh, seqLow }: StreamId): void {
  writeLength64(output, (BigInt(msHigh >>> 0) << 32n) | BigInt(msLow >>> 0));
  writeLength64(output, (BigInt(seqHigh >>> 0) << 32n) | BigInt(seqLow >>> 0));
}

export function readIdLengths(input: RdbInput, id: StreamId): void {
  const ms = readLength64(input);
  const seq = readLength64(input);
  id.set(Number(ms >> 32n), Number(ms & 0xffff_ffffn), Number(seq >> 32n), Number(seq & 0xffff_ffffn));
}

function writeWord(word: number, to: Uint8Array, at: number): void {
  to[at] = word >>> 24;
  to[at + 1] = word >>> 16;
  to[at + 2] = word >>> 8;
  to[at + 3] = word;
}

function readWord(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
}

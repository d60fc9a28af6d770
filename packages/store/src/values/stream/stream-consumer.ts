import { IdTree } from './id-tree.ts';
import type { StreamMemory } from './stream-memory.ts';

/** Bytes of the objects of a consumer or group, beside its name: an estimate. */
export const OBJECT_BYTES = 200;

/** The time of a consumer that never got anything. */
export const NEVER = -1;

/** One of those who share the work of a group. */
export class StreamConsumer {
  readonly name: Uint8Array;
  /** By which records of the group know it. */
  readonly number: number;
  /** When it last tried to get entries, milliseconds of Unix time. */
  seenTime: number;
  /** When it last got some, or NEVER. */
  activeTime = NEVER;
  /** What it has got and not acknowledged: records of the group, by ID. */
  readonly pending: IdTree;

  constructor(memory: StreamMemory, name: Uint8Array, number: number, now: number) {
    this.name = name;
    this.number = number;
    this.seenTime = now;
    this.pending = new IdTree(memory);
  }
}

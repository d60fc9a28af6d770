import { SEGMENT_SHIFT, SEGMENT_UNIT_MASK } from '../limits.ts';
import { type ElementSink, writeForward } from './element-run.ts';
import type { NodeMemory } from './node-memory.ts';
import { COUNT, NODE_WORDS, PLAIN, REFERENCE, START } from './node-ring.ts';

/**
 * The elements of a list as they are at one moment, to be read a little at a time while the list changes.
 *
 * It is a copy of the directory; the nodes are shared. A node that the list is about to change is copied by the list, once, and one
 * that it removes is left here: those are freed at the end.
 */
export class FrozenNodes {
  /** Elements. */
  readonly length: number;
  readonly #memory: NodeMemory;
  readonly #words: Uint32Array;
  #next = 0;
  /** Blocks and payloads that the list has no more. */
  readonly #blocks: number[] = [];
  readonly #payloads: number[] = [];

  /** @param words those of the directory, from the first node to the last */
  constructor(memory: NodeMemory, words: Uint32Array, length: number) {
    this.#memory = memory;
    this.#words = words;
    this.length = length;
    memory.outsideBytes += words.byteLength;
  }

  /** Writes the elements of the next `nodes` nodes. @returns whether more are left */
  writeSome(sink: ElementSink, nodes: number): boolean {
    const words = this.#words;
    const { arena, entries } = this.#memory;
    const end = Math.min(this.#next + nodes * NODE_WORDS, words.length);
    for (let node = this.#next; node < end; node += NODE_WORDS) {
      const reference = words[node + REFERENCE];
      if (words[node + START] === PLAIN) {
        const payload = entries.large.get(reference);
        sink.bulk(payload.bytes, 0, payload.valueLength);
        continue;
      }
      const at = ((reference & SEGMENT_UNIT_MASK) << 4) + words[node + START];
      writeForward(sink, arena.segments.bytes[reference >>> SEGMENT_SHIFT], at, words[node + COUNT]);
    }
    this.#next = end;
    return end < words.length;
  }

  /** The list does not need the node any more, which was shared. */
  takeNode(reference: number, isPlain: boolean): void {
    if (isPlain) this.#payloads.push(reference);
    else this.#blocks.push(reference);
  }

  /** Frees what only this has. It is of no use afterwards. */
  release(): void {
    for (const reference of this.#blocks) this.#memory.arena.free(reference);
    for (const handle of this.#payloads) this.#memory.entries.large.free(handle);
    this.#memory.outsideBytes -= this.#words.byteLength;
  }
}

import { copyBytes, equalBytes } from '@respite/bytes';
import { BLOCK_BYTES_MAX, SEGMENT_SHIFT, SEGMENT_UNIT_MASK } from '../limits.ts';
import type { Arena } from '../memory/arena.ts';
import { type ElementSink, type SoughtElement, skipBackward, skipForward } from './element-run.ts';
import { FrozenNodes } from './frozen-nodes.ts';
import type { NodeMemory } from './node-memory.ts';
import { COUNT, END, NodeRing, PLAIN, REFERENCE, START } from './node-ring.ts';

/** A node's block is not made smaller for less than this. */
const WASTE_MIN = 64;

/**
 * The nodes of a list (drawn in node-list.ts): their memory, and what is done within one of them. A node is given by its index in
 * `ring.words`, which is good until nodes are added or removed.
 */
export class ListNodes {
  protected readonly memory: NodeMemory;
  protected readonly arena: Arena;
  protected readonly ring: NodeRing;
  protected readonly maxBytes: number;
  protected readonly maxCount: number;
  /** Elements. */
  length = 0;
  protected blockBytes = 0;
  /** Who reads the nodes as they were. */
  #frozen: FrozenNodes | undefined = undefined;

  /**
   * @param maxBytes of elements in a node; a single element may be larger
   * @param maxCount of elements in a node
   */
  constructor(memory: NodeMemory, maxBytes: number, maxCount: number) {
    this.memory = memory;
    this.arena = memory.arena;
    this.ring = new NodeRing(memory);
    this.maxBytes = Math.min(maxBytes, BLOCK_BYTES_MAX);
    this.maxCount = Math.min(maxCount, BLOCK_BYTES_MAX);
  }

  get nodeCount(): number {
    return this.ring.count;
  }

  /** Bytes in use: blocks, payloads, and the directory. */
  get usedBytes(): number {
    return this.blockBytes + this.ring.words.byteLength;
  }

  /** Bytes of the elements of each node, and how many they are: for people. */
  describe(): { bytes: number; count: number; isPlain: boolean }[] {
    return Array.from({ length: this.ring.count }, (_, place) => {
      const { words } = this.ring;
      const node = this.ring.at(place);
      const isPlain = words[node + START] === PLAIN;
      const { large } = this.memory.entries;
      const bytes = isPlain ? large.get(words[node + REFERENCE]).valueLength : words[node + END] - words[node + START];
      return { bytes, count: words[node + COUNT], isPlain };
    });
  }

  /** The elements as they are now, whatever happens to the list until `thaw`. @throws Error if it is frozen already */
  freeze(): FrozenNodes {
    if (this.#frozen !== undefined) throw new Error('a list is read by one at a time');
    this.#frozen = new FrozenNodes(this.memory, this.ring.share(), this.length);
    return this.#frozen;
  }

  /** Nobody reads what `freeze` gave. */
  thaw(): void {
    this.#frozen?.release();
    this.#frozen = undefined;
    this.ring.shared = undefined;
  }

  /** To be called before the bytes of a packed node are changed: those that are shared are copied. Positions in them change. */
  protected own(node: number): void {
    if (!this.ring.isShared(node)) return;
    const { words } = this.ring;
    this.moveTo(node, this.arena.allocate(this.arena.capacity(words[node + REFERENCE])), words[node + START]);
  }

  /** Frees up to `budget` nodes, and the directory at last. The list is of no use after the first call. @returns whether more are left */
  freeSome(budget: number): boolean {
    const ring = this.ring;
    for (let i = 0; i < budget && ring.count > 0; i++) {
      const node = ring.at(ring.count - 1);
      this.length -= ring.words[node + COUNT];
      this.free(node);
      ring.removeBack();
    }
    if (ring.count > 0) return true;
    ring.dispose();
    return false;
  }

  protected bytesOf(node: number): Uint8Array {
    return this.arena.segments.bytes[this.ring.words[node + REFERENCE] >>> SEGMENT_SHIFT];
  }

  /** Where the node's block begins in the bytes of its segment. */
  protected baseOf(node: number): number {
    return (this.ring.words[node + REFERENCE] & SEGMENT_UNIT_MASK) << 4;
  }

  /** Where element `skip` of a packed node begins; its end, if `skip` is its count. From the nearer end of the node. */
  protected positionOf(node: number, skip: number): number {
    const { words } = this.ring;
    const base = this.baseOf(node);
    if (skip === 0) return base + words[node + START];
    const count = words[node + COUNT];
    if (skip <= count >>> 1) return skipForward(this.bytesOf(node), base + words[node + START], skip);
    return skipBackward(this.bytesOf(node), base + words[node + END], count - skip);
  }

  /** Whether the limits allow another element of `size` in the node. */
  protected takes(node: number, size: number): boolean {
    const { words } = this.ring;
    const start = words[node + START];
    return start !== PLAIN && words[node + COUNT] < this.maxCount && words[node + END] - start + size <= this.maxBytes;
  }

  protected allocate(node: number, bytes: number): void {
    const reference = this.arena.allocate(bytes);
    this.blockBytes += this.arena.capacity(reference);
    this.ring.words[node + REFERENCE] = reference;
  }

  /** Frees what a node holds. Its words stay. */
  protected free(node: number): void {
    const { words } = this.ring;
    const reference = words[node + REFERENCE];
    this.blockBytes -=
      words[node + START] === PLAIN
        ? this.memory.entries.large.get(reference).bytes.length
        : this.arena.capacity(reference);
    this.giveUp(node);
  }

  /** Frees the node's block or payload, or leaves it to who still reads it. */
  protected giveUp(node: number): void {
    const { words } = this.ring;
    const reference = words[node + REFERENCE];
    const isPlain = words[node + START] === PLAIN;
    if (this.ring.isShared(node)) {
      this.ring.unshare(node);
      this.#frozen?.takeNode(reference, isPlain);
    } else if (isPlain) this.memory.entries.large.free(reference);
    else this.arena.free(reference);
  }

  /** Moves the elements to another block, to begin there at `start`; frees the old one. */
  protected moveTo(node: number, fresh: number, start: number): void {
    const { words } = this.ring;
    const arena = this.arena;
    const reference = words[node + REFERENCE];
    const base = this.baseOf(node);
    const target = arena.segments.bytes[fresh >>> SEGMENT_SHIFT];
    const targetBase = (fresh & SEGMENT_UNIT_MASK) << 4;
    const length = words[node + END] - words[node + START];
    copyBytes(this.bytesOf(node), base + words[node + START], base + words[node + END], target, targetBase + start);
    this.blockBytes += arena.capacity(fresh) - arena.capacity(reference);
    this.giveUp(node);
    words[node + REFERENCE] = fresh;
    words[node + START] = start;
    words[node + END] = start + length;
  }

  /**
   * Makes the `old` bytes at `at` of a packed node `size` bytes, by moving the shorter side, or to a larger block. The count stays.
   * The node is not shared.
   * @returns where those bytes are then
   */
  protected resizeGap(node: number, at: number, old: number, size: number): number {
    const { words } = this.ring;
    const arena = this.arena;
    const reference = words[node + REFERENCE];
    const bytes = this.bytesOf(node);
    const base = this.baseOf(node);
    const start = base + words[node + START];
    const end = base + words[node + END];
    const growth = size - old;
    const capacity = arena.capacity(reference);
    const frontIsShorter = at - start < end - at - old;
    if (
      growth < 0 ? frontIsShorter : words[node + START] >= growth && (frontIsShorter || end + growth > base + capacity)
    ) {
      bytes.copyWithin(start - growth, start, at);
      words[node + START] -= growth;
      if (growth < 0) this.tighten(node);
      return growth < 0 ? this.baseOf(node) + words[node + START] + at - start : at - growth;
    }
    if (end + growth <= base + capacity) {
      bytes.copyWithin(at + size, at + old, end);
      words[node + END] += growth;
      if (growth < 0) this.tighten(node);
      return this.baseOf(node) + words[node + START] + at - start;
    }
    const needed = end - start + growth;
    const fresh = arena.allocate(Math.max(needed, Math.min(needed + (needed >>> 1), this.maxBytes)));
    const target = arena.segments.bytes[fresh >>> SEGMENT_SHIFT];
    const targetBase = (fresh & SEGMENT_UNIT_MASK) << 4;
    const gap = targetBase + at - start;
    copyBytes(bytes, start, at, target, targetBase);
    copyBytes(bytes, at + old, end, target, gap + size);
    this.blockBytes += arena.capacity(fresh) - capacity;
    arena.free(reference);
    words[node + REFERENCE] = fresh;
    words[node + START] = 0;
    words[node + END] = needed;
    return gap;
  }

  /** Puts the elements of a packed node in a smaller block, where they fill less than half of theirs. */
  protected tighten(node: number): void {
    const { words } = this.ring;
    const length = words[node + END] - words[node + START];
    const capacity = this.arena.capacity(words[node + REFERENCE]);
    if (length === 0 || capacity - length < WASTE_MIN || length > capacity >>> 1) return;
    this.moveTo(node, this.arena.allocate(length), 0);
  }

  /**
   * Adds the elements of the node `next` to those of `node`, if both are packed and have `most` bytes at most together. `next` has
   * no block then. @returns whether it did
   */
  protected absorb(node: number, next: number, most: number): boolean {
    const { words } = this.ring;
    if (words[node + START] === PLAIN || words[next + START] === PLAIN) return false;
    if (words[node + COUNT] + words[next + COUNT] > this.maxCount) return false;
    const length = words[next + END] - words[next + START];
    const end = words[node + END];
    if (end - words[node + START] + length > most) return false;
    this.own(node);
    const at = this.resizeGap(node, this.baseOf(node) + end, 0, length);
    const from = this.baseOf(next) + words[next + START];
    copyBytes(this.bytesOf(next), from, from + length, this.bytesOf(node), at);
    words[node + COUNT] += words[next + COUNT];
    this.free(next);
    return true;
  }

  protected makePlain(node: number, bytes: Uint8Array, start: number, end: number): void {
    const { large } = this.memory.entries;
    const handle = large.add(end - start, 0);
    const payload = large.get(handle).bytes;
    payload.set(bytes.subarray(start, end));
    this.blockBytes += payload.length;
    const { words } = this.ring;
    words[node + REFERENCE] = handle;
    words[node + START] = PLAIN;
    words[node + END] = 0;
    words[node + COUNT] = 1;
  }

  protected writePlain(sink: ElementSink, node: number): void {
    const payload = this.memory.entries.large.get(this.ring.words[node + REFERENCE]);
    sink.bulk(payload.bytes, 0, payload.valueLength);
  }

  protected plainEquals(node: number, sought: SoughtElement): boolean {
    const payload = this.memory.entries.large.get(this.ring.words[node + REFERENCE]);
    return equalBytes(payload.bytes, 0, payload.valueLength, sought.bytes, sought.start, sought.end);
  }
}

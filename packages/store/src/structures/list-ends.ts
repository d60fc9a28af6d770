import { copyBytes } from '@respite/bytes';
import { BLOCK_BYTES_MAX, SEGMENT_SHIFT, SEGMENT_UNIT_MASK } from '../limits.ts';
import { ElementEncoder, elementBytes, stringElementLength, stringElementStart } from '../packed/listpack-element.ts';
import { skipBackward, skipForward } from './element-run.ts';
import { ListReads } from './list-reads.ts';
import { COUNT, END, REFERENCE, START } from './node-ring.ts';

/** Bytes of the first block of a node that is filled one by one; it doubles until the node is full. */
const FIRST_BLOCK = 1024;

/** The element that is being written: set and written within one call. */
const element = new ElementEncoder();

/** What is done at the ends of a list of nodes. */
export class ListEnds extends ListReads {
  pushFront(bytes: Uint8Array, start: number, end: number): void {
    const ring = this.ring;
    const size = element.set(bytes, start, end);
    let node = ring.count === 0 ? -1 : ring.at(0);
    if (node < 0 || !this.takes(node, size)) node = this.begin(ring.addFront(), size, true, bytes, start, end);
    else {
      if (ring.shared !== undefined) this.own(node);
      if (ring.words[node + START] < size) node = this.roomInFront(node, size, bytes, start, end);
    }
    this.length++;
    if (node < 0) return;
    const words = ring.words;
    const at = words[node + START] - size;
    words[node + START] = at;
    words[node + COUNT]++;
    const reference = words[node + REFERENCE];
    element.write(this.arena.segments.bytes[reference >>> SEGMENT_SHIFT], ((reference & SEGMENT_UNIT_MASK) << 4) + at);
  }

  pushBack(bytes: Uint8Array, start: number, end: number): void {
    const ring = this.ring;
    const size = element.set(bytes, start, end);
    let node = ring.count === 0 ? -1 : ring.at(ring.count - 1);
    if (node < 0 || !this.takes(node, size)) node = this.begin(ring.addBack(), size, false, bytes, start, end);
    else {
      if (ring.shared !== undefined) this.own(node);
      const capacity = this.arena.capacity(ring.words[node + REFERENCE]);
      if (ring.words[node + END] + size > capacity) node = this.roomBehind(node, size, bytes, start, end);
    }
    this.length++;
    if (node < 0) return;
    const words = ring.words;
    const at = words[node + END];
    words[node + END] = at + size;
    words[node + COUNT]++;
    const reference = words[node + REFERENCE];
    element.write(this.arena.segments.bytes[reference >>> SEGMENT_SHIFT], ((reference & SEGMENT_UNIT_MASK) << 4) + at);
  }

  /** Adds a run of packed elements at the back, which lies in a block of nobody or in an entry. */
  pushRunBack(bytes: Uint8Array, start: number, end: number, count: number): void {
    if (end - start <= BLOCK_BYTES_MAX) {
      if (count > 0) this.pushNodeBack(bytes, start, end, count);
      return;
    }
    // As many elements at a time as fit in a block.
    let at = start;
    while (at < end) {
      const from = at;
      let fitting = 0;
      while (at < end) {
        const size = elementBytes(bytes, at);
        if (at + size - from > BLOCK_BYTES_MAX) break;
        at += size;
        fitting++;
      }
      if (fitting > 0) this.pushNodeBack(bytes, from, at, fitting);
      else {
        const content = stringElementStart(bytes, at);
        this.pushBack(bytes, content, content + stringElementLength(bytes, at));
        at += elementBytes(bytes, at);
      }
    }
  }

  protected pushNodeBack(bytes: Uint8Array, start: number, end: number, count: number): void {
    const node = this.ring.addBack();
    this.allocate(node, end - start);
    const { words } = this.ring;
    words[node + START] = 0;
    words[node + END] = end - start;
    words[node + COUNT] = count;
    copyBytes(bytes, start, end, this.bytesOf(node), this.baseOf(node));
    this.length += count;
  }

  /** Removes `count` elements at the front; there are as many. */
  removeFront(count: number): void {
    const ring = this.ring;
    this.length -= count;
    while (count > 0) {
      const { words } = ring;
      const node = ring.at(0);
      const held = words[node + COUNT];
      if (held <= count) {
        this.free(node);
        ring.removeFront();
        count -= held;
        continue;
      }
      const base = this.baseOf(node);
      const bytes = this.bytesOf(node);
      words[node + START] =
        count <= held >>> 1
          ? skipForward(bytes, base + words[node + START], count) - base
          : skipBackward(bytes, base + words[node + END], held - count) - base;
      words[node + COUNT] = held - count;
      if (count > 1) this.tighten(node);
      return;
    }
  }

  removeBack(count: number): void {
    const ring = this.ring;
    this.length -= count;
    while (count > 0) {
      const { words } = ring;
      const node = ring.at(ring.count - 1);
      const held = words[node + COUNT];
      if (held <= count) {
        this.free(node);
        ring.removeBack();
        count -= held;
        continue;
      }
      const base = this.baseOf(node);
      const bytes = this.bytesOf(node);
      words[node + END] =
        count <= held >>> 1
          ? skipBackward(bytes, base + words[node + END], count) - base
          : skipForward(bytes, base + words[node + START], held - count) - base;
      words[node + COUNT] = held - count;
      if (count > 1) this.tighten(node);
      return;
    }
  }

  /** Gives a new node its block, empty, for an element of `size`. @returns the node; -1 if it has become a plain one, and is done */
  protected begin(node: number, size: number, atFront: boolean, bytes: Uint8Array, start: number, end: number): number {
    if (size > BLOCK_BYTES_MAX) {
      this.makePlain(node, bytes, start, end);
      return -1;
    }
    this.allocate(node, Math.max(size, Math.min(FIRST_BLOCK, this.maxBytes, size * this.maxCount)));
    const { words } = this.ring;
    const at = atFront ? this.arena.capacity(words[node + REFERENCE]) : 0;
    words[node + START] = at;
    words[node + END] = at;
    words[node + COUNT] = 0;
    return node;
  }

  /** Makes room of `size` in front of the elements of the first node, or in a new one. @returns the node */
  protected roomInFront(node: number, size: number, bytes: Uint8Array, start: number, end: number): number {
    const { words } = this.ring;
    const capacity = this.arena.capacity(words[node + REFERENCE]);
    const spare = capacity - words[node + END];
    if (this.canMakeRoom(capacity, spare)) {
      this.rearrange(node, size, size, spare === 0 ? 1 : 0.5);
      return node;
    }
    return this.begin(this.ring.addFront(), size, true, bytes, start, end);
  }

  protected roomBehind(node: number, size: number, bytes: Uint8Array, start: number, end: number): number {
    const { words } = this.ring;
    const spare = words[node + START];
    if (this.canMakeRoom(this.arena.capacity(words[node + REFERENCE]), spare)) {
      this.rearrange(node, size, 0, spare === 0 ? 0 : 0.5);
      return node;
    }
    return this.begin(this.ring.addBack(), size, false, bytes, start, end);
  }

  /** By a larger block; or by moving elements to the other side, if that is worth it. */
  protected canMakeRoom(capacity: number, spare: number): boolean {
    return capacity < this.maxBytes || spare >= capacity >>> 2;
  }

  /**
   * Moves the elements, to a block twice as large if there may be one, so that `size` bytes are free on one side.
   * @param front the bytes of these that are to be in front: all or none
   * @param share of all other free bytes that is in front then
   */
  protected rearrange(node: number, size: number, front: number, share: number): void {
    const { words } = this.ring;
    const reference = words[node + REFERENCE];
    const capacity = this.arena.capacity(reference);
    const length = words[node + END] - words[node + START];
    const wanted = Math.max(Math.min(capacity * 2, this.maxBytes), length + size);
    if (wanted > capacity) {
      const fresh = this.arena.allocate(wanted);
      const room = this.arena.capacity(fresh) - length - size;
      this.moveTo(node, fresh, Math.floor(room * share) + front);
      return;
    }
    const base = this.baseOf(node);
    const target = Math.floor((capacity - length - size) * share) + front;
    this.bytesOf(node).copyWithin(base + target, base + words[node + START], base + words[node + END]);
    words[node + START] = target;
    words[node + END] = target + length;
  }
}

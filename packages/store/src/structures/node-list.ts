import { copyBytes } from '@respite/bytes';
import { BLOCK_BYTES_MAX, SEGMENT_SHIFT, SEGMENT_UNIT_MASK } from '../limits.ts';
import { ElementEncoder, elementBytes, stringElementLength, stringElementStart } from '../packed/listpack-element.ts';
import { type SoughtElement, skipBackward, skipForward } from './element-run.ts';
import { ListReads } from './list-reads.ts';
import { COUNT, END, PLAIN, REFERENCE, START } from './node-ring.ts';

/** Bytes of the first block of a node that is filled one by one; it doubles until the node is full. */
const FIRST_BLOCK = 1024;

/** The element that is being written: set and written within one call. */
const element = new ElementEncoder();

/**
 * A list as a deque of nodes, each a block with a run of packed elements (packed/listpack-element.ts) and room on both sides:
 *
 * ```
 * ring of nodes   | node | node | node | ... | node |         (node-ring.ts)
 * node            | gap | element | element | ... | gap |
 *                   start ^                     ^ end
 * plain node      one element that is too large for a block: a payload of its own
 * ```
 *
 * An element costs 2 bytes more than its text if that is short, 2 to 10 bytes in all if it is an integer; nodes are filled to the
 * limit given, so the directory adds 16 bytes per `maxBytes`.
 *
 * - At either end, adding and removing takes constant time.
 * - An index is found by adding up the counts of nodes from the nearer end, then elements from the nearer end of the node: n elements
 *   take n / 600 steps or so.
 * - In the middle, a node that is full is divided; nodes that have become small are joined with a neighbour.
 *
 * Bytes given to be stored must not lie in a list.
 */
export class NodeList extends ListReads {
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

  /** Puts an element in the place of the one at `index`. */
  replace(index: number, bytes: Uint8Array, start: number, end: number): void {
    const { words } = this.ring;
    const skip = index - this.seekNode(index);
    const node = this.ring.at(this.place);
    const size = element.set(bytes, start, end);
    if (words[node + START] !== PLAIN) {
      this.own(node);
      const at = this.positionOf(node, skip);
      const old = elementBytes(this.bytesOf(node), at);
      if (size === old || words[node + END] - words[node + START] - old + size <= BLOCK_BYTES_MAX) {
        const gap = size === old ? at : this.resizeGap(node, at, old, size);
        element.write(this.bytesOf(node), gap);
        return;
      }
    }
    this.removeAt(this.place, skip);
    this.insert(index, bytes, start, end);
  }

  /** Inserts an element, which then has `index`: from 0 to `length`. */
  insert(index: number, bytes: Uint8Array, start: number, end: number): void {
    if (index === 0) this.pushFront(bytes, start, end);
    else if (index === this.length) this.pushBack(bytes, start, end);
    else this.insertInside(index, bytes, start, end);
  }

  protected insertInside(index: number, bytes: Uint8Array, start: number, end: number): void {
    const ring = this.ring;
    const size = element.set(bytes, start, end);
    // The element before it: there is one, so that what is inserted may join its node.
    const skip = index - this.seekNode(index - 1);
    const place = this.place;
    const node = ring.at(place);
    const held = ring.words[node + COUNT];
    this.length++;
    if (this.takes(node, size)) {
      this.openGap(node, skip, size);
      return;
    }
    if (skip < held) {
      this.divide(place, skip);
      this.insertBetween(place + 1, size, bytes, start, end);
      this.join(place + 1);
      this.join(place);
      return;
    }
    const next = ring.at(place + 1);
    if (this.takes(next, size)) this.openGap(next, 0, size);
    else this.insertBetween(place + 1, size, bytes, start, end);
  }

  /** Makes a gap for the element before the one at `skip` of the node, and writes it. */
  protected openGap(node: number, skip: number, size: number): void {
    this.own(node);
    const at = this.resizeGap(node, this.positionOf(node, skip), 0, size);
    element.write(this.bytesOf(node), at);
    this.ring.words[node + COUNT]++;
  }

  /** A node of its own for the element, to be the one at `place`. */
  protected insertBetween(place: number, size: number, bytes: Uint8Array, start: number, end: number): void {
    const node = this.ring.insert(place);
    if (size > BLOCK_BYTES_MAX) {
      this.makePlain(node, bytes, start, end);
      return;
    }
    this.allocate(node, size);
    const { words } = this.ring;
    words[node + START] = 0;
    words[node + END] = size;
    words[node + COUNT] = 1;
    element.write(this.bytesOf(node), this.baseOf(node));
  }

  /**
   * Removes elements equal to the one sought: the first `most` of them, or with `backwards` the last.
   * @returns how many
   */
  removeEqual(sought: SoughtElement, most: number, backwards: boolean): number {
    const ring = this.ring;
    let removed = 0;
    let emptied = false;
    let lowest = ring.count;
    let highest = -1;
    for (let i = 0; i < ring.count && removed < most; i++) {
      const place = backwards ? ring.count - 1 - i : i;
      const node = ring.at(place);
      const before = removed;
      if (ring.words[node + START] === PLAIN) {
        if (this.plainEquals(node, sought)) removed++;
      } else if (this.ownIfHas(node, sought)) {
        removed += backwards
          ? this.removeFromNodeBackwards(node, sought, most - removed)
          : this.removeFromNode(node, sought, most - removed);
      }
      if (removed === before) continue;
      const { words } = ring;
      if (words[node + START] === PLAIN || words[node + COUNT] === 0) {
        this.free(node);
        words[node + COUNT] = 0;
        emptied = true;
      } else {
        this.tighten(node);
        lowest = Math.min(lowest, place);
        highest = Math.max(highest, place);
      }
    }
    this.length -= removed;
    if (emptied) ring.removeEmpty();
    if (highest >= 0) this.joinSmall(emptied ? 0 : lowest, emptied ? ring.count - 1 : highest);
    return removed;
  }

  /** `own`, unless the node is shared and has none of the elements sought. @returns whether it may have some */
  protected ownIfHas(node: number, sought: SoughtElement): boolean {
    if (!this.ring.isShared(node)) return true;
    const { words } = this.ring;
    const base = this.baseOf(node);
    if (sought.findForward(this.bytesOf(node), base + words[node + START], base + words[node + END]) < 0) return false;
    this.own(node);
    return true;
  }

  /** Elements that stay are moved together towards the front, each once. */
  protected removeFromNode(node: number, sought: SoughtElement, most: number): number {
    const { words } = this.ring;
    const bytes = this.bytesOf(node);
    const base = this.baseOf(node);
    const end = base + words[node + END];
    let target = base + words[node + START];
    let from = target;
    let removed = 0;
    while (removed < most) {
      const found = sought.findForward(bytes, from, end);
      if (found < 0) break;
      bytes.copyWithin(target, from, found);
      target += found - from;
      from = found + sought.size;
      removed++;
    }
    if (removed === 0) return 0;
    bytes.copyWithin(target, from, end);
    words[node + END] = target + end - from - base;
    words[node + COUNT] -= removed;
    return removed;
  }

  /** As `removeFromNode`, from the back. */
  protected removeFromNodeBackwards(node: number, sought: SoughtElement, most: number): number {
    const { words } = this.ring;
    const bytes = this.bytesOf(node);
    const base = this.baseOf(node);
    const start = base + words[node + START];
    let target = base + words[node + END];
    let to = target;
    let removed = 0;
    while (removed < most) {
      const found = sought.findBackward(bytes, to, start);
      if (found < 0) break;
      const behind = found + sought.size;
      target -= to - behind;
      bytes.copyWithin(target, behind, to);
      to = found;
      removed++;
    }
    if (removed === 0) return 0;
    target -= to - start;
    bytes.copyWithin(target, start, to);
    words[node + START] = target - base;
    words[node + COUNT] -= removed;
    return removed;
  }

  copy(): NodeList {
    const list = new NodeList(this.memory, this.maxBytes, this.maxCount);
    for (let place = 0; place < this.ring.count; place++) {
      const { words } = this.ring;
      const node = this.ring.at(place);
      if (words[node + START] === PLAIN) {
        const payload = this.memory.entries.large.get(words[node + REFERENCE]);
        list.makePlain(list.ring.addBack(), payload.bytes, 0, payload.valueLength);
        list.length++;
        continue;
      }
      const base = this.baseOf(node);
      list.pushNodeBack(this.bytesOf(node), base + words[node + START], base + words[node + END], words[node + COUNT]);
    }
    return list;
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

  /** Removes one element. */
  protected removeAt(place: number, skip: number): void {
    const ring = this.ring;
    const node = ring.at(place);
    this.length--;
    if (ring.words[node + COUNT] === 1) {
      this.free(node);
      ring.remove(place);
      return;
    }
    this.own(node);
    const at = this.positionOf(node, skip);
    this.resizeGap(node, at, elementBytes(this.bytesOf(node), at), 0);
    ring.words[node + COUNT]--;
  }

  /** Divides a packed node before its element `skip`: what is behind goes to a new node. */
  protected divide(place: number, skip: number): void {
    const ring = this.ring;
    ring.insert(place + 1);
    const node = ring.at(place);
    const fresh = ring.at(place + 1);
    const { words } = ring;
    const base = this.baseOf(node);
    const at = this.positionOf(node, skip);
    const end = base + words[node + END];
    this.allocate(fresh, end - at);
    words[fresh + START] = 0;
    words[fresh + END] = end - at;
    words[fresh + COUNT] = words[node + COUNT] - skip;
    copyBytes(this.bytesOf(node), at, end, this.bytesOf(fresh), this.baseOf(fresh));
    words[node + END] = at - base;
    words[node + COUNT] = skip;
    this.tighten(node);
  }

  /** Joins a node with the one behind it, if there is one and the limits allow it. */
  protected join(place: number): void {
    const ring = this.ring;
    if (place + 1 < ring.count && this.absorb(ring.at(place), ring.at(place + 1), this.maxBytes))
      ring.remove(place + 1);
  }

  /** Joins small neighbours between the places, in one pass. A list of several nodes does not become one of one node. */
  protected joinSmall(lowest: number, highest: number): void {
    const ring = this.ring;
    let nodes = ring.count;
    let target = Math.max(lowest - 1, 0);
    for (let place = target + 1; place <= highest + 1 && place < ring.count && nodes > 2; place++) {
      if (this.absorb(ring.at(target), ring.at(place), this.maxBytes >>> 1)) {
        ring.words[ring.at(place) + COUNT] = 0;
        nodes--;
      } else target = place;
    }
    if (nodes < ring.count) ring.removeEmpty();
  }
}

import { copyBytes } from '@respite/bytes';
import { BLOCK_BYTES_MAX } from '../limits.ts';
import { ElementEncoder, elementBytes } from '../packed/listpack-element.ts';
import type { SoughtElement } from './element-run.ts';
import { ListEnds } from './list-ends.ts';
import { COUNT, END, PLAIN, REFERENCE, START } from './node-ring.ts';

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
export class NodeList extends ListEnds {
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

import { copyBytes } from '@respite/bytes';
import { type ElementSink, type MatchVisitor, type SoughtElement, writeBackward, writeForward } from './element-run.ts';
import { ListNodes } from './list-nodes.ts';
import { COUNT, END, PLAIN, REFERENCE, START } from './node-ring.ts';

/** Who wants to see the nodes of a list, as they lie in memory. */
export interface NodeVisitor {
  /** A run of `count` packed elements. */
  run(bytes: Uint8Array, start: number, end: number, count: number): void;
  /** A single element, as it is. */
  plain(bytes: Uint8Array, start: number, end: number): void;
}

/** What is read of a list of nodes: by index, and by content. */
export class ListReads extends ListNodes {
  /** Where `seekNode` ended. */
  protected place = 0;

  /** Writes `count` elements from index `from` on. */
  writeRange(sink: ElementSink, from: number, count: number): void {
    if (count <= 0) return;
    const ring = this.ring;
    let skip = from - this.seekNode(from);
    let left = count;
    for (let place = this.place; left > 0; place++) {
      const { words } = ring;
      const node = ring.at(place);
      const part = Math.min(words[node + COUNT] - skip, left);
      if (words[node + START] === PLAIN) this.writePlain(sink, node);
      else {
        const at = this.positionOf(node, skip);
        writeForward(sink, this.bytesOf(node), at, part);
      }
      left -= part;
      skip = 0;
    }
  }

  /** Writes `count` elements from index `from` backwards. */
  writeRangeReversed(sink: ElementSink, from: number, count: number): void {
    if (count <= 0) return;
    const ring = this.ring;
    let take = from - this.seekNode(from) + 1;
    let left = count;
    for (let place = this.place; left > 0; place--) {
      const node = ring.at(place);
      if (take === 0) take = ring.words[node + COUNT];
      const part = Math.min(take, left);
      if (ring.words[node + START] === PLAIN) this.writePlain(sink, node);
      else writeBackward(sink, this.bytesOf(node), this.positionOf(node, take), part);
      left -= part;
      take = 0;
    }
  }

  /**
   * Shows the visitor the elements that equal the one sought, in order, among the first `most` elements; with `backwards` those from
   * the back.
   */
  visitMatches(sought: SoughtElement, backwards: boolean, most: number, visitor: MatchVisitor): void {
    const ring = this.ring;
    let index = backwards ? this.length - 1 : 0;
    let left = Math.min(most, this.length);
    for (let i = 0; left > 0; i++) {
      const { words } = ring;
      const node = ring.at(backwards ? ring.count - 1 - i : i);
      const part = Math.min(words[node + COUNT], left);
      if (words[node + START] === PLAIN) {
        if (this.plainEquals(node, sought) && !visitor.match(index)) return;
      } else if (backwards) {
        const end = this.baseOf(node) + words[node + END];
        if (!sought.visitBackward(this.bytesOf(node), end, part, index, visitor)) return;
      } else {
        const start = this.baseOf(node) + words[node + START];
        if (!sought.visitForward(this.bytesOf(node), start, part, index, visitor)) return;
      }
      index += backwards ? -part : part;
      left -= part;
    }
  }

  /** Shows the visitor all nodes, in order. */
  visitNodes(visitor: NodeVisitor): void {
    const ring = this.ring;
    for (let place = 0; place < ring.count; place++) {
      const { words } = ring;
      const node = ring.at(place);
      if (words[node + START] === PLAIN) {
        const payload = this.memory.entries.large.get(words[node + REFERENCE]);
        visitor.plain(payload.bytes, 0, payload.valueLength);
      } else {
        const base = this.baseOf(node);
        visitor.run(this.bytesOf(node), base + words[node + START], base + words[node + END], words[node + COUNT]);
      }
    }
  }

  /** Bytes of all elements where they are in one node that is not plain, else Infinity. */
  get runBytes(): number {
    if (this.ring.count !== 1) return Number.POSITIVE_INFINITY;
    const { words } = this.ring;
    const node = this.ring.at(0);
    return words[node + START] === PLAIN ? Number.POSITIVE_INFINITY : words[node + END] - words[node + START];
  }

  /**
   * Writes the elements of the only node, of `runBytes` bytes, to a place in other memory, where their entry is to have them packed
   * inline.
   */
  copyRun(to: Uint8Array, at: number): void {
    const node = this.ring.at(0);
    const base = this.baseOf(node);
    const { words } = this.ring;
    copyBytes(this.bytesOf(node), base + words[node + START], base + words[node + END], to, at);
  }

  /** Sets `place` to the node that has the element at `index`. @returns the index of the node's first element */
  protected seekNode(index: number): number {
    const ring = this.ring;
    let place: number;
    let first: number;
    if (index < this.length >>> 1) {
      place = 0;
      first = 0;
      for (;;) {
        const count = ring.words[ring.at(place) + COUNT];
        if (first + count > index) break;
        first += count;
        place++;
      }
    } else {
      place = ring.count;
      first = this.length;
      while (first > index) first -= ring.words[ring.at(--place) + COUNT];
    }
    this.place = place;
    return first;
  }
}

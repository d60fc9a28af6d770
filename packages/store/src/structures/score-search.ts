import { compareBytes } from '@respite/bytes';
import { SEGMENT_SHIFT, SEGMENT_UNIT_MASK } from '../limits.ts';
import type { Arena } from '../memory/arena.ts';
import type { Entries } from './entries.ts';
import { EXPIRY, EXPIRY_BYTES_SHIFT, SHORT_HEADER, WIDE } from './entry-format.ts';
import {
  INNER_CHILDREN,
  INNER_COUNTS,
  INNER_MEMBERS,
  LEAF_MEMBERS,
  NODE_BYTES,
  SCORES,
  ScoreNodes,
} from './score-nodes.ts';

/** Nodes have 16 children and more, few excepted, and there are less than 2^32 elements. */
const DEPTH_MAX = 16;

/**
 * How many of the sorted scores are below this one. Nobody could predict which half a search goes on in, so it is computed instead of
 * branched to.
 */
function scoresBelow(doubles: Float64Array, start: number, count: number, score: number): number {
  let below = 0;
  while (count > 1) {
    const half = count >>> 1;
    below += half & -+(doubles[start + below + half - 1] < score);
    count -= half;
  }
  return count === 1 ? below + +(doubles[start + below] < score) : below;
}

/** The questions that a score tree (score-tree.ts) answers, and the way to an element in it. */
export abstract class ScoreSearch {
  readonly entries: Entries;
  readonly nodes: ScoreNodes;
  /** Elements in the tree. */
  size = 0;
  /** A leaf where `depth` is 0. */
  protected root: number;
  /** Levels of inner nodes. */
  protected depth = 0;

  /** Where a search went: inner nodes from the root on, and the slot taken in each; the leaf, and the place in it. */
  protected readonly path: Uint32Array = new Uint32Array(DEPTH_MAX);
  protected readonly slots: Uint8Array = new Uint8Array(DEPTH_MAX);
  protected leaf = 0;
  protected slot = 0;

  /** The member that is being sought, and, once `#isProbeLocated`, its bytes. */
  #probe = 0;
  #isProbeLocated = false;
  #probeBytes: Uint8Array = new Uint8Array(0);
  #probeStart = 0;
  #probeEnd = 0;

  /**
   * What the member sought has in common, at its beginning, with the members of its score between which its place is known to be: 0
   * where they are of another score. All between them have at least as much in common with it, so that much need not be compared.
   */
  #lowCommon = 0;
  #highCommon = 0;
  /** Of the last comparison. */
  #common = 0;

  /** Where `locateRank` and the others found something. */
  foundLeaf = 0;
  foundSlot = 0;

  /** @param entries whose keys the members are  @param arena where nodes are taken from */
  constructor(entries: Entries, arena: Arena) {
    this.entries = entries;
    this.nodes = new ScoreNodes(arena);
    this.root = this.nodes.create();
  }

  /** Bytes of all nodes. */
  get usedBytes(): number {
    return this.nodes.count * NODE_BYTES;
  }

  // Questions.

  /** How many elements come before this one, which is in the tree. */
  rankOf(score: number, member: number): number {
    this.seekPresent(score, member);
    let rank = this.slot;
    for (let level = 0; level < this.depth; level++) rank += this.#countsBefore(this.path[level], this.slots[level]);
    return rank;
  }

  /** Finds the element that `rank` others come before: its place is in `foundLeaf` and `foundSlot`. @param rank 0 to size - 1 */
  locateRank(rank: number): void {
    const { nodes } = this;
    let node = this.root;
    for (let level = this.depth; level > 0; level--) {
      const words = nodes.segments.words[node >>> SEGMENT_SHIFT];
      let at = ((node & SEGMENT_UNIT_MASK) << 2) + INNER_COUNTS;
      while (rank >= words[at]) rank -= words[at++];
      node = words[at - INNER_COUNTS + INNER_CHILDREN];
    }
    this.foundLeaf = node;
    this.foundSlot = rank;
  }

  scoreAt(rank: number): number {
    this.locateRank(rank);
    return this.nodes.score(this.foundLeaf, this.foundSlot);
  }

  memberAt(rank: number): number {
    this.locateRank(rank);
    return this.nodes.word(this.foundLeaf, LEAF_MEMBERS + this.foundSlot);
  }

  /** How many elements have a score below this one; with `orEqual`, those with just this score count too. */
  countBelow(score: number, orEqual: boolean): number {
    const { nodes } = this;
    let node = this.root;
    let rank = 0;
    for (let level = this.depth; level > 0; level--) {
      const slot = Math.max(0, this.#scoresBelow(node, score, orEqual) - 1);
      rank += this.#countsBefore(node, slot);
      node = nodes.word(node, INNER_CHILDREN + slot);
    }
    return rank + this.#scoresBelow(node, score, orEqual);
  }

  /**
   * How many elements have a member whose bytes come before these; with `orEqual`, the member of just these bytes counts too. All
   * elements have the same score, else it means nothing.
   */
  countBelowMember(bytes: Uint8Array, start: number, end: number, orEqual: boolean): number {
    const { nodes } = this;
    let node = this.root;
    let rank = 0;
    for (let level = this.depth; level > 0; level--) {
      const slot = Math.max(0, this.#membersBelow(node, INNER_MEMBERS, bytes, start, end, orEqual) - 1);
      rank += this.#countsBefore(node, slot);
      node = nodes.word(node, INNER_CHILDREN + slot);
    }
    return rank + this.#membersBelow(node, LEAF_MEMBERS, bytes, start, end, orEqual);
  }

  // Search.

  /** Goes to the place of an element, which need not be in the tree. */
  protected seek(score: number, member: number): void {
    const { nodes } = this;
    this.#probe = member;
    this.#isProbeLocated = false;
    this.#lowCommon = 0;
    this.#highCommon = 0;
    let node = this.root;
    for (let level = 0; level < this.depth; level++) {
      const slot = Math.max(0, this.#lowerBound(node, INNER_MEMBERS, score, member, 1) - 1);
      this.path[level] = node;
      this.slots[level] = slot;
      node = nodes.word(node, INNER_CHILDREN + slot);
    }
    this.leaf = node;
    this.slot = this.#lowerBound(node, LEAF_MEMBERS, score, member, 0);
  }

  protected seekPresent(score: number, member: number): void {
    this.seek(score, member);
    if (this.slot >= this.nodes.used(this.leaf) || this.#memberHere() !== member) {
      throw new Error('score tree: the element is not in it');
    }
  }

  protected descendToRank(rank: number): void {
    const { nodes } = this;
    let node = this.root;
    for (let level = 0; level < this.depth; level++) {
      let slot = 0;
      for (let count = nodes.word(node, INNER_COUNTS); rank >= count; count = nodes.word(node, INNER_COUNTS + slot)) {
        rank -= count;
        slot++;
      }
      this.path[level] = node;
      this.slots[level] = slot;
      node = nodes.word(node, INNER_CHILDREN + slot);
    }
    this.leaf = node;
    this.slot = rank;
  }

  /**
   * How many slots of the node hold something before (score, member); with `equal` 1, the very same element counts too.
   * @param members where the node's members are, in words
   */
  #lowerBound(node: number, members: number, score: number, member: number, equal: 0 | 1): number {
    const doubles = this.nodes.segments.doubles[node >>> SEGMENT_SHIFT];
    const words = this.nodes.segments.words[node >>> SEGMENT_SHIFT];
    const unit = node & SEGMENT_UNIT_MASK;
    const scores = (unit << 1) + SCORES;
    let high = words[unit << 2];
    let low = scoresBelow(doubles, scores, high, score);
    if (low > 0) this.#lowCommon = 0;
    // From here on only elements of the same score are left to compare, as a rule none.
    if (low === high || doubles[scores + low] !== score) {
      if (low < high) this.#highCommon = 0;
      return low;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (doubles[scores + middle] !== score) {
        high = middle;
        this.#highCommon = 0;
      } else {
        const other = words[(unit << 2) + members + middle];
        if (other === member) return middle + equal;
        if (this.#compareToProbe(other, Math.min(this.#lowCommon, this.#highCommon)) < 0) {
          low = middle + 1;
          this.#lowCommon = this.#common;
        } else {
          high = middle;
          this.#highCommon = this.#common;
        }
      }
    }
    return low;
  }

  #scoresBelow(node: number, score: number, orEqual: boolean): number {
    const doubles = this.nodes.segments.doubles[node >>> SEGMENT_SHIFT];
    const scores = ((node & SEGMENT_UNIT_MASK) << 1) + SCORES;
    const used = this.nodes.used(node);
    let below = scoresBelow(doubles, scores, used, score);
    if (orEqual) while (below < used && doubles[scores + below] === score) below++;
    return below;
  }

  #membersBelow(
    node: number,
    members: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    orEqual: boolean,
  ): number {
    const { entries } = this;
    const most = orEqual ? 0 : -1;
    let low = 0;
    let high = this.nodes.used(node);
    while (low < high) {
      const middle = (low + high) >>> 1;
      entries.locate(this.nodes.word(node, members + middle));
      const order = compareBytes(entries.bytes, entries.keyStart, entries.keyEnd, bytes, start, end);
      if (order <= most) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #countsBefore(inner: number, slot: number): number {
    const words = this.nodes.segments.words[inner >>> SEGMENT_SHIFT];
    const start = ((inner & SEGMENT_UNIT_MASK) << 2) + INNER_COUNTS;
    let sum = 0;
    for (let i = start; i < start + slot; i++) sum += words[i];
    return sum;
  }

  /**
   * Order of a member against the one that is sought; `#common` is how many bytes they have in common at their beginning.
   * @param skip so many they have for sure
   */
  #compareToProbe(member: number, skip: number): number {
    const { entries } = this;
    if (!this.#isProbeLocated) this.#locateProbe();
    let bytes = entries.segments.bytes[member >>> SEGMENT_SHIFT];
    const at = (member & SEGMENT_UNIT_MASK) << 4;
    let start = at + SHORT_HEADER + ((bytes[at] & EXPIRY) >>> EXPIRY_BYTES_SHIFT);
    let length = bytes[at + 4];
    if (length === WIDE) {
      entries.locate(member);
      bytes = entries.bytes;
      start = entries.keyStart;
      length = entries.keyEnd - start;
    }
    const probe = this.#probeBytes;
    const probeStart = this.#probeStart;
    const probeLength = this.#probeEnd - probeStart;
    const shorter = Math.min(length, probeLength);
    let common = skip;
    while (common < shorter && bytes[start + common] === probe[probeStart + common]) common++;
    this.#common = common;
    return common < shorter ? bytes[start + common] - probe[probeStart + common] : length - probeLength;
  }

  #locateProbe(): void {
    const { entries } = this;
    entries.locate(this.#probe);
    this.#probeBytes = entries.bytes;
    this.#probeStart = entries.keyStart;
    this.#probeEnd = entries.keyEnd;
    this.#isProbeLocated = true;
  }

  #memberHere(): number {
    return this.nodes.word(this.leaf, LEAF_MEMBERS + this.slot);
  }

  /** Whether the element that was sought would come between its neighbours with this score too. */
  protected staysInPlace(score: number, member: number): boolean {
    const { nodes } = this;
    let leaf = this.leaf;
    let slot = this.slot - 1;
    if (slot < 0) {
      leaf = nodes.previous(leaf);
      if (leaf !== 0) slot = nodes.used(leaf) - 1;
    }
    if (leaf !== 0 && !this.#isBefore(leaf, slot, score, member)) return false;
    leaf = this.leaf;
    slot = this.slot + 1;
    if (slot === nodes.used(leaf)) {
      leaf = nodes.next(leaf);
      slot = 0;
    }
    return leaf === 0 || !this.#isBefore(leaf, slot, score, member);
  }

  #isBefore(leaf: number, slot: number, score: number, member: number): boolean {
    const there = this.nodes.score(leaf, slot);
    if (there !== score) return there < score;
    this.#probe = member;
    return this.#compareToProbe(this.nodes.word(leaf, LEAF_MEMBERS + slot), 0) < 0;
  }
}

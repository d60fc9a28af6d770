import {
  INNER_CHILDREN,
  INNER_COUNTS,
  INNER_MEMBERS,
  INNER_SLOTS,
  LEAF_MEMBERS,
  LEAF_SLOTS,
  type ScoreNodes,
} from './score-nodes.ts';
import { ScoreSearch } from './score-search.ts';

/** Fewer than this, and a node is joined with its neighbour or takes some from it. */
const LEAF_SLOTS_MIN = 28;
const INNER_SLOTS_MIN = 16;
/** Two nodes are joined if no more than this is in them, so that the next insertion does not divide them again. */
const LEAF_SLOTS_JOINED = 72;
const INNER_SLOTS_JOINED = 42;

/**
 * The order of a sorted set: (score, member) by score, where scores are equal by the bytes of the member; with the number of
 * elements below every node, so that ranks are found as fast as scores. A B+tree, whose nodes are drawn in score-nodes.ts.
 *
 * ```
 *                  | first of A: 40 | first of B: 33 | first of C: 61 |
 *                  /                        |                        \
 *   A | (1,a) (1,b) (2.5,x) ... |<->| (7,y) (7,z) ... |<->| (9,c) ... |
 * ```
 *
 * A member is the reference of an entry whose key it is; the entry is read only to compare members of equal scores, and it must
 * live, at the same place, as long as it is in the tree. What an inner node knows of a child is always its very first element, never
 * one that was removed: so no reference to a freed entry is left.
 *
 * Cost per element: 12 bytes in full leaves (elements that came in order, or all at once), 17 at random, and a fiftieth for inner nodes.
 *
 * Calls may change what is located in `entries`.
 *
 * Source: D. Comer, "The ubiquitous B-tree" (1979).
 */
export class ScoreTree extends ScoreSearch {
  // Changes.

  /** Adds an element that is not in the tree. @param score any number, infinities too, but not NaN */
  insert(score: number, member: number): void {
    this.seek(score, member);
    this.#insertHere(score, member);
  }

  /** Adds an element that comes behind all others: for callers who have them in order. */
  append(score: number, member: number): void {
    const { nodes } = this;
    let node = this.root;
    for (let level = 0; level < this.depth; level++) {
      const slot = nodes.used(node) - 1;
      this.path[level] = node;
      this.slots[level] = slot;
      node = nodes.word(node, INNER_CHILDREN + slot);
    }
    this.leaf = node;
    this.slot = nodes.used(node);
    this.#insertHere(score, member);
  }

  /** Takes an element out. @param score the one that it has in the tree */
  remove(score: number, member: number): void {
    this.seekPresent(score, member);
    this.#removeHere(1);
  }

  /** Gives an element another score. */
  update(score: number, member: number, fresh: number): void {
    this.seekPresent(score, member);
    if (this.staysInPlace(fresh, member)) {
      this.nodes.setScore(this.leaf, this.slot, fresh);
      if (this.slot === 0) this.#refreshFirst(this.depth - 1);
      return;
    }
    this.#removeHere(1);
    this.insert(fresh, member);
  }

  /**
   * Takes out elements from `rank` on, as many as lie in one leaf, at most `most`: called until all are gone, this takes time by
   * leaves rather than by elements. The caller has seen to the members before.
   * @returns how many
   */
  removeAtRank(rank: number, most: number): number {
    this.descendToRank(rank);
    const n = Math.min(most, this.nodes.used(this.leaf) - this.slot);
    this.#removeHere(n);
    return n;
  }

  /** Frees about `budget` nodes, without a look at members. The tree is of no use from the first call on. @returns whether there are more */
  freeSome(budget: number): boolean {
    const { nodes } = this;
    while (this.root !== 0) {
      if (budget-- <= 0) return true;
      let node = this.root;
      let parent = 0;
      for (let level = 0; level < this.depth; level++) {
        const used = nodes.used(node);
        if (used === 0) {
          // All below it is gone: it goes itself.
          break;
        }
        parent = node;
        node = nodes.word(node, INNER_CHILDREN + used - 1);
      }
      nodes.free(node);
      if (parent === 0) this.root = 0;
      else nodes.setUsed(parent, nodes.used(parent) - 1);
    }
    this.size = 0;
    return false;
  }

  // Growth.

  #insertHere(score: number, member: number): void {
    const { nodes } = this;
    const leaf = this.leaf;
    const slot = this.slot;
    let fresh = 0;
    if (nodes.used(leaf) < LEAF_SLOTS) this.#putElement(leaf, slot, score, member);
    else fresh = this.#divideLeaf(leaf, slot, score, member);
    this.size++;
    let left = nodes.used(leaf);
    let right = fresh === 0 ? 0 : nodes.used(fresh);
    for (let level = this.depth - 1; level >= 0; level--) {
      const inner = this.path[level];
      const at = this.slots[level];
      if (fresh === 0) {
        nodes.setWord(inner, INNER_COUNTS + at, nodes.word(inner, INNER_COUNTS + at) + 1);
        continue;
      }
      nodes.setWord(inner, INNER_COUNTS + at, left);
      fresh = this.#insertChild(inner, at + 1, fresh, right, level === this.depth - 1);
      if (fresh !== 0) {
        left = nodes.total(inner);
        right = nodes.total(fresh);
      }
    }
    if (slot === 0) this.#refreshFirst(this.depth - 1);
    if (fresh !== 0) this.#growRoot(fresh, left, right);
  }

  #putElement(leaf: number, slot: number, score: number, member: number): void {
    this.nodes.open(leaf, true, slot, 1);
    this.nodes.setElement(leaf, slot, score, member);
  }

  /**
   * Divides a full leaf and adds an element. @returns the new leaf behind it
   *
   * Elements that come in order, upwards or downwards, leave full leaves behind: there, all stay together and the new one is alone.
   */
  #divideLeaf(leaf: number, slot: number, score: number, member: number): number {
    const { nodes } = this;
    const fresh = nodes.create();
    const isLast = slot === LEAF_SLOTS && nodes.next(leaf) === 0;
    const isFirst = slot === 0 && nodes.previous(leaf) === 0;
    nodes.linkAfter(leaf, fresh);
    const kept = isLast ? LEAF_SLOTS : isFirst ? 0 : LEAF_SLOTS >>> 1;
    nodes.moveUp(leaf, fresh, true, LEAF_SLOTS - kept);
    if (isLast || slot > kept) this.#putElement(fresh, slot - kept, score, member);
    else this.#putElement(leaf, slot, score, member);
    return fresh;
  }

  /** Adds a child at `slot`. @returns a new node behind this one, if it had to be divided, or 0 */
  #insertChild(inner: number, slot: number, child: number, count: number, isLeaf: boolean): number {
    const { nodes } = this;
    if (nodes.used(inner) < INNER_SLOTS) {
      this.#putChild(inner, slot, child, count, isLeaf);
      return 0;
    }
    const fresh = nodes.create();
    const kept = slot === INNER_SLOTS ? INNER_SLOTS : INNER_SLOTS >>> 1;
    nodes.moveUp(inner, fresh, false, INNER_SLOTS - kept);
    if (slot > kept || kept === INNER_SLOTS) this.#putChild(fresh, slot - kept, child, count, isLeaf);
    else this.#putChild(inner, slot, child, count, isLeaf);
    return fresh;
  }

  #putChild(inner: number, slot: number, child: number, count: number, isLeaf: boolean): void {
    const { nodes } = this;
    nodes.open(inner, false, slot, 1);
    nodes.setChild(inner, slot, child, count, nodes.score(child, 0), firstMember(nodes, child, isLeaf));
  }

  #growRoot(fresh: number, left: number, right: number): void {
    const root = this.nodes.create();
    const isLeaf = this.depth === 0;
    this.#putChild(root, 0, this.root, left, isLeaf);
    this.#putChild(root, 1, fresh, right, isLeaf);
    this.root = root;
    this.depth++;
  }

  /** Brings what inner nodes know of their first elements up to date, from `level` of the path upwards. */
  #refreshFirst(level: number): void {
    const { nodes } = this;
    for (; level >= 0; level--) {
      const inner = this.path[level];
      const slot = this.slots[level];
      const child = nodes.word(inner, INNER_CHILDREN + slot);
      nodes.setScore(inner, slot, nodes.score(child, 0));
      nodes.setWord(inner, INNER_MEMBERS + slot, firstMember(nodes, child, level === this.depth - 1));
      if (slot !== 0) return;
    }
  }

  // Shrinking.

  /** Takes `n` elements out of the leaf. */
  #removeHere(n: number): void {
    const { nodes } = this;
    nodes.close(this.leaf, true, this.slot, n);
    this.size -= n;
    for (let level = this.depth - 1; level >= 0; level--) {
      const inner = this.path[level];
      const counted = INNER_COUNTS + this.slots[level];
      nodes.setWord(inner, counted, nodes.word(inner, counted) - n);
    }
    if (this.slot === 0 && nodes.used(this.leaf) > 0) this.#refreshFirst(this.depth - 1);
    if (nodes.used(this.leaf) < LEAF_SLOTS_MIN) this.#fill();
  }

  /** Joins nodes of the path that have little in them with their neighbours. */
  #fill(): void {
    const { nodes } = this;
    for (let level = this.depth - 1; level >= 0; level--) {
      const inner = this.path[level];
      const slot = this.slots[level];
      const isLeaf = level === this.depth - 1;
      const child = nodes.word(inner, INNER_CHILDREN + slot);
      const used = nodes.used(child);
      if (used >= (isLeaf ? LEAF_SLOTS_MIN : INNER_SLOTS_MIN)) break;
      if (nodes.used(inner) > 1) this.#balance(level, slot === 0 ? 0 : slot - 1, isLeaf);
      else if (used === 0) {
        if (isLeaf) nodes.unlink(child);
        nodes.free(child);
        nodes.setUsed(inner, 0);
      }
    }
    while (this.depth > 0 && nodes.used(this.root) === 1) {
      const only = nodes.word(this.root, INNER_CHILDREN);
      nodes.free(this.root);
      this.root = only;
      this.depth--;
    }
  }

  /** Joins the children at `slot` and behind it, or divides what they have evenly. */
  #balance(level: number, slot: number, isLeaf: boolean): void {
    const { nodes } = this;
    const inner = this.path[level];
    const left = nodes.word(inner, INNER_CHILDREN + slot);
    const right = nodes.word(inner, INNER_CHILDREN + slot + 1);
    const leftUsed = nodes.used(left);
    const rightUsed = nodes.used(right);
    const elements = nodes.word(inner, INNER_COUNTS + slot) + nodes.word(inner, INNER_COUNTS + slot + 1);
    if (leftUsed + rightUsed <= (isLeaf ? LEAF_SLOTS_JOINED : INNER_SLOTS_JOINED)) {
      nodes.moveDown(right, left, isLeaf, rightUsed);
      if (isLeaf) nodes.unlink(right);
      nodes.free(right);
      nodes.close(inner, false, slot + 1, 1);
      nodes.setWord(inner, INNER_COUNTS + slot, elements);
    } else {
      const half = (leftUsed + rightUsed) >>> 1;
      if (leftUsed < half) nodes.moveDown(right, left, isLeaf, half - leftUsed);
      else nodes.moveUp(left, right, isLeaf, leftUsed - half);
      const below = isLeaf ? half : nodes.total(left);
      nodes.setWord(inner, INNER_COUNTS + slot, below);
      this.slots[level] = slot + 1;
      nodes.setWord(inner, INNER_COUNTS + slot + 1, elements - below);
      this.#refreshFirst(level);
    }
    this.slots[level] = slot;
    this.#refreshFirst(level);
  }
}

function firstMember(nodes: ScoreNodes, node: number, isLeaf: boolean): number {
  return nodes.word(node, isLeaf ? LEAF_MEMBERS : INNER_MEMBERS);
}

import { SEGMENT_SHIFT, SEGMENT_UNIT_MASK } from '../../limits.ts';
import type { Segments } from '../../memory/segments.ts';
import {
  COUNT,
  childFor,
  compareIdAt,
  entryAt,
  LEVEL,
  lowerBound,
  NEXT,
  NODE_ENTRIES_MAX,
  NODE_ENTRY_WORDS,
  NODE_HEADER_WORDS,
  nodeBytes,
  PREVIOUS,
  readIdAt,
  VALUE,
  writeIdAt,
} from './id-tree-node.ts';
import { StreamId } from './stream-id.ts';
import type { StreamMemory } from './stream-memory.ts';

/** Nodes with fewer entries are joined with a neighbour, where both together leave room. */
const ENTRIES_MIN = 12;
const ENTRIES_JOINED_MAX = 38;
/** A tree of one leaf grows through these sizes, so that a few entries take little. */
const SMALL_LEAF_ENTRIES = [3, 12];

/** The way down to a leaf: per level, from the root on, the node and which of its entries. One for all trees: it lasts for one call. */
const pathNodes = new Uint32Array(16);
const pathIndexes = new Uint32Array(16);

/** The ID by which a node that was divided off becomes known to its parent. */
const separator = new StreamId();

/**
 * An ordered map from IDs to references (u32, not 0), all of it in blocks of an arena: a B+ tree, its nodes drawn in id-tree-node.ts.
 * 20 bytes per entry where entries came in order, since a node that is full at the right end is left full.
 */
export class IdTree {
  readonly memory: StreamMemory;
  readonly #segments: Segments;
  size = 0;
  /** The uppermost node, 0 where the tree is empty. */
  root = 0;
  nodeCount = 0;

  constructor(memory: StreamMemory) {
    this.memory = memory;
    this.#segments = memory.segments;
  }

  /** The value of an ID, or 0. */
  find(id: StreamId): number {
    if (this.root === 0) return 0;
    const leaf = this.leafFor(id);
    const words = this.wordsOf(leaf);
    const node = wordOf(leaf);
    const index = lowerBound(words, node, id);
    if (index === words[node + COUNT]) return 0;
    const at = entryAt(node, index);
    return compareIdAt(words, at, id) === 0 ? words[at + VALUE] : 0;
  }

  /** The leaf that has `id` or would have it. The tree is not empty. */
  leafFor(id: StreamId): number {
    let reference = this.root;
    for (;;) {
      const words = this.wordsOf(reference);
      const node = wordOf(reference);
      if (words[node + LEVEL] === 0) return reference;
      reference = words[entryAt(node, childFor(words, node, id)) + VALUE];
    }
  }

  /** The leaf with the lowest (`rightmost` false) or highest IDs, or 0. */
  edgeLeaf(rightmost: boolean): number {
    let reference = this.root;
    if (reference === 0) return 0;
    for (;;) {
      const words = this.wordsOf(reference);
      const node = wordOf(reference);
      if (words[node + LEVEL] === 0) return reference;
      reference = words[entryAt(node, rightmost ? words[node + COUNT] - 1 : 0) + VALUE];
    }
  }

  /** Sets the value of an ID that the tree has. */
  replace(id: StreamId, value: number): void {
    const leaf = this.leafFor(id);
    const words = this.wordsOf(leaf);
    const node = wordOf(leaf);
    words[entryAt(node, lowerBound(words, node, id)) + VALUE] = value;
  }

  /** Adds an ID. @returns 0, or the value of the ID if it is there already: then nothing changed */
  insert(id: StreamId, value: number): number {
    if (this.root === 0) {
      this.root = this.#newNode(SMALL_LEAF_ENTRIES[0], 0);
      this.#put(this.root, 0, id, value);
      this.size = 1;
      return 0;
    }
    const depth = this.#descend(id);
    const leaf = pathNodes[depth];
    const words = this.wordsOf(leaf);
    const node = wordOf(leaf);
    const index = lowerBound(words, node, id);
    if (index < words[node + COUNT]) {
      const at = entryAt(node, index);
      if (compareIdAt(words, at, id) === 0) return words[at + VALUE];
    }
    pathIndexes[depth] = index;
    this.size++;
    if (depth === 0 && words[node + COUNT] < NODE_ENTRIES_MAX) this.#putInRootLeaf(index, id, value);
    else this.#putOnPath(depth, id, value);
    return 0;
  }

  /** Removes an ID. @returns its value, or 0 where it is not there */
  remove(id: StreamId): number {
    if (this.root === 0) return 0;
    const depth = this.#descend(id);
    const leaf = pathNodes[depth];
    const words = this.wordsOf(leaf);
    const node = wordOf(leaf);
    const index = lowerBound(words, node, id);
    if (index === words[node + COUNT]) return 0;
    const at = entryAt(node, index);
    if (compareIdAt(words, at, id) !== 0) return 0;
    const value = words[at + VALUE];
    pathIndexes[depth] = index;
    this.size--;
    this.#removeOnPath(depth);
    return value;
  }

  /**
   * Removes the leaf with the lowest IDs, for freeing in steps. @param values receives its values, at least NODE_ENTRIES_MAX places
   * @returns how many; 0: the tree is empty
   */
  takeLeaf(values: Uint32Array): number {
    if (this.root === 0) return 0;
    let depth = 0;
    let reference = this.root;
    for (;;) {
      pathNodes[depth] = reference;
      pathIndexes[depth] = 0;
      const words = this.wordsOf(reference);
      const node = wordOf(reference);
      if (words[node + LEVEL] === 0) break;
      reference = words[entryAt(node, 0) + VALUE];
      depth++;
    }
    const words = this.wordsOf(reference);
    const node = wordOf(reference);
    const count = words[node + COUNT];
    for (let i = 0; i < count; i++) values[i] = words[entryAt(node, i) + VALUE];
    this.size -= count;
    words[node + COUNT] = 1;
    this.#removeOnPath(depth);
    return count;
  }

  wordsOf(node: number): Uint32Array {
    return this.#segments.words[node >>> SEGMENT_SHIFT];
  }

  // Down.

  /** Fills the path to the leaf for `id`. @returns the depth of the leaf */
  #descend(id: StreamId): number {
    let depth = 0;
    let reference = this.root;
    for (;;) {
      pathNodes[depth] = reference;
      const words = this.wordsOf(reference);
      const node = wordOf(reference);
      if (words[node + LEVEL] === 0) return depth;
      const index = childFor(words, node, id);
      pathIndexes[depth] = index;
      reference = words[entryAt(node, index) + VALUE];
      depth++;
    }
  }

  // Growing.

  #newNode(entries: number, level: number): number {
    const reference = this.memory.allocate(nodeBytes(entries));
    const words = this.wordsOf(reference);
    const node = wordOf(reference);
    words[node + COUNT] = 0;
    words[node + LEVEL] = level;
    words[node + NEXT] = 0;
    words[node + PREVIOUS] = 0;
    this.nodeCount++;
    return reference;
  }

  /** Puts an entry in a node that has room. */
  #put(reference: number, index: number, id: StreamId, value: number): void {
    const words = this.wordsOf(reference);
    const node = wordOf(reference);
    const count = words[node + COUNT];
    const at = entryAt(node, index);
    if (index < count) words.copyWithin(at + NODE_ENTRY_WORDS, at, entryAt(node, count));
    writeIdAt(words, at, id);
    words[at + VALUE] = value;
    words[node + COUNT] = count + 1;
  }

  /** The only leaf, which may be of a small size. */
  #putInRootLeaf(index: number, id: StreamId, value: number): void {
    const words = this.wordsOf(this.root);
    const node = wordOf(this.root);
    const count = words[node + COUNT];
    if (nodeBytes(count + 1) > this.memory.arena.capacity(this.root)) {
      const entries = count < SMALL_LEAF_ENTRIES[1] ? SMALL_LEAF_ENTRIES[1] : NODE_ENTRIES_MAX;
      const larger = this.#newNode(entries, 0);
      this.wordsOf(larger).set(words.subarray(node, entryAt(node, count)), wordOf(larger));
      this.#freeNode(this.root);
      this.root = larger;
    }
    this.#put(this.root, index, id, value);
  }

  /** Puts an entry at the place that the path names, dividing nodes that are full. */
  #putOnPath(depth: number, id: StreamId, value: number): void {
    const reference = pathNodes[depth];
    const index = pathIndexes[depth];
    const words = this.wordsOf(reference);
    const node = wordOf(reference);
    const count = words[node + COUNT];
    if (count < NODE_ENTRIES_MAX) {
      this.#put(reference, index, id, value);
      return;
    }
    const right = this.#newNode(NODE_ENTRIES_MAX, words[node + LEVEL]);
    const rightWords = this.wordsOf(right);
    const rightNode = wordOf(right);
    if (index === count && this.#isRightEdge(depth)) {
      this.#put(right, 0, id, value);
    } else {
      const kept = count >>> 1;
      rightWords.set(words.subarray(entryAt(node, kept), entryAt(node, count)), rightNode + NODE_HEADER_WORDS);
      rightWords[rightNode + COUNT] = count - kept;
      words[node + COUNT] = kept;
      if (index <= kept) this.#put(reference, index, id, value);
      else this.#put(right, index - kept, id, value);
    }
    if (words[node + LEVEL] === 0) this.#linkAfter(reference, right);
    this.#putSibling(depth, reference, right);
  }

  /** Whether the path keeps to the right end above `depth`. */
  #isRightEdge(depth: number): boolean {
    for (let i = 0; i < depth; i++) {
      const words = this.wordsOf(pathNodes[i]);
      if (pathIndexes[i] !== words[wordOf(pathNodes[i]) + COUNT] - 1) return false;
    }
    return true;
  }

  #linkAfter(left: number, right: number): void {
    const leftWords = this.wordsOf(left);
    const next = leftWords[wordOf(left) + NEXT];
    const rightWords = this.wordsOf(right);
    rightWords[wordOf(right) + NEXT] = next;
    rightWords[wordOf(right) + PREVIOUS] = left;
    leftWords[wordOf(left) + NEXT] = right;
    if (next !== 0) this.wordsOf(next)[wordOf(next) + PREVIOUS] = right;
  }

  /** Makes the parent know a node that came to the right of one on the path. */
  #putSibling(depth: number, left: number, right: number): void {
    const rightWords = this.wordsOf(right);
    const first = entryAt(wordOf(right), 0);
    readIdAt(rightWords, first, separator);
    if (depth === 0) {
      const level = rightWords[wordOf(right) + LEVEL] + 1;
      const root = this.#newNode(NODE_ENTRIES_MAX, level);
      const words = this.wordsOf(root);
      const at = entryAt(wordOf(root), 0);
      words.fill(0, at, at + VALUE);
      words[at + VALUE] = left;
      words[wordOf(root) + COUNT] = 1;
      this.root = root;
      this.#put(root, 1, separator, right);
      return;
    }
    pathIndexes[depth - 1]++;
    this.#putOnPath(depth - 1, separator, right);
  }

  // Shrinking.

  #freeNode(reference: number): void {
    this.nodeCount--;
    this.memory.free(reference);
  }

  /** Removes the entry at the place that the path names; nodes that become small or empty go. */
  #removeOnPath(depth: number): void {
    const reference = pathNodes[depth];
    const words = this.wordsOf(reference);
    const node = wordOf(reference);
    const count = words[node + COUNT] - 1;
    const at = entryAt(node, pathIndexes[depth]);
    words.copyWithin(at, at + NODE_ENTRY_WORDS, entryAt(node, count + 1));
    words[node + COUNT] = count;
    if (count === 0) {
      if (words[node + LEVEL] === 0) this.#unlink(reference);
      this.#freeNode(reference);
      if (depth === 0) this.root = 0;
      else this.#removeOnPath(depth - 1);
      return;
    }
    if (depth === 0) {
      if (count === 1 && words[node + LEVEL] > 0) this.#lowerRoot();
    } else if (count < ENTRIES_MIN) this.#join(depth);
  }

  /** A root with one child gives way to it. */
  #lowerRoot(): void {
    for (;;) {
      const words = this.wordsOf(this.root);
      const node = wordOf(this.root);
      if (words[node + COUNT] !== 1 || words[node + LEVEL] === 0) return;
      const child = words[entryAt(node, 0) + VALUE];
      this.#freeNode(this.root);
      this.root = child;
    }
  }

  /** Joins a small node of the path with the one to its right or left under the same parent, if one node can hold both. */
  #join(depth: number): void {
    const parent = pathNodes[depth - 1];
    const words = this.wordsOf(parent);
    const node = wordOf(parent);
    const index = pathIndexes[depth - 1];
    if (index + 1 < words[node + COUNT] && this.#canJoin(words, node, index)) this.#joinChildren(depth, index);
    else if (index > 0 && this.#canJoin(words, node, index - 1)) this.#joinChildren(depth, index - 1);
  }

  #canJoin(words: Uint32Array, node: number, index: number): boolean {
    const left = words[entryAt(node, index) + VALUE];
    const right = words[entryAt(node, index + 1) + VALUE];
    return this.#count(left) + this.#count(right) <= ENTRIES_JOINED_MAX;
  }

  #count(reference: number): number {
    return this.wordsOf(reference)[wordOf(reference) + COUNT];
  }

  /** Moves all that the child behind `index` has to the child at `index`, of the node above `depth` on the path. */
  #joinChildren(depth: number, index: number): void {
    const parent = pathNodes[depth - 1];
    const words = this.wordsOf(parent);
    const separatorAt = entryAt(wordOf(parent), index + 1);
    const left = words[entryAt(wordOf(parent), index) + VALUE];
    const right = words[separatorAt + VALUE];
    const leftWords = this.wordsOf(left);
    const leftNode = wordOf(left);
    const rightWords = this.wordsOf(right);
    const rightNode = wordOf(right);
    const leftCount = leftWords[leftNode + COUNT];
    const rightCount = rightWords[rightNode + COUNT];
    const target = entryAt(leftNode, leftCount);
    leftWords.set(rightWords.subarray(entryAt(rightNode, 0), entryAt(rightNode, rightCount)), target);
    if (leftWords[leftNode + LEVEL] === 0) this.#unlink(right);
    else for (let i = 0; i < VALUE; i++) leftWords[target + i] = words[separatorAt + i];
    leftWords[leftNode + COUNT] = leftCount + rightCount;
    this.#freeNode(right);
    pathIndexes[depth - 1] = index + 1;
    this.#removeOnPath(depth - 1);
  }

  /** Takes a leaf out of the chain. */
  #unlink(leaf: number): void {
    const words = this.wordsOf(leaf);
    const next = words[wordOf(leaf) + NEXT];
    const previous = words[wordOf(leaf) + PREVIOUS];
    if (next !== 0) this.wordsOf(next)[wordOf(next) + PREVIOUS] = previous;
    if (previous !== 0) this.wordsOf(previous)[wordOf(previous) + NEXT] = next;
  }
}

/** Where the words of a node begin in those of its segment. */
export function wordOf(node: number): number {
  return (node & SEGMENT_UNIT_MASK) << 2;
}

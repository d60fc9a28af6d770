import { SEGMENT_SHIFT, SEGMENT_UNIT_MASK } from '../limits.ts';
import type { Arena } from '../memory/arena.ts';
import type { Segments } from '../memory/segments.ts';

/**
 * The nodes of a score tree: blocks of 1 KiB, all of one size class.
 *
 * ```
 * leaf, up to 84 elements
 *   0       4      8          12  16              688            1024
 *   | count | next | previous | - | 84 scores f64 | 84 members u32 |
 *             next, previous: the leaves beside it, or 0
 *
 * inner node, up to 50 children
 *   0       4               16              416             616              816           1016
 *   | count |       -       | 50 scores f64 | 50 members u32 | 50 children u32 | 50 counts u32 | - |
 *             score and member of a child: those of the first element below it
 *             count of a child: how many elements there are below it
 * ```
 *
 * Blocks begin at multiples of 16 bytes, so that the scores are elements of the segment's Float64Array, all else of its words.
 */
export const NODE_BYTES = 1024;
export const LEAF_SLOTS = 84;
export const INNER_SLOTS = 50;

/** In words from the beginning of the node. */
export const LEAF_MEMBERS = 172;
export const INNER_MEMBERS = 104;
export const INNER_CHILDREN = 154;
export const INNER_COUNTS = 204;
/** In doubles. */
export const SCORES = 2;

const NEXT = 1;
const PREVIOUS = 2;

/** Makes and frees nodes, and moves what is in them. Slots are numbered from 0. */
export class ScoreNodes {
  readonly segments: Segments;
  readonly #arena: Arena;
  /** Nodes in use. */
  count = 0;

  constructor(arena: Arena) {
    this.segments = arena.segments;
    this.#arena = arena;
  }

  /** A node without anything in it. */
  create(): number {
    const node = this.#arena.allocate(NODE_BYTES);
    const words = this.segments.words[node >>> SEGMENT_SHIFT];
    const at = (node & SEGMENT_UNIT_MASK) << 2;
    words[at] = 0;
    words[at + NEXT] = 0;
    words[at + PREVIOUS] = 0;
    this.count++;
    return node;
  }

  free(node: number): void {
    this.#arena.free(node);
    this.count--;
  }

  /** Slots in use. */
  used(node: number): number {
    return this.segments.words[node >>> SEGMENT_SHIFT][(node & SEGMENT_UNIT_MASK) << 2];
  }

  setUsed(node: number, used: number): void {
    this.segments.words[node >>> SEGMENT_SHIFT][(node & SEGMENT_UNIT_MASK) << 2] = used;
  }

  word(node: number, word: number): number {
    return this.segments.words[node >>> SEGMENT_SHIFT][((node & SEGMENT_UNIT_MASK) << 2) + word];
  }

  setWord(node: number, word: number, value: number): void {
    this.segments.words[node >>> SEGMENT_SHIFT][((node & SEGMENT_UNIT_MASK) << 2) + word] = value;
  }

  score(node: number, slot: number): number {
    return this.segments.doubles[node >>> SEGMENT_SHIFT][((node & SEGMENT_UNIT_MASK) << 1) + SCORES + slot];
  }

  setScore(node: number, slot: number, score: number): void {
    this.segments.doubles[node >>> SEGMENT_SHIFT][((node & SEGMENT_UNIT_MASK) << 1) + SCORES + slot] = score;
  }

  next(leaf: number): number {
    return this.word(leaf, NEXT);
  }

  previous(leaf: number): number {
    return this.word(leaf, PREVIOUS);
  }

  /** Enters a new leaf behind another one. */
  linkAfter(leaf: number, fresh: number): void {
    const next = this.word(leaf, NEXT);
    this.setWord(fresh, PREVIOUS, leaf);
    this.setWord(fresh, NEXT, next);
    this.setWord(leaf, NEXT, fresh);
    if (next !== 0) this.setWord(next, PREVIOUS, fresh);
  }

  unlink(leaf: number): void {
    const next = this.word(leaf, NEXT);
    const previous = this.word(leaf, PREVIOUS);
    if (next !== 0) this.setWord(next, PREVIOUS, previous);
    if (previous !== 0) this.setWord(previous, NEXT, next);
  }

  /** Elements below an inner node. */
  total(inner: number): number {
    const words = this.segments.words[inner >>> SEGMENT_SHIFT];
    const at = (inner & SEGMENT_UNIT_MASK) << 2;
    let sum = 0;
    for (let i = at + INNER_COUNTS, end = i + words[at]; i < end; i++) sum += words[i];
    return sum;
  }

  setChild(inner: number, slot: number, child: number, count: number, score: number, member: number): void {
    const words = this.segments.words[inner >>> SEGMENT_SHIFT];
    const at = ((inner & SEGMENT_UNIT_MASK) << 2) + slot;
    words[at + INNER_MEMBERS] = member;
    words[at + INNER_CHILDREN] = child;
    words[at + INNER_COUNTS] = count;
    this.setScore(inner, slot, score);
  }

  setElement(leaf: number, slot: number, score: number, member: number): void {
    this.setWord(leaf, LEAF_MEMBERS + slot, member);
    this.setScore(leaf, slot, score);
  }

  /** Makes room for `n` more at `slot`; what is there moves up. The node has that many free. */
  open(node: number, isLeaf: boolean, slot: number, n: number): void {
    const used = this.used(node);
    this.#shift(node, isLeaf, slot, used, n);
    this.setUsed(node, used + n);
  }

  /** Takes `n` out, from `slot` on; what is behind them moves down. */
  close(node: number, isLeaf: boolean, slot: number, n: number): void {
    const used = this.used(node);
    this.#shift(node, isLeaf, slot + n, used, -n);
    this.setUsed(node, used - n);
  }

  /** Moves the last `n` of a node to the beginning of the next one. */
  moveUp(from: number, to: number, isLeaf: boolean, n: number): void {
    const rest = this.used(from) - n;
    this.open(to, isLeaf, 0, n);
    this.#copy(from, isLeaf, rest, n, to, 0);
    this.setUsed(from, rest);
  }

  /** Moves the first `n` of a node to the end of the one before it. */
  moveDown(from: number, to: number, isLeaf: boolean, n: number): void {
    const used = this.used(to);
    this.#copy(from, isLeaf, 0, n, to, used);
    this.setUsed(to, used + n);
    this.close(from, isLeaf, 0, n);
  }

  #shift(node: number, isLeaf: boolean, start: number, end: number, by: number): void {
    if (start === end || by === 0) return;
    const segment = node >>> SEGMENT_SHIFT;
    const unit = node & SEGMENT_UNIT_MASK;
    shiftDoubles(this.segments.doubles[segment], (unit << 1) + SCORES, start, end, by);
    const words = this.segments.words[segment];
    if (isLeaf) {
      shiftWords(words, (unit << 2) + LEAF_MEMBERS, start, end, by);
    } else {
      shiftWords(words, (unit << 2) + INNER_MEMBERS, start, end, by);
      shiftWords(words, (unit << 2) + INNER_CHILDREN, start, end, by);
      shiftWords(words, (unit << 2) + INNER_COUNTS, start, end, by);
    }
  }

  #copy(from: number, isLeaf: boolean, start: number, n: number, to: number, at: number): void {
    const words = this.segments.words[from >>> SEGMENT_SHIFT];
    const target = this.segments.words[to >>> SEGMENT_SHIFT];
    const source = (from & SEGMENT_UNIT_MASK) << 2;
    const end = (to & SEGMENT_UNIT_MASK) << 2;
    // A score is two words.
    copyWords(words, source + 2 * (SCORES + start), 2 * n, target, end + 2 * (SCORES + at));
    if (isLeaf) {
      copyWords(words, source + LEAF_MEMBERS + start, n, target, end + LEAF_MEMBERS + at);
    } else {
      copyWords(words, source + INNER_MEMBERS + start, n, target, end + INNER_MEMBERS + at);
      copyWords(words, source + INNER_CHILDREN + start, n, target, end + INNER_CHILDREN + at);
      copyWords(words, source + INNER_COUNTS + start, n, target, end + INNER_COUNTS + at);
    }
  }
}

// Loops, since no more than 84 are moved and a call into the runtime costs as much as that.

function shiftDoubles(doubles: Float64Array, base: number, start: number, end: number, by: number): void {
  if (by > 0) for (let i = base + end - 1; i >= base + start; i--) doubles[i + by] = doubles[i];
  else for (let i = base + start; i < base + end; i++) doubles[i + by] = doubles[i];
}

function shiftWords(words: Uint32Array, base: number, start: number, end: number, by: number): void {
  if (by > 0) for (let i = base + end - 1; i >= base + start; i--) words[i + by] = words[i];
  else for (let i = base + start; i < base + end; i++) words[i + by] = words[i];
}

function copyWords(from: Uint32Array, start: number, n: number, to: Uint32Array, at: number): void {
  for (let i = 0; i < n; i++) to[at + i] = from[start + i];
}

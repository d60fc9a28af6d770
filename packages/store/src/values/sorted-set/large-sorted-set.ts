import { Collection, type CollectionRegistry } from '../../collections/collection.ts';
import { ElementTable } from '../../collections/element-table.ts';
import { SEGMENT_SHIFT } from '../../limits.ts';
import type { Entries } from '../../structures/entries.ts';
import { ScoreCursor } from '../../structures/score-cursor.ts';
import { LEAF_MEMBERS, LEAF_SLOTS } from '../../structures/score-nodes.ts';
import { ScoreTree } from '../../structures/score-tree.ts';

/** Bytes of a member's value: its score. */
const SCORE_BYTES = 8;
/** A node holds some 60 elements; to free it takes as long as to free some of these. */
const NODE_COST = 8;

const cursor = new ScoreCursor();
const removed = new Uint32Array(LEAF_SLOTS);

/** A large sorted set: a table of members, each with its score, and a tree that has them in order. */
export class LargeSortedSet extends Collection {
  readonly members: ElementTable;
  readonly tree: ScoreTree;
  readonly #entries: Entries;

  override get elements(): ElementTable {
    return this.members;
  }

  constructor(collections: CollectionRegistry) {
    super(collections);
    const { memory } = collections;
    this.members = new ElementTable(memory);
    this.tree = new ScoreTree(memory.entries, memory.arena);
    this.#entries = memory.entries;
  }

  get length(): number {
    return this.members.size;
  }

  get usedBytes(): number {
    return this.members.usedBytes + this.tree.usedBytes;
  }

  /** The member of these bytes, or 0. */
  find(bytes: Uint8Array, start: number, end: number): number {
    return this.members.find(bytes, start, end);
  }

  /** The score of a member. Locates it. */
  scoreOf(member: number): number {
    const entries = this.#entries;
    entries.locate(member);
    return this.#view(member).getFloat64(entries.valueStart, true);
  }

  /** Adds the member that `find` was just called for and has not found. */
  add(bytes: Uint8Array, start: number, end: number, score: number): void {
    this.tree.insert(score, this.addUnordered(bytes, start, end, score));
  }

  /** As `add`, where it comes behind all others. */
  append(bytes: Uint8Array, start: number, end: number, score: number): void {
    this.tree.append(score, this.addUnordered(bytes, start, end, score));
  }

  /** As `add`, but the tree is not told: `order` does that for all at once. @returns the member */
  addUnordered(bytes: Uint8Array, start: number, end: number, score: number): number {
    const member = this.members.add(bytes, start, end, SCORE_BYTES);
    this.#view(member).setFloat64(this.#entries.valueStart, score, true);
    return member;
  }

  /** Gives a member that is not in the tree yet another score. */
  setUnordered(member: number, score: number): void {
    this.#entries.locate(member);
    this.#view(member).setFloat64(this.#entries.valueStart, score, true);
  }

  /** Enters all members in the tree, which is empty. */
  order(): void {
    const visitor = { visit: (member: number) => this.tree.insert(this.scoreOf(member), member) };
    let at = 0;
    do at = this.members.scan(at, visitor);
    while (at !== 0);
  }

  /** Gives a member another score. @param old the one it has */
  setScore(member: number, old: number, score: number): void {
    this.members.beforeChange(member);
    this.setUnordered(member, score);
    this.tree.update(old, member, score);
  }

  /** Removes a member. @param score the one it has */
  remove(member: number, score: number): void {
    this.tree.remove(score, member);
    this.members.remove(member);
  }

  /** Removes the members from `rank` on, `count` of them. */
  removeRange(rank: number, count: number): void {
    const { tree, members } = this;
    const { nodes } = tree;
    for (let left = count; left > 0; ) {
      tree.locateRank(rank);
      const n = Math.min(left, nodes.used(tree.foundLeaf) - tree.foundSlot);
      for (let i = 0; i < n; i++) removed[i] = nodes.word(tree.foundLeaf, LEAF_MEMBERS + tree.foundSlot + i);
      tree.removeAtRank(rank, n);
      for (let i = 0; i < n; i++) members.remove(removed[i]);
      left -= n;
    }
  }

  copy(): LargeSortedSet {
    const copy = new LargeSortedSet(this.collections);
    if (this.length === 0) return copy;
    const entries = this.#entries;
    cursor.start(this.tree, 0);
    do {
      entries.locate(cursor.member);
      const { bytes, keyStart, keyEnd } = entries;
      copy.find(bytes, keyStart, keyEnd);
      copy.append(bytes, keyStart, keyEnd, cursor.score);
    } while (cursor.next());
    return copy;
  }

  freeSome(budget: number): boolean {
    if (this.tree.freeSome(Math.max(1, Math.floor(budget / NODE_COST)))) return true;
    return this.members.freeSome(budget);
  }

  /** A view of the memory that the member's value, just located, lies in. */
  #view(member: number): DataView {
    const { bytes, segments } = this.#entries;
    const segment = member >>> SEGMENT_SHIFT;
    if (bytes === segments.bytes[segment]) return segments.views[segment];
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}

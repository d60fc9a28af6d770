import { type IdTree, wordOf } from './id-tree.ts';
import { COUNT, compareIdAt, entryAt, lowerBound, NEXT, PREVIOUS, readIdAt, VALUE } from './id-tree-node.ts';
import type { StreamId } from './stream-id.ts';

/** A place in a tree of IDs. It is void when the tree changes: `atOrAfter` the ID finds it again. */
export class IdCursor {
  #tree!: IdTree;
  /** The leaf, 0: the cursor is beyond an end. */
  #leaf = 0;
  #words: Uint32Array = new Uint32Array(0);
  #node = 0;
  #index = 0;

  /** Goes to the lowest ID. @returns whether there is one */
  first(tree: IdTree): boolean {
    this.#tree = tree;
    this.#enter(tree.edgeLeaf(false));
    this.#index = 0;
    return this.#leaf !== 0;
  }

  /** Goes to the highest ID. @returns whether there is one */
  last(tree: IdTree): boolean {
    this.#tree = tree;
    this.#enter(tree.edgeLeaf(true));
    if (this.#leaf !== 0) this.#index = this.#words[this.#node + COUNT] - 1;
    return this.#leaf !== 0;
  }

  /** Goes to the lowest ID that is not below `id`. @returns whether there is one */
  atOrAfter(tree: IdTree, id: StreamId): boolean {
    this.#tree = tree;
    this.#enter(tree.root === 0 ? 0 : tree.leafFor(id));
    if (this.#leaf === 0) return false;
    this.#index = lowerBound(this.#words, this.#node, id);
    if (this.#index < this.#words[this.#node + COUNT]) return true;
    this.#index--;
    return this.next();
  }

  /** Goes to the highest ID that is not above `id`. @returns whether there is one */
  atOrBefore(tree: IdTree, id: StreamId): boolean {
    this.#tree = tree;
    this.#enter(tree.root === 0 ? 0 : tree.leafFor(id));
    if (this.#leaf === 0) return false;
    const index = lowerBound(this.#words, this.#node, id);
    this.#index = index;
    if (index < this.#words[this.#node + COUNT] && compareIdAt(this.#words, entryAt(this.#node, index), id) === 0) {
      return true;
    }
    return this.previous();
  }

  /** Goes on. @returns false at the end: the cursor is of no use then */
  next(): boolean {
    this.#index++;
    if (this.#index < this.#words[this.#node + COUNT]) return true;
    this.#enter(this.#words[this.#node + NEXT]);
    this.#index = 0;
    return this.#leaf !== 0;
  }

  /** Goes back. @returns false at the beginning: the cursor is of no use then */
  previous(): boolean {
    if (this.#index > 0) {
      this.#index--;
      return true;
    }
    this.#enter(this.#words[this.#node + PREVIOUS]);
    if (this.#leaf === 0) return false;
    this.#index = this.#words[this.#node + COUNT] - 1;
    return true;
  }

  get value(): number {
    return this.#words[entryAt(this.#node, this.#index) + VALUE];
  }

  readId(id: StreamId): void {
    readIdAt(this.#words, entryAt(this.#node, this.#index), id);
  }

  #enter(leaf: number): void {
    this.#leaf = leaf;
    if (leaf === 0) return;
    this.#words = this.#tree.wordsOf(leaf);
    this.#node = wordOf(leaf);
  }
}

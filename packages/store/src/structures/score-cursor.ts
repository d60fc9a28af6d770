import { LEAF_MEMBERS, type ScoreNodes } from './score-nodes.ts';
import type { ScoreTree } from './score-tree.ts';

/** Walks a score tree from one element to the next, in either direction, as long as the tree does not change. Used again and again. */
export class ScoreCursor {
  /** The element at hand. */
  score = 0;
  member = 0;
  #nodes!: ScoreNodes;
  #leaf = 0;
  #slot = 0;

  /** Goes to the element that `rank` others come before. @param rank 0 to size - 1 */
  start(tree: ScoreTree, rank: number): void {
    tree.locateRank(rank);
    this.#nodes = tree.nodes;
    this.#leaf = tree.foundLeaf;
    this.#slot = tree.foundSlot;
    this.#read();
  }

  /** @returns whether there was one more */
  next(): boolean {
    if (++this.#slot === this.#nodes.used(this.#leaf)) {
      const leaf = this.#nodes.next(this.#leaf);
      if (leaf === 0) {
        this.#slot--;
        return false;
      }
      this.#leaf = leaf;
      this.#slot = 0;
    }
    this.#read();
    return true;
  }

  previous(): boolean {
    if (this.#slot === 0) {
      const leaf = this.#nodes.previous(this.#leaf);
      if (leaf === 0) return false;
      this.#leaf = leaf;
      this.#slot = this.#nodes.used(leaf);
    }
    this.#slot--;
    this.#read();
    return true;
  }

  #read(): void {
    this.score = this.#nodes.score(this.#leaf, this.#slot);
    this.member = this.#nodes.word(this.#leaf, LEAF_MEMBERS + this.#slot);
  }
}

import type { ElementSink } from '../../structures/element-run.ts';
import type { FrozenNodes } from '../../structures/frozen-nodes.ts';
import type { QuickList } from './quick-list.ts';

/**
 * A visit to all elements of a large list, in order, as they are when it begins, while the list changes or goes. Whoever is going to
 * change it before it is visited begins the walk first. One at a time per list.
 */
export class ListWalk {
  readonly #list: QuickList;
  readonly #nodes: FrozenNodes;
  #isDone = false;

  constructor(list: QuickList) {
    this.#list = list;
    list.collections.pin(list);
    this.#nodes = list.nodes.freeze();
  }

  /** Elements in all. */
  get length(): number {
    return this.#nodes.length;
  }

  /** Writes the elements of some nodes, a few hundred each as a rule. @returns whether more are left */
  writeSome(sink: ElementSink, nodes: number): boolean {
    if (this.#isDone) return false;
    if (this.#nodes.writeSome(sink, nodes)) return true;
    this.end();
    return false;
  }

  /** Gives up, or has done. */
  end(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#list.nodes.thaw();
    this.#list.collections.unpin(this.#list);
  }
}

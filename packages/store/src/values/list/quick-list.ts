import { Collection } from '../../collections/collection.ts';
import type { Collections } from '../../collections/collections.ts';
import { EMPTY_LISTPACK_BYTES } from '../../packed/listpack.ts';
import { NodeList } from '../../structures/node-list.ts';
import { nodeContentLimit, nodeCountLimit } from './list-limits.ts';

/** The large form of a list. */
export class QuickList extends Collection {
  readonly nodes: NodeList;

  constructor(collections: Collections, nodes: NodeList) {
    super(collections);
    this.nodes = nodes;
  }

  /** An empty one, whose nodes have the size that list-max-listpack-size (`fill`) asks for. */
  static ofFill(collections: Collections, fill: number): QuickList {
    const bytes = nodeContentLimit(fill) - EMPTY_LISTPACK_BYTES;
    return new QuickList(collections, new NodeList(collections.memory, bytes, nodeCountLimit(fill)));
  }

  get length(): number {
    return this.nodes.length;
  }

  get usedBytes(): number {
    return this.nodes.usedBytes;
  }

  copy(): QuickList {
    return new QuickList(this.collections, this.nodes.copy());
  }

  freeSome(budget: number): boolean {
    return this.nodes.freeSome(budget);
  }
}

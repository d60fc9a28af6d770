import { Collection, type CollectionRegistry } from '../../collections/collection.ts';
import type { Database } from '../../keyspace/database.ts';
import { EMPTY_LISTPACK_BYTES } from '../../packed/listpack.ts';
import { NodeList } from '../../structures/node-list.ts';
import { nodeContentLimit, nodeCountLimit } from './list-limits.ts';

/** The large form of a list. */
export class QuickList extends Collection {
  readonly nodes: NodeList;

  constructor(collections: CollectionRegistry, nodes: NodeList) {
    super(collections);
    this.nodes = nodes;
  }

  /** An empty one, whose nodes have the size that list-max-listpack-size (`fill`) asks for. */
  static ofFill(collections: CollectionRegistry, fill: number): QuickList {
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

/** The elements of a list that is kept as a collection. */
export function nodesOf(database: Database, entry: number): NodeList {
  return (database.collectionOf(entry) as QuickList).nodes;
}

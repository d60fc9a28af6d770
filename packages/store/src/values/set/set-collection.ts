import { Collection, type CollectionRegistry } from '../../collections/collection.ts';
import { ElementTable } from '../../collections/element-table.ts';

/** The large form of a set: its members are the elements of a table. */
export class SetCollection extends Collection {
  readonly members: ElementTable;

  override get elements(): ElementTable {
    return this.members;
  }

  constructor(collections: CollectionRegistry) {
    super(collections);
    this.members = new ElementTable(collections.memory);
  }

  get length(): number {
    return this.members.size;
  }

  get usedBytes(): number {
    return this.members.usedBytes;
  }

  /** Adds a member, unless it is there. @returns whether it was added */
  add(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.members.find(bytes, start, end) !== 0) return false;
    this.members.add(bytes, start, end, 0);
    return true;
  }

  copy(): SetCollection {
    const copy = new SetCollection(this.collections);
    copy.members.copyFrom(this.members);
    return copy;
  }

  freeSome(budget: number): boolean {
    return this.members.freeSome(budget);
  }
}

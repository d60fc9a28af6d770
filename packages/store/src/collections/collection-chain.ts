import type { Collection, CollectionOwner } from './collection.ts';

/** The collections of one database: linked through themselves, so that one comes, goes, or all go in an instant. */
export class CollectionChain implements CollectionOwner {
  first: Collection | undefined = undefined;
  count = 0;

  add(collection: Collection): void {
    const { first } = this;
    collection.chain = this;
    collection.previous = undefined;
    collection.next = first;
    if (first !== undefined) first.previous = collection;
    this.first = collection;
    this.count++;
  }

  remove(collection: Collection): void {
    const { previous, next } = collection;
    if (previous === undefined) this.first = next;
    else previous.next = next;
    if (next !== undefined) next.previous = previous;
    collection.previous = collection.next = undefined;
    collection.chain = undefined;
    this.count--;
  }

  /** Puts another collection in the place of one of this chain. */
  replace(old: Collection, fresh: Collection): void {
    const { previous, next } = old;
    fresh.chain = this;
    fresh.previous = previous;
    fresh.next = next;
    if (previous === undefined) this.first = fresh;
    else previous.next = fresh;
    if (next !== undefined) next.previous = fresh;
    old.previous = old.next = undefined;
    old.chain = undefined;
  }

  /** Takes over all of another chain, which is empty then. Takes time by the length of this chain, if it has any. */
  takeAll(other: CollectionChain): void {
    if (other.first === undefined) return;
    if (this.first !== undefined) {
      let last = this.first;
      while (last.next !== undefined) last = last.next;
      last.next = other.first;
      other.first.previous = last;
    } else {
      this.first = other.first;
    }
    this.count += other.count;
    other.first = undefined;
    other.count = 0;
  }
}

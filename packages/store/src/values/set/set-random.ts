import type { Database } from '../../keyspace/database.ts';
import { intsetAt, intsetCount } from '../../packed/intset.ts';
import { firstElement, listpackCount, nextElement, seekElement } from '../../packed/listpack.ts';
import { COLLECTION_ENCODING } from '../../structures/entry-format.ts';
import { SET_INTSET } from '../value-kind.ts';
import type { SetCollection } from './set-collection.ts';
import { SetMember } from './set-member.ts';

/**
 * Members of a set drawn at random, with replacement: each draw may give any member, all with the same chance.
 *
 * Where the members lie in a listpack is looked up once per `begin` that announces several draws, since to find one of them takes as
 * long as to pass over half of them.
 */
export class RandomMember extends SetMember {
  readonly #random: () => number;
  #database!: Database;
  #entry = 0;
  #encoding = 0;
  #count = 0;
  readonly #offsets: number[] = [];

  /** @param random floats in [0, 1) */
  constructor(random: () => number) {
    super();
    this.#random = random;
  }

  /** Draws will be from this set, which is not empty and does not change meanwhile. @param draws how many, about */
  begin(database: Database, entry: number, draws: number): void {
    const { entries } = database;
    this.#database = database;
    this.#entry = entry;
    this.#encoding = entries.encoding(entry);
    this.#offsets.length = 0;
    if (this.#encoding === COLLECTION_ENCODING) return;
    entries.locate(entry);
    const { bytes, valueStart } = entries;
    if (this.#encoding === SET_INTSET) {
      this.#count = intsetCount(bytes, valueStart);
      return;
    }
    this.#count = listpackCount(bytes, valueStart);
    if (draws === 1) return;
    let at = firstElement(valueStart);
    for (let i = 0; i < this.#count; i++) {
      this.#offsets.push(at - valueStart);
      at = nextElement(bytes, at);
    }
  }

  /** Draws one. */
  draw(): void {
    const { entries } = this.#database;
    if (this.#encoding === COLLECTION_ENCODING) {
      const { members } = this.#database.collectionOf(this.#entry) as SetCollection;
      this.setElement(members.entries, members.randomElement(this.#random));
      return;
    }
    entries.locate(this.#entry);
    const { bytes, valueStart } = entries;
    const index = Math.floor(this.#random() * this.#count);
    if (this.#encoding === SET_INTSET) {
      this.setInteger(intsetAt(bytes, valueStart, index), index);
      return;
    }
    const isKnown = this.#offsets.length > 0;
    this.setPacked(
      bytes,
      valueStart,
      isKnown ? valueStart + this.#offsets[index] : seekElement(bytes, valueStart, index),
    );
  }
}

import { type Database, isMember, KIND_SET, KIND_SORTED_SET, SetWalk, SortedSet, setLength } from '@respite/store';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';

/** The score of every member of a set that is taken for a sorted one. */
const SET_SCORE = 1;

/** An input of ZUNION and its kin: a sorted set, a set whose members all have the score 1, or nothing. */
export class ScoredSource {
  weight = 1;
  length = 0;
  /** 0 where there is nothing. */
  entry = 0;
  /** The element that `next` came to, and the score that `find` found. */
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  score = 0;

  #database!: Database;
  #isSet = false;
  #hasBegun = false;
  readonly #sorted = new SortedSet();
  readonly #walk = new SetWalk();

  /** Begins with the value at the key in argument `index`. @throws WRONGTYPE */
  open(ctx: Context, index: number): void {
    const entry = ctx.lookup(index);
    this.weight = 1;
    this.length = 0;
    this.entry = entry;
    this.#database = ctx.db;
    if (entry === 0) return;
    const kind = ctx.entries.kind(entry);
    this.#isSet = kind === KIND_SET;
    if (this.#isSet) {
      this.length = setLength(ctx.db, entry);
    } else if (kind === KIND_SORTED_SET) {
      this.#sorted.open(ctx.db, entry);
      this.length = this.#sorted.length;
    } else {
      throw errors.wrongType;
    }
  }

  /** Goes before the first element. */
  rewind(): void {
    this.#hasBegun = false;
    if (this.#isSet && this.entry !== 0) this.#walk.begin(this.#database, this.entry);
  }

  /** Goes to the next element. @returns whether there is one */
  next(): boolean {
    if (this.entry === 0) return false;
    if (this.#isSet) {
      const walk = this.#walk;
      if (!walk.next()) return false;
      walk.toText();
      this.#take(walk.bytes, walk.start, walk.end, SET_SCORE);
      return true;
    }
    const sorted = this.#sorted;
    if (!(this.#hasBegun ? sorted.next() : sorted.goTo(0))) return false;
    this.#hasBegun = true;
    this.#take(sorted.bytes, sorted.start, sorted.end, sorted.score);
    return true;
  }

  /** Looks for a member, which may be one of another source; `score` is its score then. Not amid a walk over this one. */
  find(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.entry === 0) return false;
    if (this.#isSet) {
      this.score = SET_SCORE;
      return isMember(this.#database, this.entry, bytes, start, end);
    }
    if (!this.#sorted.find(bytes, start, end)) return false;
    this.score = this.#sorted.score;
    return true;
  }

  #take(bytes: Uint8Array, start: number, end: number, score: number): void {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.score = score;
  }
}

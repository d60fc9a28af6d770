import type { ElementTable } from '../../collections/element-table.ts';
import type { Database } from '../../keyspace/database.ts';
import {
  findElement,
  firstElement,
  listpackBytes,
  listpackCount,
  nextElement,
  seekElement,
} from '../../packed/listpack.ts';
import { ElementEncoder, ElementReader, LISTPACK_END } from '../../packed/listpack-element.ts';
import { NO_EXPIRY } from '../../structures/entry-format.ts';
import { ScoreCursor } from '../../structures/score-cursor.ts';
import { addListpack, appendReserved, growListpack, shrinkListpack } from '../inline-listpack.ts';
import { KIND_SORTED_SET, SORTED_SET_LISTPACK } from '../value-kind.ts';
import { LargeSortedSet } from './large-sorted-set.ts';
import { elementScore, encodeScore } from './packed-score.ts';
import {
  afterPair,
  beforePair,
  packedCountBelow,
  packedCountBelowMember,
  packedPlace,
  packedRank,
} from './packed-sorted-set.ts';

/** Up to which size a sorted set is one packed block. The server's configuration is such an object. */
export interface SortedSetLimits {
  readonly zsetMaxListpackEntries: number;
  readonly zsetMaxListpackValue: number;
}

/** A packed block never becomes larger, whatever the limits say. */
const PACKED_BYTES_MAX = 2 ** 30;

const memberElement = new ElementEncoder();
const scoreElement = new ElementEncoder();

/**
 * A sorted set at a key, whatever it is made of. One object is used again and again: `open` it for an entry, then ask and change.
 *
 * ```ts
 * const set = new SortedSet();                          // once
 * set.open(database, entry);                            // per command
 * if (set.find(bytes, start, end)) use(set.score);
 * else set.insert(bytes, start, end, 1.5, config);      // right after `find`
 * for (let on = set.goTo(0); on; on = set.next()) use(set.bytes, set.start, set.end, set.score);
 * ```
 *
 * - `entry` is the set's entry, also after changes, which may move it.
 * - A set that has become empty is still there: the caller removes its key.
 * - Members given are never slices of an entry of the keyspace; those of other sorted sets they may be.
 * - What is located in `database.entries` is located no more after any call.
 */
export class SortedSet {
  database!: Database;
  /** The set's entry; another one after a change, maybe. */
  entry = 0;

  /** The element at hand: of `find`, `goTo`, `next`, `previous`, `goToRandom`. The slice is set by all of these but `find`. */
  score = 0;
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;

  #large: LargeSortedSet | undefined = undefined;
  /** Where the listpack lies. */
  #packed: Uint8Array = new Uint8Array(0);
  #base = 0;
  /** The element at hand: its position in the listpack, or the member's reference. */
  #at = 0;
  /** The snapshot knows of the change. */
  #isChanging = false;
  readonly #cursor = new ScoreCursor();
  readonly #reader = new ElementReader();

  /** Begins with the sorted set of an entry. */
  open(database: Database, entry: number): void {
    this.database = database;
    this.entry = entry;
    this.#isChanging = false;
    if (database.entries.isCollection(entry)) {
      this.#large = database.collectionOf(entry) as LargeSortedSet;
    } else {
      this.#large = undefined;
      database.entries.locate(entry);
      this.#adopt();
    }
  }

  /**
   * Makes a sorted set of one element at a key that `database.find` has just not found; the set is open then.
   * @param expected how many elements there will be soon
   */
  create(
    database: Database,
    key: Uint8Array,
    keyStart: number,
    keyEnd: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    score: number,
    expected: number,
    limits: SortedSetLimits,
  ): void {
    this.database = database;
    this.#isChanging = true;
    if (expected > limits.zsetMaxListpackEntries || end - start > limits.zsetMaxListpackValue) {
      const large = new LargeSortedSet(database.collections);
      large.find(bytes, start, end);
      large.add(bytes, start, end, score);
      this.#large = large;
      this.entry = database.putCollection(0, KIND_SORTED_SET, key, keyStart, keyEnd, large, NO_EXPIRY);
      return;
    }
    this.#large = undefined;
    const growth = memberElement.set(bytes, start, end) + encodeScore(scoreElement, score);
    this.entry = addListpack(database, KIND_SORTED_SET, SORTED_SET_LISTPACK, key, keyStart, keyEnd, growth, NO_EXPIRY);
    appendReserved(database, memberElement);
    appendReserved(database, scoreElement);
    this.#adopt();
  }

  /** Number of elements. */
  get length(): number {
    return this.#large !== undefined ? this.#large.length : listpackCount(this.#packed, this.#base) >>> 1;
  }

  // Questions.

  /** Looks for a member; `score` is its score then. @returns whether it is there */
  find(bytes: Uint8Array, start: number, end: number): boolean {
    const large = this.#large;
    if (large !== undefined) {
      const member = large.find(bytes, start, end);
      if (member === 0) return false;
      this.#at = member;
      this.score = large.scoreOf(member);
      return true;
    }
    const at = findElement(this.#packed, firstElement(this.#base), bytes, start, end, 1);
    if (at < 0) return false;
    this.#at = at;
    this.score = elementScore(this.#packed, nextElement(this.#packed, at));
    return true;
  }

  /** How many elements come before the one that `find` has just found. */
  rankOfFound(): number {
    if (this.#large !== undefined) return this.#large.tree.rankOf(this.score, this.#at);
    return packedRank(this.#packed, this.#base, this.#at);
  }

  /** How many elements have a score below this one, or equal to it if `orEqual`. */
  countBelow(score: number, orEqual: boolean): number {
    if (this.#large !== undefined) return this.#large.tree.countBelow(score, orEqual);
    return packedCountBelow(this.#packed, this.#base, score, orEqual);
  }

  /** How many members come before these bytes, or are equal to them if `orEqual`; it means something if all scores are equal. */
  countBelowMember(bytes: Uint8Array, start: number, end: number, orEqual: boolean): number {
    if (this.#large !== undefined) return this.#large.tree.countBelowMember(bytes, start, end, orEqual);
    return packedCountBelowMember(this.#packed, this.#base, bytes, start, end, orEqual);
  }

  // Walks: the set does not change meanwhile.

  /** Goes to the element that `rank` others come before. @returns whether there is one */
  goTo(rank: number): boolean {
    if (rank < 0 || rank >= this.length) return false;
    if (this.#large !== undefined) {
      this.#cursor.start(this.#large.tree, rank);
      this.#readCursor();
    } else {
      this.#at = seekElement(this.#packed, this.#base, rank * 2);
      this.#readPacked();
    }
    return true;
  }

  /** Goes on by one. @returns whether there was one more */
  next(): boolean {
    if (this.#large !== undefined) {
      if (!this.#cursor.next()) return false;
      this.#readCursor();
      return true;
    }
    const at = afterPair(this.#packed, this.#at);
    if (this.#packed[at] === LISTPACK_END) return false;
    this.#at = at;
    this.#readPacked();
    return true;
  }

  previous(): boolean {
    if (this.#large !== undefined) {
      if (!this.#cursor.previous()) return false;
      this.#readCursor();
      return true;
    }
    const at = beforePair(this.#packed, this.#base, this.#at);
    if (at < 0) return false;
    this.#at = at;
    this.#readPacked();
    return true;
  }

  /**
   * Goes to an element at random, each with the same chance; not a place to walk on from. The set is not empty.
   * @returns a number that no other element has
   */
  goToRandom(random: () => number): number {
    if (this.#large !== undefined) this.goToMember(this.#large.members.randomElement(random));
    else this.goTo(Math.floor(random() * this.length));
    return this.#at;
  }

  /** The members of a large set, to be scanned; undefined where the set is small and one walks over all of it. */
  get members(): ElementTable | undefined {
    return this.#large?.members;
  }

  /** Reads a member of a large set: one that a scan has visited. */
  goToMember(member: number): void {
    this.score = this.#large!.scoreOf(member);
    this.#at = member;
    this.#takeKey();
  }

  // Changes.

  /** Adds the member that `find` has just not found. */
  insert(bytes: Uint8Array, start: number, end: number, score: number, limits: SortedSetLimits): void {
    this.#change();
    if (this.#large === undefined && this.#outgrows(end - start, limits)) {
      this.makeLarge();
      this.#large!.find(bytes, start, end);
    }
    if (this.#large !== undefined) this.#large.add(bytes, start, end, score);
    else this.#insertPacked(bytes, start, end, score);
  }

  /** Gives the member that `find` has just found another score. */
  changeFound(bytes: Uint8Array, start: number, end: number, score: number): void {
    this.#change();
    if (this.#large !== undefined) {
      this.#large.setScore(this.#at, this.score, score);
      return;
    }
    this.#removePacked(this.#at - this.#base, 1);
    this.#insertPacked(bytes, start, end, score);
  }

  /** Removes the member that `find` has just found. */
  removeFound(): void {
    this.#change();
    if (this.#large !== undefined) this.#large.remove(this.#at, this.score);
    else this.#removePacked(this.#at - this.#base, 1);
  }

  /** Removes `count` elements from the one at `rank` on; they are there. */
  removeRange(rank: number, count: number): void {
    if (count === 0) return;
    this.#change();
    if (this.#large !== undefined) this.#large.removeRange(rank, count);
    else this.#removePacked(seekElement(this.#packed, this.#base, rank * 2) - this.#base, count);
  }

  /** Turns a packed set into a large one if there will be more elements than may be packed: before many are added. */
  expect(elements: number, limits: SortedSetLimits): void {
    if (this.#large !== undefined || elements <= limits.zsetMaxListpackEntries) return;
    this.#change();
    this.makeLarge();
  }

  /** Turns a packed set into a large one. */
  makeLarge(): void {
    const { database } = this;
    const large = new LargeSortedSet(database.collections);
    for (let on = this.goTo(0); on; on = this.next()) {
      large.find(this.bytes, this.start, this.end);
      large.append(this.bytes, this.start, this.end, this.score);
    }
    this.entry = database.setCollection(this.entry, large);
    this.#large = large;
  }

  #outgrows(memberLength: number, limits: SortedSetLimits): boolean {
    return (
      memberLength > limits.zsetMaxListpackValue ||
      this.length >= limits.zsetMaxListpackEntries ||
      listpackBytes(this.#packed, this.#base) + memberLength > PACKED_BYTES_MAX
    );
  }

  #insertPacked(bytes: Uint8Array, start: number, end: number, score: number): void {
    const { database } = this;
    const offset = packedPlace(this.#packed, this.#base, score, bytes, start, end) - this.#base;
    const size = memberElement.set(bytes, start, end) + encodeScore(scoreElement, score);
    this.entry = growListpack(database, this.entry, offset, size, 2);
    this.#adopt();
    scoreElement.write(this.#packed, memberElement.write(this.#packed, this.#base + offset));
  }

  #removePacked(offset: number, count: number): void {
    let end = this.#base + offset;
    for (let i = 0; i < count; i++) end = afterPair(this.#packed, end);
    this.entry = shrinkListpack(this.database, this.entry, offset, end - this.#base - offset, 2 * count);
    this.#adopt();
  }

  /** To be called before the first change. */
  #change(): void {
    if (this.#isChanging) return;
    this.#isChanging = true;
    this.database.beforeChange(this.entry);
  }

  /** Takes note of where the listpack lies that has just been located. */
  #adopt(): void {
    const { entries } = this.database;
    this.#packed = entries.bytes;
    this.#base = entries.valueStart;
  }

  #readPacked(): void {
    const reader = this.#reader;
    reader.readText(this.#packed, this.#at);
    this.bytes = reader.bytes;
    this.start = reader.start;
    this.end = reader.end;
    this.score = elementScore(this.#packed, nextElement(this.#packed, this.#at));
  }

  #readCursor(): void {
    this.score = this.#cursor.score;
    this.#large!.members.entries.locate(this.#cursor.member);
    this.#takeKey();
  }

  #takeKey(): void {
    const { entries } = this.#large!.members;
    this.bytes = entries.bytes;
    this.start = entries.keyStart;
    this.end = entries.keyEnd;
  }
}

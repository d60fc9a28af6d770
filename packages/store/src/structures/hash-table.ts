import type { KeyedHash } from '@respite/bytes';
import { SEGMENT_SHIFT, SEGMENT_UNIT_MASK } from '../limits.ts';
import type { Arena } from '../memory/arena.ts';
import type { Segments } from '../memory/segments.ts';
import type { Entries } from './entries.ts';

/**
 * A hash table of entries, outside the JavaScript heap, that grows and shrinks by one bucket at a time (linear hashing).
 *
 * ```
 * bucket, 64 bytes   | 10 tags u16 | overflow u32 | 10 entry references u32 |
 *                      0          20             24                        64
 *                      overflow: the next bucket of the chain, or 0; reference 0: the slot is free
 *                      slots of a chain are filled from its beginning, without holes
 *
 * chunks             #chunks[i >>> 9] is a block that holds buckets 512*i ... ; the first one begins at 1 bucket and doubles
 *
 * n buckets, 2^L < n <= 2^(L+1), split = n - 2^L
 *   | split once more: L+1 bits | not yet: L bits   | the other halves: L+1 bits |
 *   0                         split                2^L                           n
 * ```
 *
 * The bucket of a hash h is h mod 2^(L+1), or h mod 2^L where that bucket does not exist yet. To grow, the bucket `split` is divided
 * between itself and the new bucket n; to shrink, the last bucket is poured back. So growth has no second table, no moment in which
 * all is copied, and no memory that waits for it.
 *
 * The tag of an entry in a bucket that is told by its lowest `depth` hash bits holds 16 bits of the hash, from bit 8*floor(depth/8) on:
 *
 * ```
 * depth  0 ..  7   | bits 0-15 |          bit `depth`, by which the bucket will be divided, is always among them, with at least
 * depth  8 .. 15       | bits 8-23 |      8 bits above it that tell entries of the bucket apart
 * depth 16 .. 23           | bits 16-31 |
 * depth 24 .. 31               | bits 24-31 |
 * ```
 *
 * So a look-up follows a reference in vain once in some hundred times, and a bucket is divided without a look at its entries, except
 * every eighth time, when the tags are made anew. Why does that matter? Each entry lies on a cache line and a memory page of its
 * own: with 12 million keys, reading them again to divide buckets took half of the time of an insertion.
 *
 * Cost per entry: 64 / LOAD = 9 bytes, and about 1 byte of overflow buckets, besides the entry itself.
 *
 * Source: W. Litwin, "Linear hashing: a new tool for file and table addressing" (VLDB 1980).
 */

const SLOTS = 10;
const BUCKET_BYTES = 64;
const BUCKET_WORDS = 16;
const BUCKET_UNITS_SHIFT = 2;
const LINK_WORD = 5;
const FIRST_REFERENCE_WORD = 6;
const CHUNK_SHIFT = 9;
const CHUNK_BUCKETS = 1 << CHUNK_SHIFT;

/** Entries per bucket above which one bucket is added, and below which one is taken away. */
const LOAD = 7.1;
const LOAD_MIN = 2.5;
/** Up to this a table is filled again that has more buckets than it needs, when there is time. */
const LOAD_TIDY = 7;
/** A table is worth that if so many buckets would go, and a fifth of all. */
const TIDY_BUCKETS_MIN = 4096;
const TIDY_SHARE = 1 / 5;

/** Overflow buckets for a bucket, in a table that holds what it may. */
const OVERFLOW_ESTIMATE = 0.1;

/** Places in a chain that entries at random are drawn from: one chain in a hundred thousand is longer. A power of two. */
const CHAIN_PLACES = 32;

/** Keys that `lookAhead` takes at once. */
export const LOOK_AHEAD_MAX = 32;

/** What the last call of `lookAhead` found: one for all tables, since there is one batch of commands at a time. */
const aheadHashes = new Int32Array(LOOK_AHEAD_MAX);
const aheadBuckets = new Uint32Array(LOOK_AHEAD_MAX);
const aheadPatterns = new Int32Array(LOOK_AHEAD_MAX);
const aheadSlots = new Int32Array(LOOK_AHEAD_MAX);
const aheadEntries = new Uint32Array(LOOK_AHEAD_MAX);
/** 1: the key is the one before it once more, as in a pipeline that fills a list. */
const aheadRepeats = new Uint8Array(LOOK_AHEAD_MAX);
let aheadTable: HashTable | undefined;
let aheadChange = 0;

/** Receives the entries of a scan. */
export interface EntryVisitor {
  visit(entry: number): void;
}

/** The first hash bit that tags hold in a bucket told by `depth` bits. */
function tagShift(depth: number): number {
  return depth & ~7;
}

/** Whether two keys are the same. Compared from their ends, where keys that are not alike most often differ. */
function equalInView(view: DataView, start: number, end: number, otherStart: number, otherEnd: number): boolean {
  if (end - start !== otherEnd - otherStart) return false;
  let i = end;
  let j = otherEnd;
  for (const first = start + 4; i >= first; i -= 4, j -= 4) {
    if (view.getInt32(i - 4, true) !== view.getInt32(j - 4, true)) return false;
  }
  while (i > start) if (view.getUint8(--i) !== view.getUint8(--j)) return false;
  return true;
}

/** Bits 15 and 31 for those halves of a word that are zero; the upper one also if it is 1 and the lower one is zero. */
function zeroHalves(word: number): number {
  return (word - 0x00010001) & ~word & 0x80008000;
}

/**
 * The slots of the bucket at word `at` whose tags are those of `pattern`: bit w for slot 2*w, bit 16+w for slot 2*w + 1. Computed without
 * a branch, which nobody could predict.
 */
function tagHits(words: Uint32Array, at: number, pattern: number): number {
  return (
    (zeroHalves(words[at] ^ pattern) >>> 15) |
    (zeroHalves(words[at + 1] ^ pattern) >>> 14) |
    (zeroHalves(words[at + 2] ^ pattern) >>> 13) |
    (zeroHalves(words[at + 3] ^ pattern) >>> 12) |
    (zeroHalves(words[at + 4] ^ pattern) >>> 11)
  );
}

/** The slot of the lowest bit of what `tagHits` gave. */
function slotOfHit(hits: number): number {
  const bit = 31 - Math.clz32(hits & -hits);
  return ((bit & 15) << 1) | (bit >>> 4);
}

export class HashTable {
  /** Entries in the table. */
  size = 0;

  readonly #entries: Entries;
  readonly #segments: Segments;
  readonly #arena: Arena;
  readonly hash: KeyedHash;
  #chunks: number[] = [];
  /** Buckets that the first chunk has room for, while it is the only one. */
  #firstCapacity = 0;
  #buckets = 0;
  /** 2^(L+1) - 1, 2^L, and the number of buckets that were split at this level. */
  #mask = 0;
  #half = 0;
  #split = 0;
  /** Where tags begin in buckets of L+1 bits, and in those of L bits. */
  #tagShift = 0;
  #tagShiftBefore = 0;
  /** Growth and shrinking happen when `size` passes these. */
  #growAt = 0;
  #shrinkAt = -1;

  /** Counts what may leave a slot with an entry of another key: removals, divisions of buckets. */
  #changes = 0;

  /** Means nothing; see `lookAhead`. */
  loadedAhead = 0;

  /** Where `find` found the entry: good until the table changes. */
  #foundBucket = 0;
  #foundSlot = 0;

  /** @param arena where buckets are taken from. */
  constructor(entries: Entries, arena: Arena, hash: KeyedHash) {
    this.#entries = entries;
    this.#segments = entries.segments;
    this.#arena = arena;
    this.hash = hash;
    this.#reset();
  }

  /** Bytes of the buckets, not of the entries; overflow buckets are an estimate. */
  get usedBytes(): number {
    const chunks = this.#chunks.length > 1 ? this.#chunks.length * CHUNK_BUCKETS : this.#firstCapacity;
    return chunks * BUCKET_BYTES + Math.round(this.#buckets * OVERFLOW_ESTIMATE) * BUCKET_BYTES;
  }

  get bucketCount(): number {
    return this.#buckets;
  }

  hashOfKey(key: Uint8Array, start: number, end: number): number {
    return this.hash.of(key, start, end);
  }

  /** Reads from the bucket of a hash, so that it is at hand when an entry is sought in it soon. @returns what it read */
  touch(hash: number): number {
    return this.#word(this.#reference(this.#indexOf(hash)), LINK_WORD);
  }

  /** The entry of this key, or 0. `hash` is `hashOfKey` of it. */
  find(key: Uint8Array, start: number, end: number, hash: number): number {
    let index = hash & this.#mask;
    let shift = this.#tagShift;
    if (index >= this.#split && index < this.#half) shift = this.#tagShiftBefore;
    else if (index >= this.#buckets) {
      index &= this.#half - 1;
      shift = this.#tagShiftBefore;
    }
    const pattern = Math.imul((hash >>> shift) & 0xffff, 0x00010001);
    let bucket = this.#reference(index);
    do {
      const words = this.#segments.words[bucket >>> SEGMENT_SHIFT];
      const at = (bucket & SEGMENT_UNIT_MASK) << 2;
      let hits = tagHits(words, at, pattern);
      while (hits !== 0) {
        const slot = slotOfHit(hits);
        const entry = words[at + FIRST_REFERENCE_WORD + slot];
        if (entry !== 0 && this.#entries.keyEquals(entry, key, start, end)) {
          this.#foundBucket = bucket;
          this.#foundSlot = slot;
          return entry;
        }
        hits &= hits - 1;
      }
      bucket = words[at + LINK_WORD];
    } while (bucket !== 0);
    return 0;
  }

  /**
   * Looks up several keys at once, ahead of the calls of `findAhead` that ask for them.
   *
   * Why is that faster than to look them up one after the other? Bucket and entry are two trips to memory, and a look-up waits for
   * both before the next one begins. Here the loads of all keys do not depend on each other, so the processor has many under way at
   * once. (Valkey does this for pipelines; the database literature calls it group prefetching.)
   * @param view shows the bytes in which the keys lie, at `starts` and `ends`
   * @param count at most LOOK_AHEAD_MAX
   */
  lookAhead(view: DataView, starts: Int32Array, ends: Int32Array, count: number): void {
    const allWords = this.#segments.words;
    let loaded = 0;
    for (let i = 0; i < count; i++) {
      const isRepeated = i > 0 && equalInView(view, starts[i - 1], ends[i - 1], starts[i], ends[i]);
      aheadRepeats[i] = isRepeated ? 1 : 0;
      if (isRepeated) {
        aheadHashes[i] = aheadHashes[i - 1];
        aheadBuckets[i] = aheadBuckets[i - 1];
        continue;
      }
      const hash = this.hash.ofView(view, starts[i], ends[i]);
      const index = this.#indexOf(hash);
      const shift = index >= this.#split && index < this.#half ? this.#tagShiftBefore : this.#tagShift;
      aheadHashes[i] = hash;
      aheadBuckets[i] = this.#reference(index);
      aheadPatterns[i] = Math.imul((hash >>> shift) & 0xffff, 0x00010001);
    }
    // A loop of loads alone: the processor looks only so many instructions ahead, and all of these loads are to be among them.
    for (let i = 0; i < count; i++) {
      const bucket = aheadBuckets[i];
      loaded ^= allWords[bucket >>> SEGMENT_SHIFT][(bucket & SEGMENT_UNIT_MASK) << 2];
    }
    for (let i = 0; i < count; i++) {
      if (aheadRepeats[i] !== 0) {
        aheadBuckets[i] = aheadBuckets[i - 1];
        aheadSlots[i] = aheadSlots[i - 1];
        aheadEntries[i] = aheadEntries[i - 1];
        continue;
      }
      const bucket = aheadBuckets[i];
      let words = allWords[bucket >>> SEGMENT_SHIFT];
      let at = (bucket & SEGMENT_UNIT_MASK) << 2;
      let hits = tagHits(words, at, aheadPatterns[i]);
      aheadEntries[i] = 0;
      while (hits === 0) {
        const next = words[at + LINK_WORD];
        if (next === 0) break;
        aheadBuckets[i] = next;
        words = allWords[next >>> SEGMENT_SHIFT];
        at = (next & SEGMENT_UNIT_MASK) << 2;
        hits = tagHits(words, at, aheadPatterns[i]);
      }
      if (hits === 0) continue;
      const slot = slotOfHit(hits);
      aheadSlots[i] = slot;
      aheadEntries[i] = words[at + FIRST_REFERENCE_WORD + slot];
    }
    for (let i = 0; i < count; i++) {
      const entry = aheadEntries[i];
      if (entry !== 0) loaded ^= allWords[entry >>> SEGMENT_SHIFT][(entry & SEGMENT_UNIT_MASK) << 2];
    }
    for (let i = 0; i < count; i++) {
      if (aheadRepeats[i] !== 0) {
        aheadEntries[i] = aheadEntries[i - 1];
        continue;
      }
      const entry = aheadEntries[i];
      if (entry !== 0 && !this.#entries.keyEqualsView(entry, view, starts[i], ends[i])) aheadEntries[i] = 0;
    }
    // Kept, so that no compiler finds the loads to be for nothing.
    this.loadedAhead = loaded;
    aheadTable = this;
    aheadChange = this.#changes;
  }

  /** The hash of the key that was number `index` in the last call of `lookAhead`, of whatever table. */
  hashAhead(index: number): number {
    return aheadHashes[index];
  }

  /** As `find`, of the key that was number `index` in the last call of `lookAhead`, of whatever table. */
  findAhead(index: number, key: Uint8Array, start: number, end: number): number {
    const entry = aheadEntries[index];
    if (entry !== 0 && aheadTable === this && aheadChange === this.#changes) {
      const bucket = aheadBuckets[index];
      const slot = aheadSlots[index];
      const at = ((bucket & SEGMENT_UNIT_MASK) << 2) + FIRST_REFERENCE_WORD + slot;
      // Unless the key has been given another entry meanwhile.
      if (this.#segments.words[bucket >>> SEGMENT_SHIFT][at] === entry) {
        this.#foundBucket = bucket;
        this.#foundSlot = slot;
        return entry;
      }
    }
    return this.find(key, start, end, aheadHashes[index]);
  }

  /** Puts another entry of the same key in the place of the one that the last call of `find` returned. */
  replaceFound(entry: number): void {
    const at = (this.#foundBucket & SEGMENT_UNIT_MASK) << 2;
    this.#segments.words[this.#foundBucket >>> SEGMENT_SHIFT][at + FIRST_REFERENCE_WORD + this.#foundSlot] = entry;
  }

  /** Puts `fresh` in the place of `old`, which has the same key and is in the table; `old` itself is not read. */
  replace(hash: number, old: number, fresh: number): void {
    this.#seek(hash, old);
    this.replaceFound(fresh);
  }

  /** Adds an entry whose key is not in the table. */
  insert(hash: number, entry: number): void {
    const index = this.#indexOf(hash);
    this.#putInto(this.#reference(index), (hash >>> tagShift(this.#depthOf(index))) & 0xffff, entry);
    if (++this.size > this.#growAt) this.#addBucket();
  }

  /** Takes an entry out; it is not freed. `hash` is that of its key; the entry itself is not read. */
  remove(hash: number, entry: number): void {
    this.#changes = (this.#changes + 1) | 0;
    this.#seek(hash, entry);
    this.#clearFound(this.#reference(this.#indexOf(hash)));
    if (--this.size < this.#shrinkAt) this.#removeBucket();
  }

  /** Whether the table has so many more buckets than it needs that `tidy` is worth its time. */
  get isSlack(): boolean {
    const slack = this.#buckets - this.size / LOAD_TIDY;
    return slack >= TIDY_BUCKETS_MIN && slack >= this.#buckets * TIDY_SHARE;
  }

  /**
   * Takes up to `budget` buckets away that have been left over from when there were more entries. Removing entries leaves most of them,
   * since they may come back. @returns whether there are more
   */
  tidy(budget: number): boolean {
    const wanted = Math.max(1, Math.ceil(this.size / LOAD_TIDY));
    for (let left = budget; left > 0 && this.#buckets > wanted; left--) this.#removeBucket();
    return this.#buckets > wanted;
  }

  /** Forgets all entries (they are not freed) and gives the memory of the buckets back. */
  clear(): void {
    for (let bucket = 0; bucket < this.#buckets; bucket++) this.#freeOverflow(this.#reference(bucket));
    for (const chunk of this.#chunks) this.#arena.free(chunk);
    this.#reset();
  }

  /**
   * Frees about `budget` entries, and the buckets that held them, from the last one on; nothing else may be done with the table
   * afterwards. @returns whether there are more
   */
  dismantle(budget: number): boolean {
    let left = budget;
    while (this.#buckets > 0 && left > 0) {
      const last = --this.#buckets;
      const head = this.#reference(last);
      left -= this.#freeEntries(head);
      this.#freeOverflow(head);
      if ((last & (CHUNK_BUCKETS - 1)) !== 0) continue;
      while (this.#chunks.length > last >>> CHUNK_SHIFT) this.#arena.free(this.#chunks.pop()!);
    }
    return this.#buckets > 0;
  }

  /** @returns how many, and one for the bucket */
  #freeEntries(head: number): number {
    let count = 1;
    for (let bucket = head; bucket !== 0; bucket = this.#word(bucket, LINK_WORD)) {
      for (let slot = 0; slot < SLOTS; slot++) {
        const entry = this.#word(bucket, FIRST_REFERENCE_WORD + slot);
        if (entry === 0) return count;
        this.#entries.free(entry);
        count++;
      }
    }
    return count;
  }

  /** As `clear`, when the arena that the buckets lie in has been cleared already. */
  forget(): void {
    this.#reset();
  }

  /**
   * Visits the entries of one bucket. A scan begins and ends with cursor 0; whatever grows or shrinks meanwhile, every entry that is
   * in the table from its beginning to its end is visited, some maybe twice.
   *
   * Why does this hold? The buckets are the leaves of a binary tree of hash bits, lowest bit first, and the cursor walks them in the
   * order of that tree (it counts with its bits reversed). Growth divides a leaf in two and shrinking joins two, both in their
   * place, so what lies before the cursor stays before it. A cursor inside a leaf that was joined visits the whole leaf again.
   * (The idea is Pieter Noordhuis's, in Redis's dictScan.)
   *
   * @returns the next cursor: a u32
   */
  scan(cursor: number, visitor: EntryVisitor): number {
    if (this.#buckets === 0) return 0;
    const index = this.#indexOf(cursor);
    const mask = 2 ** this.#depthOf(index) - 1;
    this.#visitChain(this.#reference(index), visitor);
    return reverseBits((reverseBits(cursor | ~mask) + 1) | 0) >>> 0;
  }

  /** Visits bucket number `index` (0 to bucketCount - 1); for walks during which the table does not change. */
  visitBucket(index: number, visitor: EntryVisitor): void {
    this.#visitChain(this.#reference(index), visitor);
  }

  /** An entry at random, each with the same chance but for long chains; 0 in an empty table. @param random floats in [0, 1) */
  randomEntry(random: () => number): number {
    if (this.size === 0) return 0;
    const places = this.#buckets * CHAIN_PLACES;
    for (;;) {
      const draw = Math.floor(random() * places);
      // A place in a chain of some three buckets; an empty place, or one that does not exist, is drawn again. This keeps it fair.
      let place = draw % CHAIN_PLACES;
      let bucket = this.#reference(Math.floor(draw / CHAIN_PLACES));
      while (place >= SLOTS && bucket !== 0) {
        bucket = this.#word(bucket, LINK_WORD);
        place -= SLOTS;
      }
      if (bucket !== 0) {
        const entry = this.#word(bucket, FIRST_REFERENCE_WORD + place);
        if (entry !== 0) return entry;
      }
    }
  }

  #reset(): void {
    this.#changes = (this.#changes + 1) | 0;
    this.#chunks = [];
    this.#buckets = 0;
    this.size = 0;
    this.#firstCapacity = 1;
    this.#chunks.push(this.#arena.allocate(BUCKET_BYTES));
    this.#buckets = 1;
    this.#clearBucket(this.#chunks[0]);
    this.#setThresholds();
  }

  #setThresholds(): void {
    const depth = 32 - Math.clz32(this.#buckets - 1);
    // Integers all, and kept so: one that has been a double once makes every look-up convert it.
    this.#mask = ((1 << depth) - 1) | 0;
    this.#half = depth === 0 ? 0 : 1 << (depth - 1);
    this.#split = (this.#buckets - this.#half) | 0;
    this.#tagShift = tagShift(depth);
    this.#tagShiftBefore = depth === 0 ? 0 : tagShift(depth - 1);
    this.#growAt = this.#buckets === 1 ? SLOTS : (this.#buckets * LOAD) | 0;
    this.#shrinkAt = this.#buckets === 1 ? -1 : (this.#buckets * LOAD_MIN) | 0;
  }

  #reference(index: number): number {
    return (this.#chunks[index >>> CHUNK_SHIFT] + ((index & (CHUNK_BUCKETS - 1)) << BUCKET_UNITS_SHIFT)) >>> 0;
  }

  #indexOf(hash: number): number {
    const index = hash & this.#mask;
    return index >= this.#buckets ? index & (this.#half - 1) : index;
  }

  /** How many hash bits tell this bucket from the others. */
  #depthOf(index: number): number {
    const depth = 32 - Math.clz32(this.#mask);
    return index >= this.#split && index < this.#half ? depth - 1 : depth;
  }

  #word(bucket: number, word: number): number {
    return this.#segments.words[bucket >>> SEGMENT_SHIFT][((bucket & SEGMENT_UNIT_MASK) << 2) + word];
  }

  #setWord(bucket: number, word: number, value: number): void {
    this.#segments.words[bucket >>> SEGMENT_SHIFT][((bucket & SEGMENT_UNIT_MASK) << 2) + word] = value;
  }

  #tag(bucket: number, slot: number): number {
    return (this.#word(bucket, slot >>> 1) >>> ((slot & 1) << 4)) & 0xffff;
  }

  #setSlot(bucket: number, slot: number, tag: number, entry: number): void {
    const words = this.#segments.words[bucket >>> SEGMENT_SHIFT];
    const at = (bucket & SEGMENT_UNIT_MASK) << 2;
    const shift = (slot & 1) << 4;
    const word = at + (slot >>> 1);
    words[word] = (words[word] & ~(0xffff << shift)) | (tag << shift);
    words[at + FIRST_REFERENCE_WORD + slot] = entry;
  }

  #clearBucket(bucket: number): void {
    const at = (bucket & SEGMENT_UNIT_MASK) << 2;
    const words = this.#segments.words[bucket >>> SEGMENT_SHIFT];
    for (let w = 0; w < BUCKET_WORDS; w++) words[at + w] = 0;
  }

  /** Sets #foundBucket and #foundSlot to the place of an entry that is in the table. */
  #seek(hash: number, entry: number): void {
    for (let bucket = this.#reference(this.#indexOf(hash)); bucket !== 0; bucket = this.#word(bucket, LINK_WORD)) {
      for (let slot = 0; slot < SLOTS; slot++) {
        if (this.#word(bucket, FIRST_REFERENCE_WORD + slot) === entry) {
          this.#foundBucket = bucket;
          this.#foundSlot = slot;
          return;
        }
      }
    }
    throw new Error('hash table: the entry is not in it');
  }

  /** Empties the found slot, and fills it with the last entry of the chain, so that chains have no holes before their end. */
  #clearFound(head: number): void {
    let before = 0;
    let last = head;
    for (let next = this.#word(last, LINK_WORD); next !== 0; next = this.#word(last, LINK_WORD)) {
      before = last;
      last = next;
    }
    let lastSlot = SLOTS - 1;
    while (this.#word(last, FIRST_REFERENCE_WORD + lastSlot) === 0) lastSlot--;
    const entry = this.#word(last, FIRST_REFERENCE_WORD + lastSlot);
    this.#setSlot(this.#foundBucket, this.#foundSlot, this.#tag(last, lastSlot), entry);
    this.#setWord(last, FIRST_REFERENCE_WORD + lastSlot, 0);
    if (lastSlot === 0 && before !== 0) {
      this.#setWord(before, LINK_WORD, 0);
      this.#arena.free(last);
    }
  }

  /** Puts an entry into the first free slot of a chain. */
  #putInto(head: number, tag: number, entry: number): void {
    let bucket = head;
    for (;;) {
      const next = this.#word(bucket, LINK_WORD);
      if (next === 0) break;
      bucket = next;
    }
    const words = this.#segments.words[bucket >>> SEGMENT_SHIFT];
    const references = ((bucket & SEGMENT_UNIT_MASK) << 2) + FIRST_REFERENCE_WORD;
    for (let slot = 0; slot < SLOTS; slot++) {
      if (words[references + slot] === 0) {
        this.#setSlot(bucket, slot, tag, entry);
        return;
      }
    }
    const fresh = this.#arena.allocate(BUCKET_BYTES);
    this.#clearBucket(fresh);
    this.#setWord(bucket, LINK_WORD, fresh);
    this.#setSlot(fresh, 0, tag, entry);
  }

  /** Adds bucket number #buckets, and moves to it what belongs there from the bucket that it halves. */
  #addBucket(): void {
    this.#changes = (this.#changes + 1) | 0;
    const added = this.#buckets;
    this.#makeRoom(added);
    this.#buckets = added + 1;
    this.#setThresholds();
    const target = this.#reference(added);
    this.#clearBucket(target);
    const source = this.#reference(added & (this.#half - 1));
    const dividingBit = 31 - Math.clz32(this.#half) - this.#tagShiftBefore;
    const sameTags = this.#tagShift === this.#tagShiftBefore;
    // Entries that stay are pushed together at the front of the chain as the walk goes on behind them.
    let keepBucket = source;
    let keepSlot = 0;
    for (let bucket = source; bucket !== 0; bucket = this.#word(bucket, LINK_WORD)) {
      for (let slot = 0; slot < SLOTS; slot++) {
        const entry = this.#word(bucket, FIRST_REFERENCE_WORD + slot);
        if (entry === 0) break;
        const oldTag = this.#tag(bucket, slot);
        const tag = sameTags ? oldTag : (this.#entries.hashOf(entry, this.hash) >>> this.#tagShift) & 0xffff;
        this.#setWord(bucket, FIRST_REFERENCE_WORD + slot, 0);
        if (((oldTag >>> dividingBit) & 1) === 1) {
          this.#putInto(target, tag, entry);
          continue;
        }
        this.#setSlot(keepBucket, keepSlot, tag, entry);
        if (++keepSlot === SLOTS) {
          keepSlot = 0;
          keepBucket = this.#word(keepBucket, LINK_WORD);
        }
      }
    }
    this.#trimChain(source);
  }

  /** Takes the last bucket away and pours its entries into the bucket that it once halved. */
  #removeBucket(): void {
    this.#changes = (this.#changes + 1) | 0;
    const removed = this.#buckets - 1;
    const source = this.#reference(removed);
    const target = this.#reference(removed & (this.#half - 1));
    const shift = this.#tagShiftBefore;
    const sameTags = this.#tagShift === shift;
    if (!sameTags) this.#retag(target, shift);
    for (let bucket = source; bucket !== 0; bucket = this.#word(bucket, LINK_WORD)) {
      for (let slot = 0; slot < SLOTS; slot++) {
        const entry = this.#word(bucket, FIRST_REFERENCE_WORD + slot);
        if (entry === 0) break;
        const tag = sameTags ? this.#tag(bucket, slot) : (this.#entries.hashOf(entry, this.hash) >>> shift) & 0xffff;
        this.#putInto(target, tag, entry);
      }
    }
    this.#freeOverflow(source);
    this.#buckets = removed;
    this.#setThresholds();
    this.#giveRoom(removed);
  }

  /** Makes the tags of a chain anew, of hash bits from `shift` on. */
  #retag(head: number, shift: number): void {
    for (let bucket = head; bucket !== 0; bucket = this.#word(bucket, LINK_WORD)) {
      for (let slot = 0; slot < SLOTS; slot++) {
        const entry = this.#word(bucket, FIRST_REFERENCE_WORD + slot);
        if (entry !== 0)
          this.#setSlot(bucket, slot, (this.#entries.hashOf(entry, this.hash) >>> shift) & 0xffff, entry);
      }
    }
  }

  /** Frees the overflow buckets at the end of a chain that hold nothing. */
  #trimChain(head: number): void {
    for (let bucket = head; bucket !== 0; ) {
      const next = this.#word(bucket, LINK_WORD);
      if (next !== 0 && this.#word(next, FIRST_REFERENCE_WORD) === 0) {
        this.#freeOverflow(bucket);
        this.#setWord(bucket, LINK_WORD, 0);
        return;
      }
      bucket = next;
    }
  }

  #freeOverflow(head: number): void {
    for (let bucket = this.#word(head, LINK_WORD); bucket !== 0; ) {
      const next = this.#word(bucket, LINK_WORD);
      this.#arena.free(bucket);
      bucket = next;
    }
  }

  #makeRoom(index: number): void {
    if (index >= CHUNK_BUCKETS) {
      if (index >>> CHUNK_SHIFT === this.#chunks.length) {
        this.#chunks.push(this.#arena.allocate(CHUNK_BUCKETS * BUCKET_BYTES));
      }
    } else if (index === this.#firstCapacity) {
      this.#resizeFirst(this.#firstCapacity * 2, index);
    }
  }

  /** Gives memory back when only `buckets` are left: not at once, so that one entry more or less does not take and give each time. */
  #giveRoom(buckets: number): void {
    if (this.#chunks.length > 1) {
      if (buckets + CHUNK_BUCKETS / 2 <= (this.#chunks.length - 1) * CHUNK_BUCKETS)
        this.#arena.free(this.#chunks.pop()!);
    } else if (buckets * 4 === this.#firstCapacity) {
      this.#resizeFirst(this.#firstCapacity / 2, buckets);
    }
  }

  #resizeFirst(capacity: number, used: number): void {
    const old = this.#chunks[0];
    const fresh = this.#arena.allocate(capacity * BUCKET_BYTES);
    const words = this.#segments.words[old >>> SEGMENT_SHIFT];
    const at = (old & SEGMENT_UNIT_MASK) << 2;
    this.#segments.words[fresh >>> SEGMENT_SHIFT].set(
      words.subarray(at, at + used * (BUCKET_BYTES / 4)),
      (fresh & SEGMENT_UNIT_MASK) << 2,
    );
    this.#arena.free(old);
    this.#chunks[0] = fresh;
    this.#firstCapacity = capacity;
  }

  #visitChain(head: number, visitor: EntryVisitor): void {
    for (let bucket = head; bucket !== 0; bucket = this.#word(bucket, LINK_WORD)) {
      for (let slot = 0; slot < SLOTS; slot++) {
        const entry = this.#word(bucket, FIRST_REFERENCE_WORD + slot);
        if (entry === 0) return;
        visitor.visit(entry);
      }
    }
  }
}

function reverseBits(value: number): number {
  let v = value;
  v = ((v >>> 1) & 0x55555555) | ((v & 0x55555555) << 1);
  v = ((v >>> 2) & 0x33333333) | ((v & 0x33333333) << 2);
  v = ((v >>> 4) & 0x0f0f0f0f) | ((v & 0x0f0f0f0f) << 4);
  v = ((v >>> 8) & 0x00ff00ff) | ((v & 0x00ff00ff) << 8);
  return (v >>> 16) | (v << 16);
}

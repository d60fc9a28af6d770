import type { KeyedHash } from '@respite/bytes';
import { SEGMENT_SHIFT, SEGMENT_UNIT_MASK } from '../limits.ts';
import type { Arena } from '../memory/arena.ts';
import type { Segments } from '../memory/segments.ts';
import type { Entries } from './entries.ts';

/**
 * A hash table of entries, outside the JavaScript heap, that grows and shrinks by one bucket at a time (linear hashing).
 *
 * ```
 * bucket, 64 bytes   | 12 tags of one byte | overflow u32 | 12 entry references u32 |
 *                      0: the slot is free   next bucket of the chain, or 0
 *
 * chunks             #chunks[i >>> 9] is a block that holds buckets 512*i ... ; the first one begins at 1 bucket and doubles
 *
 * n buckets, 2^L <= n < 2^(L+1), split = n - 2^L
 *   | split once more: L+1 bits | not yet: L bits   | the other halves: L+1 bits |
 *   0                         split                2^L                           n
 * ```
 *
 * The bucket of a hash h is h mod 2^(L+1), or h mod 2^L where that bucket does not exist yet. To grow, the bucket `split` is divided
 * between itself and the new bucket n; to shrink, the last bucket is poured back. So growth has no second table, no moment in which
 * all is copied, and no memory that waits for it.
 *
 * Why tags? One of 255 keys that are not the one sought shares its tag, so that a look-up follows one reference, and a miss none.
 *
 * Cost per entry: 64 / LOAD = 7.5 bytes, and about 1 byte of overflow buckets, besides the entry itself.
 *
 * Source: W. Litwin, "Linear hashing: a new tool for file and table addressing" (VLDB 1980).
 */

const SLOTS = 12;
const BUCKET_BYTES = 64;
const BUCKET_UNITS_SHIFT = 2;
const TAG_WORDS = 3;
const LINK_WORD = 3;
const FIRST_REFERENCE_WORD = 4;
const CHUNK_SHIFT = 9;
const CHUNK_BUCKETS = 1 << CHUNK_SHIFT;

/** Entries per bucket above which one bucket is added, and below which one is taken away. */
const LOAD = 8.5;
const LOAD_MIN = 3;

/** Receives the entries of a scan. */
export interface EntryVisitor {
  visit(entry: number): void;
}

/**
 * The tag of a hash: its highest byte, but never 0 (a free slot) nor 1: `zeroBytes` may report a byte that differs by 1 from the one
 * sought, and a free slot must not be among those.
 */
function tagOf(hash: number): number {
  const tag = hash >>> 24;
  return tag < 2 ? tag + 2 : tag;
}

/** The bits 7, 15, 23, 31 of those bytes of a word that are zero; above the lowest zero byte also of some that are 1. */
function zeroBytes(word: number): number {
  return (word - 0x01010101) & ~word & 0x80808080;
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
  /** 2^(L+1) - 1. */
  #mask = 0;
  /** Growth and shrinking happen when `size` passes these. */
  #growAt = 0;
  #shrinkAt = -1;

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

  get bucketCount(): number {
    return this.#buckets;
  }

  hashOfKey(key: Uint8Array, start: number, end: number): number {
    return this.hash.of(key, start, end);
  }

  /** The entry of this key, or 0. `hash` is `hashOfKey` of it. */
  find(key: Uint8Array, start: number, end: number, hash: number): number {
    const pattern = Math.imul(tagOf(hash), 0x01010101);
    let bucket = this.#bucketOf(hash);
    do {
      const words = this.#segments.words[bucket >>> SEGMENT_SHIFT];
      const at = (bucket & SEGMENT_UNIT_MASK) << 2;
      for (let w = 0; w < TAG_WORDS; w++) {
        let hits = zeroBytes(words[at + w] ^ pattern);
        while (hits !== 0) {
          const slot = (w << 2) + ((31 - Math.clz32(hits & -hits)) >>> 3);
          const entry = words[at + FIRST_REFERENCE_WORD + slot];
          if (this.#entries.keyEquals(entry, key, start, end)) {
            this.#foundBucket = bucket;
            this.#foundSlot = slot;
            return entry;
          }
          hits &= hits - 1;
        }
      }
      bucket = words[at + LINK_WORD];
    } while (bucket !== 0);
    return 0;
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
    this.#putInto(this.#bucketOf(hash), tagOf(hash), entry);
    if (++this.size > this.#growAt) this.#addBucket();
  }

  /** Takes an entry out; it is not freed. `hash` is that of its key; the entry itself is not read. */
  remove(hash: number, entry: number): void {
    this.#seek(hash, entry);
    this.#clearFound(this.#bucketOf(hash));
    if (--this.size < this.#shrinkAt) this.#removeBucket();
  }

  /** Forgets all entries (they are not freed) and gives the memory of the buckets back. */
  clear(): void {
    for (let bucket = 0; bucket < this.#buckets; bucket++) this.#freeOverflow(this.#reference(bucket));
    for (const chunk of this.#chunks) this.#arena.free(chunk);
    this.#reset();
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
    let index = (cursor & this.#mask) >>> 0;
    if (index >= this.#buckets) index &= this.#mask >>> 1;
    const half = (this.#mask + 1) >>> 1;
    const isSplit = index >= half || index < this.#buckets - half;
    const mask = isSplit ? this.#mask : this.#mask >>> 1;
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
    for (;;) {
      let bucket = this.#reference(Math.floor(random() * this.#buckets));
      // A place in a chain of up to four buckets; an empty place, or one that does not exist, is drawn again. This keeps it fair.
      let place = Math.floor(random() * SLOTS * (this.#buckets === 1 ? 2 : 4));
      while (place >= SLOTS && bucket !== 0) {
        bucket = this.#word(bucket, LINK_WORD);
        place -= SLOTS;
      }
      if (bucket !== 0) {
        const entry = this.#tag(bucket, place) === 0 ? 0 : this.#word(bucket, FIRST_REFERENCE_WORD + place);
        if (entry !== 0) return entry;
      }
    }
  }

  #reset(): void {
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
    this.#mask = this.#buckets === 1 ? 0 : 2 ** (32 - Math.clz32(this.#buckets - 1)) - 1;
    this.#growAt = this.#buckets === 1 ? SLOTS : Math.floor(this.#buckets * LOAD);
    this.#shrinkAt = this.#buckets === 1 ? -1 : Math.floor(this.#buckets * LOAD_MIN);
  }

  #reference(index: number): number {
    return this.#chunks[index >>> CHUNK_SHIFT] + ((index & (CHUNK_BUCKETS - 1)) << BUCKET_UNITS_SHIFT);
  }

  #bucketOf(hash: number): number {
    let index = hash & this.#mask;
    if (index >= this.#buckets) index &= this.#mask >>> 1;
    return this.#chunks[index >>> CHUNK_SHIFT] + ((index & (CHUNK_BUCKETS - 1)) << BUCKET_UNITS_SHIFT);
  }

  #word(bucket: number, word: number): number {
    return this.#segments.words[bucket >>> SEGMENT_SHIFT][((bucket & SEGMENT_UNIT_MASK) << 2) + word];
  }

  #setWord(bucket: number, word: number, value: number): void {
    this.#segments.words[bucket >>> SEGMENT_SHIFT][((bucket & SEGMENT_UNIT_MASK) << 2) + word] = value;
  }

  #tag(bucket: number, slot: number): number {
    return this.#segments.bytes[bucket >>> SEGMENT_SHIFT][((bucket & SEGMENT_UNIT_MASK) << 4) + slot];
  }

  #setTag(bucket: number, slot: number, tag: number): void {
    this.#segments.bytes[bucket >>> SEGMENT_SHIFT][((bucket & SEGMENT_UNIT_MASK) << 4) + slot] = tag;
  }

  #clearBucket(bucket: number): void {
    const at = (bucket & SEGMENT_UNIT_MASK) << 2;
    this.#segments.words[bucket >>> SEGMENT_SHIFT].fill(0, at, at + FIRST_REFERENCE_WORD);
  }

  /** Sets #foundBucket and #foundSlot to the place of an entry that is in the table. */
  #seek(hash: number, entry: number): void {
    const tag = tagOf(hash);
    for (let bucket = this.#bucketOf(hash); bucket !== 0; bucket = this.#word(bucket, LINK_WORD)) {
      for (let slot = 0; slot < SLOTS; slot++) {
        if (this.#tag(bucket, slot) === tag && this.#word(bucket, FIRST_REFERENCE_WORD + slot) === entry) {
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
    while (this.#tag(last, lastSlot) === 0) lastSlot--;
    this.#setTag(this.#foundBucket, this.#foundSlot, this.#tag(last, lastSlot));
    this.#setWord(
      this.#foundBucket,
      FIRST_REFERENCE_WORD + this.#foundSlot,
      this.#word(last, FIRST_REFERENCE_WORD + lastSlot),
    );
    this.#setTag(last, lastSlot, 0);
    if (lastSlot === 0 && before !== 0) {
      this.#setWord(before, LINK_WORD, 0);
      this.#arena.free(last);
    }
  }

  /** Puts an entry into the first free slot of a chain. */
  #putInto(head: number, tag: number, entry: number): void {
    let bucket = head;
    for (;;) {
      const words = this.#segments.words[bucket >>> SEGMENT_SHIFT];
      const at = (bucket & SEGMENT_UNIT_MASK) << 2;
      for (let w = 0; w < TAG_WORDS; w++) {
        const free = zeroBytes(words[at + w]);
        if (free !== 0) {
          const byte = (31 - Math.clz32(free & -free)) >>> 3;
          words[at + w] = words[at + w] | (tag << (byte << 3));
          words[at + FIRST_REFERENCE_WORD + (w << 2) + byte] = entry;
          return;
        }
      }
      const next = words[at + LINK_WORD];
      if (next === 0) break;
      bucket = next;
    }
    const fresh = this.#arena.allocate(BUCKET_BYTES);
    this.#clearBucket(fresh);
    this.#setWord(bucket, LINK_WORD, fresh);
    this.#setTag(fresh, 0, tag);
    this.#setWord(fresh, FIRST_REFERENCE_WORD, entry);
  }

  /** Adds bucket number #buckets, and moves to it what belongs there from the bucket that it halves. */
  #addBucket(): void {
    const added = this.#buckets;
    this.#makeRoom(added);
    this.#buckets = added + 1;
    this.#setThresholds();
    const target = this.#reference(added);
    this.#clearBucket(target);
    const source = this.#reference(added & (this.#mask >>> 1));
    // Entries that stay are pushed together at the front of the chain as the walk goes on behind them.
    let keepBucket = source;
    let keepSlot = 0;
    for (let bucket = source; bucket !== 0; bucket = this.#word(bucket, LINK_WORD)) {
      for (let slot = 0; slot < SLOTS; slot++) {
        const tag = this.#tag(bucket, slot);
        if (tag === 0) continue;
        const entry = this.#word(bucket, FIRST_REFERENCE_WORD + slot);
        this.#setTag(bucket, slot, 0);
        if ((this.#entries.hashOf(entry, this.hash) & this.#mask) >>> 0 === added) {
          this.#putInto(target, tag, entry);
          continue;
        }
        this.#setTag(keepBucket, keepSlot, tag);
        this.#setWord(keepBucket, FIRST_REFERENCE_WORD + keepSlot, entry);
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
    const removed = this.#buckets - 1;
    const source = this.#reference(removed);
    const target = this.#reference(removed & (this.#mask >>> 1));
    for (let bucket = source; bucket !== 0; bucket = this.#word(bucket, LINK_WORD)) {
      for (let slot = 0; slot < SLOTS; slot++) {
        const tag = this.#tag(bucket, slot);
        if (tag !== 0) this.#putInto(target, tag, this.#word(bucket, FIRST_REFERENCE_WORD + slot));
      }
    }
    this.#freeOverflow(source);
    this.#buckets = removed;
    this.#setThresholds();
    this.#giveRoom(removed);
  }

  /** Frees the overflow buckets at the end of a chain that hold nothing. */
  #trimChain(head: number): void {
    for (let bucket = head; bucket !== 0; ) {
      const next = this.#word(bucket, LINK_WORD);
      if (next !== 0 && this.#tag(next, 0) === 0) {
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
        if (this.#tag(bucket, slot) !== 0) visitor.visit(this.#word(bucket, FIRST_REFERENCE_WORD + slot));
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

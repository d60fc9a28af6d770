import { BLOCK_BYTES_MAX, SEGMENT_SHIFT, SEGMENT_UNIT_MASK } from '../../limits.ts';
import type { StreamMemory } from './stream-memory.ts';

/**
 * A block of entries, what Redis calls a macro node: entries that follow each other, packed, under the ID of the first one (which the
 * directory has, and which stays even if that entry goes).
 *
 * ```
 * 0        4      8         12         16              20
 * | length | live | deleted | listpack | entries begin | master fields          | entry | entry | ...
 *                                                      | count | field | field |
 * length          bytes in use, the header's among them
 * live, deleted   how many entries: the deleted ones stay in place, marked
 * listpack        what a listpack of Redis would take for the same, without its two counters: a block ends where Redis's would end
 *
 * entry   | flags | ms - master's | seq - master's | [count] | values, or fields and values | length of all this |
 * flags   bit 0      deleted
 *         bit 1      the fields are the master's: only values stand here, and no count
 *         bits 2-5   bytes of the difference in milliseconds, 0 to 8, little-endian
 *         bits 6-7   bytes of the difference in sequence numbers: 0, 1, 4 or 8, modulo 2^64
 * length  7 bits to a byte, so that it can be read from behind: the last byte has the lowest; bit 7: one more to the left
 * ```
 *
 * Fields, values and counts are elements (packed-element.ts). A block is one of the arena, or, where it is too large for that, a buffer
 * of its own, which an arena block of 16 bytes refers to: | 0xffffffff | index |.
 */
export const HEADER_BYTES = 20;
export const LENGTH = 0;
export const LIVE = 1;
export const DELETED_COUNT = 2;
export const LISTPACK = 3;
export const ENTRIES_START = 4;

export const DELETED = 0x01;
export const SAME_FIELDS = 0x02;
export const MS_BYTES_SHIFT = 2;
export const MS_BYTES_MASK = 0x0f;
export const SEQ_FORM_SHIFT = 6;
/** Bytes of the difference in sequence numbers, by what flags say. */
export const seqBytes: readonly number[] = [0, 1, 4, 8];

/** Stands for the length where the block is elsewhere. */
const ELSEWHERE = 0xffff_ffff;
const REFERRER_BYTES = 16;

/** A block where it lies: to read and write it. */
export class BlockView {
  bytes: Uint8Array = new Uint8Array(0);
  words: Uint32Array = new Uint32Array(0);
  /** Where it begins, in `bytes` and in `words`. */
  at = 0;
  word = 0;

  get(field: number): number {
    return this.words[this.word + field];
  }

  set(field: number, value: number): void {
    this.words[this.word + field] = value;
  }

  get end(): number {
    return this.at + this.words[this.word + LENGTH];
  }

  get entriesStart(): number {
    return this.at + this.words[this.word + ENTRIES_START];
  }
}

/** The blocks of one stream. */
export class BlockStore {
  readonly #memory: StreamMemory;
  /** Buffers of blocks that are too large for the arena. */
  readonly #buffers: (Uint8Array | undefined)[] = [];
  readonly #view = new BlockView();

  constructor(memory: StreamMemory) {
    this.#memory = memory;
  }

  /** A block with room for `bytes`, its content undefined but for a length of 0. @returns its reference */
  create(bytes: number): number {
    const isElsewhere = bytes > BLOCK_BYTES_MAX;
    const reference = this.#memory.allocate(isElsewhere ? REFERRER_BYTES : bytes);
    const words = this.#memory.segments.words[reference >>> SEGMENT_SHIFT];
    const word = (reference & SEGMENT_UNIT_MASK) << 2;
    words[word] = 0;
    if (!isElsewhere) return reference;
    let index = this.#buffers.indexOf(undefined);
    if (index < 0) index = this.#buffers.length;
    this.#buffers[index] = new Uint8Array((bytes + 3) & ~3);
    this.#memory.countOutside((bytes + 3) & ~3);
    words[word] = ELSEWHERE;
    words[word + 1] = index;
    return reference;
  }

  /** Makes `view` show a block. */
  open(view: BlockView, reference: number): void {
    const { segments } = this.#memory;
    const words = segments.words[reference >>> SEGMENT_SHIFT];
    const word = (reference & SEGMENT_UNIT_MASK) << 2;
    if (words[word] === ELSEWHERE) {
      const buffer = this.#buffers[words[word + 1]] as Uint8Array;
      view.bytes = buffer;
      view.words = new Uint32Array(buffer.buffer);
      view.at = 0;
      view.word = 0;
      return;
    }
    view.bytes = segments.bytes[reference >>> SEGMENT_SHIFT];
    view.words = words;
    view.at = (reference & SEGMENT_UNIT_MASK) << 4;
    view.word = word;
  }

  /** Bytes that a block has room for. */
  capacity(reference: number): number {
    const words = this.#memory.segments.words[reference >>> SEGMENT_SHIFT];
    const word = (reference & SEGMENT_UNIT_MASK) << 2;
    if (words[word] === ELSEWHERE) return (this.#buffers[words[word + 1]] as Uint8Array).length;
    return this.#memory.arena.capacity(reference);
  }

  /** Gives a block room for `bytes`, at least what it uses. @returns its reference, maybe another */
  resize(reference: number, bytes: number): number {
    if (bytes <= BLOCK_BYTES_MAX && this.#memory.arena.fits(reference, bytes) && !this.#isElsewhere(reference)) {
      return reference;
    }
    const view = this.#view;
    const fresh = this.create(bytes);
    this.open(view, reference);
    const { bytes: from, at, end } = view;
    this.open(view, fresh);
    view.bytes.set(from.subarray(at, end), view.at);
    this.free(reference);
    return fresh;
  }

  free(reference: number): void {
    const words = this.#memory.segments.words[reference >>> SEGMENT_SHIFT];
    const word = (reference & SEGMENT_UNIT_MASK) << 2;
    if (words[word] === ELSEWHERE) {
      const index = words[word + 1];
      this.#memory.countOutside(-(this.#buffers[index] as Uint8Array).length);
      this.#buffers[index] = undefined;
    }
    this.#memory.free(reference);
  }

  /** A copy of a block of another stream. */
  duplicate(from: BlockStore, reference: number): number {
    const source = new BlockView();
    from.open(source, reference);
    const length = source.get(LENGTH);
    const copy = this.create(length);
    this.open(this.#view, copy);
    this.#view.bytes.set(source.bytes.subarray(source.at, source.at + length), this.#view.at);
    return copy;
  }

  #isElsewhere(reference: number): boolean {
    const words = this.#memory.segments.words[reference >>> SEGMENT_SHIFT];
    return words[(reference & SEGMENT_UNIT_MASK) << 2] === ELSEWHERE;
  }
}

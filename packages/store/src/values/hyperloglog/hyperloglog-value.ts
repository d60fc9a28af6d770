import { MurmurHash64A } from '@respite/bytes';
import type { Database } from '../../keyspace/database.ts';
import type { Entries } from '../../structures/entries.ts';
import { NO_EXPIRY } from '../../structures/entry-format.ts';
import { KIND_STRING, STRING_INTEGER, STRING_RAW } from '../value-kind.ts';
import {
  countDenseRuns,
  DENSE_REGISTER_BYTES,
  denseRegister,
  raiseToDense,
  setDenseRegister,
} from './dense-registers.ts';
import { estimateCardinality } from './estimate-cardinality.ts';
import {
  cacheCardinality,
  cachedCardinality,
  DENSE,
  EMPTY_BYTES,
  encodingAt,
  forgetCardinality,
  HEADER_BYTES,
  INDEX_BITS,
  looksLikeHyperLogLog,
  REGISTERS,
  RUN_BITS,
  setDense,
  writeEmpty,
} from './hyperloglog-format.ts';
import {
  copyToDense,
  countSparseRuns,
  describeRuns,
  joinEqualRuns,
  MALFORMED,
  NOTHING_TO_DO,
  raiseToSparse,
  SPARSE_VALUE_MAX,
  SparseEdit,
} from './sparse-registers.ts';

/** Bytes of a dense HyperLogLog. */
const DENSE_BYTES = HEADER_BYTES + DENSE_REGISTER_BYTES;

/** The seed that Redis hashes elements with. */
const SEED = 0xadc83b19;

/** The registers of a string are not what they should be. Nothing was changed by the call that says so. */
export const CORRUPT = -1;

/**
 * A HyperLogLog in a string (drawn in hyperloglog-format.ts), opened for the length of a command. One object, used again.
 *
 * It stays sparse as long as that takes no more than `sparseBytesMax` bytes and no register is above 32.
 */
export class HyperLogLog {
  readonly #hasher = new MurmurHash64A(SEED);
  readonly #edit = new SparseEdit();
  readonly #counts = new Int32Array(64);
  #database!: Database;
  #entries!: Entries;
  #sparseBytesMax = 0;
  /** The entry; another after changes. */
  entry = 0;

  /** Whether a string entry is a HyperLogLog, as far as its header and length tell. */
  static is(entries: Entries, entry: number): boolean {
    if (entries.encoding(entry) === STRING_INTEGER) return false;
    entries.locate(entry);
    return looksLikeHyperLogLog(entries.bytes, entries.valueStart, entries.valueEnd, DENSE_BYTES);
  }

  /** Opens an entry of which `is` is true. */
  open(database: Database, entry: number, sparseBytesMax: number): void {
    this.#database = database;
    this.#entries = database.entries;
    this.#sparseBytesMax = sparseBytesMax;
    this.entry = entry;
    this.#entries.locate(entry);
  }

  /** As `open`, to be changed: it is raw then. */
  openForChange(database: Database, entry: number, sparseBytesMax: number): void {
    database.beforeChange(entry);
    database.entries.setEncoding(entry, STRING_RAW);
    this.open(database, entry, sparseBytesMax);
  }

  /** Makes one without elements at a key that `find` has just not found, and opens it. */
  create(database: Database, key: Uint8Array, keyStart: number, keyEnd: number, sparseBytesMax: number): void {
    const entry = database.add(KIND_STRING, STRING_RAW, key, keyStart, keyEnd, EMPTY_BYTES, NO_EXPIRY);
    writeEmpty(database.entries.bytes, database.entries.valueStart);
    this.open(database, entry, sparseBytesMax);
  }

  get isDense(): boolean {
    return encodingAt(this.#entries.bytes, this.#entries.valueStart) === DENSE;
  }

  /** Adds an element. @returns 1 if a register changed, 0 if none, or CORRUPT */
  add(element: Uint8Array, start: number, end: number): number {
    const hasher = this.#hasher;
    hasher.hash(element, start, end);
    const { low, high } = hasher;
    const index = low & (REGISTERS - 1);
    // The 50 bits above, with a 1 behind them.
    const rest = (low >>> INDEX_BITS) | (high << (32 - INDEX_BITS));
    const run = rest !== 0 ? trailingZeros(rest) : 32 + trailingZeros((high >>> INDEX_BITS) | (1 << (RUN_BITS - 32)));
    return this.raise(index, run + 1);
  }

  /** Raises a register to a run, 1 to 63. @returns 1 if it was smaller, 0 if not, or CORRUPT */
  raise(index: number, run: number): number {
    if (this.isDense) return this.#raiseDense(index, run);
    return run > SPARSE_VALUE_MAX ? this.#promote(index, run) : this.#raiseSparse(index, run);
  }

  #raiseDense(index: number, run: number): number {
    const { bytes, valueStart } = this.#entries;
    const start = valueStart + HEADER_BYTES;
    if (run <= denseRegister(bytes, start, index)) return 0;
    setDenseRegister(bytes, start, index, run);
    return 1;
  }

  #raiseSparse(index: number, run: number): number {
    const entries = this.#entries;
    const edit = this.#edit;
    const found = edit.find(entries.bytes, entries.valueStart + HEADER_BYTES, entries.valueEnd, index, run);
    if (found === MALFORMED) return CORRUPT;
    if (found === NOTHING_TO_DO) return 0;
    const length = entries.valueEnd - entries.valueStart;
    const longer = edit.freshBytes - edit.oldBytes;
    if (longer > 0) {
      if (length + longer > this.#sparseBytesMax) return this.#promote(index, run);
      this.#resize(length + longer);
    }
    const { bytes, valueStart } = entries;
    const registers = valueStart + HEADER_BYTES;
    const at = registers + edit.at;
    bytes.copyWithin(at + edit.freshBytes, at + edit.oldBytes, valueStart + length);
    for (let i = 0; i < edit.freshBytes; i++) bytes[at + i] = edit.fresh[i];
    const end = valueStart + length + longer;
    const joinedEnd = joinEqualRuns(bytes, registers + Math.max(edit.previous, 0), end);
    forgetCardinality(bytes, valueStart);
    if (joinedEnd !== valueStart + Math.max(length, length + longer)) this.#resize(joinedEnd - valueStart);
    return 1;
  }

  #promote(index: number, run: number): number {
    if (!this.makeDense()) return CORRUPT;
    return this.#raiseDense(index, run);
  }

  /** Turns the sparse registers into dense ones. @returns false where they are corrupt */
  makeDense(): boolean {
    const entries = this.#entries;
    const dense = new Uint8Array(DENSE_BYTES);
    dense.set(entries.bytes.subarray(entries.valueStart, entries.valueStart + HEADER_BYTES));
    setDense(dense, 0);
    const start = entries.valueStart + HEADER_BYTES;
    if (!copyToDense(entries.bytes, start, entries.valueEnd, dense, HEADER_BYTES)) return false;
    this.#resize(DENSE_BYTES);
    entries.bytes.set(dense, entries.valueStart);
    return true;
  }

  #resize(length: number): void {
    this.entry = this.#database.resizeValue(this.entry, length);
  }

  /** Notes that the registers are others than when they were counted. */
  forgetCardinality(): void {
    forgetCardinality(this.#entries.bytes, this.#entries.valueStart);
  }

  /** The estimate made last, or undefined where it is out of date. */
  get cachedCardinality(): number | bigint | undefined {
    return cachedCardinality(this.#entries.bytes, this.#entries.valueStart);
  }

  /** Estimates the cardinality, and keeps it in the string; undefined: corrupt. It was opened for change. */
  cardinality(): number | undefined {
    const { bytes, valueStart, valueEnd } = this.#entries;
    const counts = this.#counts;
    counts.fill(0);
    const start = valueStart + HEADER_BYTES;
    if (this.isDense) countDenseRuns(counts, bytes, start);
    else if (!countSparseRuns(counts, bytes, start, valueEnd)) return undefined;
    const cardinality = estimateCardinality(counts);
    cacheCardinality(bytes, valueStart, cardinality);
    return cardinality;
  }

  /** Raises each of `most`, REGISTERS bytes, to the register of the same index. @returns false where they are corrupt */
  raiseTo(most: Uint8Array): boolean {
    const { bytes, valueStart, valueEnd } = this.#entries;
    const start = valueStart + HEADER_BYTES;
    if (!this.isDense) return raiseToSparse(most, bytes, start, valueEnd);
    raiseToDense(most, bytes, start);
    return true;
  }

  /** Estimates the cardinality of registers of one byte each. */
  cardinalityOf(registers: Uint8Array): number {
    const counts = this.#counts;
    counts.fill(0);
    for (let i = 0; i < REGISTERS; i++) counts[registers[i]]++;
    return estimateCardinality(counts);
  }

  /** Register `index`; it is dense. */
  register(index: number): number {
    return denseRegister(this.#entries.bytes, this.#entries.valueStart + HEADER_BYTES, index);
  }

  /** The runs of a sparse one as text. */
  describe(): string {
    const { bytes, valueStart, valueEnd } = this.#entries;
    return describeRuns(bytes, valueStart + HEADER_BYTES, valueEnd);
  }
}

/** Zero bits below the lowest 1 of an int32 that is not 0. */
function trailingZeros(word: number): number {
  return 31 - Math.clz32(word & -word);
}

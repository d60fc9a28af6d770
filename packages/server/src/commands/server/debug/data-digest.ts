import { SHA1_BYTES, sha1 } from '@respite/bytes';
import {
  type Database,
  type ElementSink,
  type EntryVisitor,
  KIND_LIST,
  KIND_STRING,
  listLength,
  readInteger64,
  STRING_INTEGER,
  type Store,
  writeListRange,
} from '@respite/store';

/**
 * A digest of data: the same for the same keys, values and databases, however they came about and in whatever order they lie. It is
 * the digest that Redis computes, so that data can be compared across the two.
 *
 * ```
 * mix(d, x):  d = sha1(d xor sha1(x))          where order counts
 * add(d, x):  d = d xor sha1(x)                where it does not
 *
 * data set:   d = 0; for each database with keys: mix(d, its number); for each key: add(d, key's digest)
 * key:        d = 0; mix(d, key); mix(d, number of the type); mix(d, value); add(d, "!!expire!!") if it expires
 * ```
 */
class Digest {
  readonly bytes = new Uint8Array(SHA1_BYTES);
  readonly #hash = new Uint8Array(SHA1_BYTES);

  /** Begins anew. */
  clear(): void {
    this.bytes.fill(0);
  }

  add(bytes: Uint8Array, start = 0, end = bytes.length): void {
    sha1(bytes, start, end, this.#hash);
    for (let i = 0; i < SHA1_BYTES; i++) this.bytes[i] ^= this.#hash[i];
  }

  mix(bytes: Uint8Array, start = 0, end = bytes.length): void {
    this.add(bytes, start, end);
    sha1(this.bytes, 0, SHA1_BYTES, this.bytes);
  }

  mixNumber(value: number): void {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value);
    this.mix(bytes);
  }

  get text(): string {
    return [...this.bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}

const encoder = new TextEncoder();
const expires = encoder.encode('!!expire!!');

/** Redis's numbers of the types, by kind. */
const typeNumbers: Readonly<Record<number, number>> = { [KIND_STRING]: 0, [KIND_LIST]: 1 };

/** The digest of all databases: 40 hexadecimal digits. */
export function dataSetDigest(store: Store): string {
  const total = new Digest();
  const digest = new Digest();
  for (const database of store.databases) {
    if (database.size === 0) continue;
    total.mixNumber(database.index);
    const visitor: EntryVisitor = {
      visit(entry) {
        const { entries } = database;
        digest.clear();
        entries.locate(entry);
        digest.mix(entries.bytes, entries.keyStart, entries.keyEnd);
        mixValue(digest, database, entry);
        total.add(digest.bytes);
      },
    };
    for (let bucket = 0; bucket < database.keys.bucketCount; bucket++) database.keys.visitBucket(bucket, visitor);
  }
  return total.text;
}

/** The digest of the value at a key, without the key; zeros where there is none. Also of keys that are due. */
export function valueDigest(database: Database, key: Uint8Array, start: number, end: number): string {
  const digest = new Digest();
  const entry = database.keys.find(key, start, end, database.keys.hashOfKey(key, start, end));
  if (entry !== 0) mixValue(digest, database, entry);
  return digest.text;
}

function mixValue(digest: Digest, database: Database, entry: number): void {
  const { entries } = database;
  const kind = entries.kind(entry);
  digest.mixNumber(typeNumbers[kind]);
  switch (kind) {
    case KIND_STRING:
      mixString(digest, database, entry);
      break;
    case KIND_LIST:
      writeListRange(database, entry, new MixedElements(digest), 0, listLength(database, entry), false);
      break;
    default:
      throw new Error(`DEBUG DIGEST does not know values of kind ${kind}`);
  }
  if (entries.hasExpiry(entry)) digest.add(expires);
}

function mixString(digest: Digest, { entries }: Database, entry: number): void {
  entries.locate(entry);
  const { bytes, valueStart, valueEnd } = entries;
  if (entries.encoding(entry) === STRING_INTEGER) digest.mix(encoder.encode(String(readInteger64(bytes, valueStart))));
  else digest.mix(bytes, valueStart, valueEnd);
}

/** Elements whose order counts. */
class MixedElements implements ElementSink {
  readonly #digest: Digest;

  constructor(digest: Digest) {
    this.#digest = digest;
  }

  bulk(bytes: Uint8Array, start: number, end: number): void {
    this.#digest.mix(bytes, start, end);
  }

  bulkInteger(value: number): void {
    this.#digest.mix(encoder.encode(String(value)));
  }
}

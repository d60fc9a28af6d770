import {
  type Database,
  type ElementSink,
  type EntryVisitor,
  KIND_HASH,
  KIND_LIST,
  KIND_SET,
  KIND_SORTED_SET,
  KIND_STREAM,
  KIND_STRING,
  listLength,
  readInteger64,
  SetWalk,
  STRING_INTEGER,
  type Store,
  writeListRange,
} from '@respite/store';
import { Digest } from './digest.ts';
import { mixHash } from './hash-digest.ts';
import { mixSortedSet } from './sorted-set-digest.ts';
import { mixStream } from './stream-digest.ts';

const encoder = new TextEncoder();
const expires = encoder.encode('!!expire!!');

/** Redis's numbers of the types, by kind. */
const typeNumbers: Readonly<Record<number, number>> = {
  [KIND_STRING]: 0,
  [KIND_LIST]: 1,
  [KIND_SET]: 2,
  [KIND_SORTED_SET]: 3,
  [KIND_HASH]: 4,
  [KIND_STREAM]: 6,
};

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
    case KIND_SET:
      mixSet(digest, database, entry);
      break;
    case KIND_SORTED_SET:
      mixSortedSet(digest, database, entry);
      break;
    case KIND_HASH:
      mixHash(digest, database, entry);
      break;
    case KIND_STREAM:
      mixStream(digest, database, entry);
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

const members = new SetWalk();

function mixSet(digest: Digest, database: Database, entry: number): void {
  for (members.begin(database, entry); members.next(); ) {
    members.toText();
    digest.add(members.bytes, members.start, members.end);
  }
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

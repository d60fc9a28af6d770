import { HASH_LISTPACK_EXPIRY, KIND_HASH } from '../structures/entry-format.ts';

/** The kinds of values, as they stand in every entry (3 bits, never 0). Numbers are frozen: snapshots in memory and tests rely on them. */
export const KIND_STRING = 1;
export const KIND_LIST = 2;
export const KIND_SET = 3;
export const KIND_SORTED_SET = 4;
export { KIND_HASH };
export const KIND_STREAM = 6;

/** What TYPE answers, by kind. */
export const kindNames: readonly string[] = ['none', 'string', 'list', 'set', 'zset', 'hash', 'stream'];

/** Encodings of a string. An entry's two encoding bits mean something else for each kind. */
export const STRING_RAW = 0;
/** Eight bytes, little-endian two's complement; the text is made when it is read. */
export const STRING_INTEGER = 1;
/** As raw; the name that Redis gives to strings of up to 44 bytes that were never changed in place. */
export const STRING_EMBEDDED = 2;

/** Encodings of a list, set, hash or sorted set that is kept in its entry. COLLECTION_ENCODING is that of the large form of each. */
export const LIST_LISTPACK = 0;
export const SET_LISTPACK = 0;
export const SET_INTSET = 1;
export const SORTED_SET_LISTPACK = 0;
export const HASH_LISTPACK = 0;
/** Triples: field, value, expiry of the field; see values/hash. */
export { HASH_LISTPACK_EXPIRY };

/** What OBJECT ENCODING answers, by kind and encoding. */
const encodingNames: readonly (readonly string[])[] = [
  [],
  ['raw', 'int', 'embstr'],
  ['listpack', '', '', 'quicklist'],
  ['listpack', 'intset', '', 'hashtable'],
  ['listpack', '', '', 'skiplist'],
  ['listpack', 'listpackex', '', 'hashtable'],
  ['', '', '', 'stream'],
];

export function encodingName(kind: number, encoding: number): string {
  return encodingNames[kind][encoding];
}

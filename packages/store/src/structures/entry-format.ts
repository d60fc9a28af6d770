/**
 * An entry: a key with its value in one block, the element of every hash table.
 *
 * ```
 * short form: 6 bytes before the key, 14 with an expiry
 *   0      1         4     5     6            6|14    +klen    +vlen
 *   | meta | clock24 | klen| vlen| [expiry f64] | key ... | value ... |         klen <= 254, vlen <= 255
 * wide form: byte 4 is 255
 *   0      1         4     5     6          10         14           14|22
 *   | meta | clock24 | 255 |  -  | klen u32 | vlen u32 | [expiry f64] | key ... | value ... |
 * large form: as the wide form, with a handle in place of vlen and nothing behind; key and value lie in memory of their own
 *
 * meta  bits 0-2  kind, never 0 (a freed block begins with 0)
 *       bits 3-4  encoding, whose meaning the kind gives
 *       bit  5    large form
 *       bit  6    has an expiry (milliseconds of Unix time)
 *       bit  7    epoch: see Entries.turnEpoch
 * ```
 *
 * Encoding 3 of any kind: the value is 4 bytes, the handle of a collection (see collections/).
 *
 * A pair of a 16-byte key and a 10-byte value takes 32 bytes. Numbers are little-endian.
 *
 * Limits: a key and its value together are at most 4 GiB (2^32 - 1 bytes each by format).
 */

export const KIND_MASK = 0x07;
export const ENCODING_SHIFT = 3;
export const ENCODING_MASK = 0x18;
/** The kind of entries that are not keys but elements of a collection: any but 0 will do. */
export const ELEMENT_KIND = 1;
/** The encoding whose value is the handle of a collection, and how it stands in meta. */
export const COLLECTION_ENCODING = 3;
export const COLLECTION = COLLECTION_ENCODING << ENCODING_SHIFT;
export const LARGE = 0x20;
export const EXPIRY = 0x40;
export const EPOCH = 0x80;

export const EXPIRY_BYTES = 8;
/** `(meta & EXPIRY) >>> EXPIRY_BYTES_SHIFT` is EXPIRY_BYTES or 0. */
export const EXPIRY_BYTES_SHIFT = 3;

/** What byte 4 holds in the wide and the large form. */
export const WIDE = 255;
export const SHORT_HEADER = 6;
export const WIDE_HEADER = 14;
export const SHORT_KEY_MAX = 254;
export const SHORT_VALUE_MAX = 255;

/** The one kind of value of which parts expire, and its inline encoding that tells when (see values/value-kind.ts for all others). */
export const KIND_HASH = 5;
export const HASH_LISTPACK_EXPIRY = 1;

/** The expiry of an entry that has none: later than any time. */
export const NO_EXPIRY = Number.POSITIVE_INFINITY;

export { parseDouble } from './ascii-float.ts';
export {
  decimalDigits,
  fitsInt64,
  INT64_TEXT_MAX,
  NOT_AN_INTEGER,
  narrowInteger,
  parseInt64,
  parseSmallInteger,
  writeInt64,
  writeInteger,
} from './ascii-int.ts';
export { type BitCombination, type ByteSlice, combineBits } from './combine-bits.ts';
export { compareBytes, copyBytes, equalBytes, equalsIgnoreCase } from './compare.ts';
export { countBits } from './count-bits.ts';
export { CRC64_BYTES, Crc64 } from './crc64.ts';
export { doubleText, shortestDoubleText } from './double-text.ts';
export { findBit } from './find-bit.ts';
export { globMatches } from './glob.ts';
export { KeyedHash } from './hash.ts';
export { addLongDoubles, type LongDouble, longDoubleText, parseLongDouble } from './long-double.ts';
export { mappedMemory } from './mapped-memory.ts';
export { MurmurHash64A } from './murmur-hash-64a.ts';
export { SHA1_BYTES, sha1 } from './sha1.ts';
export { XXH3_HEX_LENGTH, Xxh3 } from './xxh3.ts';

export {
  decimalDigits,
  fitsInt64,
  NOT_AN_INTEGER,
  narrowInteger,
  parseInt64,
  parseSmallInteger,
  writeInteger,
} from './ascii-int.ts';
export { compareBytes, copyBytes, equalBytes, equalsIgnoreCase } from './compare.ts';
export { globMatches } from './glob.ts';
export { KeyedHash } from './hash.ts';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/**
 * A 64-bit signed integer in the only form Redis writes: no sign but a minus, no leading zero, no blank. Undefined otherwise.
 */
export function parseStrictInteger(text: string): bigint | undefined {
  if (text.length > 20 || !/^(0|-?[1-9][0-9]*)$/.test(text)) return undefined;
  const value = BigInt(text);
  return value >= INT64_MIN && value <= INT64_MAX ? value : undefined;
}

/**
 * An integer as C's strtoll() reads a whole string: blanks before it, a sign and leading zeros are welcome, and what does not fit
 * becomes the nearest 64-bit value. Undefined where something else follows. The empty string is 0, as there nothing follows.
 */
export function parseLenientInteger(text: string, base: 8 | 10 = 10): bigint | undefined {
  const match = (base === 8 ? /^[\t-\r ]*([+-]?)([0-7]+)$/ : /^[\t-\r ]*([+-]?)([0-9]+)$/).exec(text);
  if (match === null) return text === '' ? 0n : undefined;
  const [, sign, digits] = match;
  const magnitude = BigInt(base === 8 ? `0o${digits}` : digits);
  const value = sign === '-' ? -magnitude : magnitude;
  if (value < INT64_MIN) return INT64_MIN;
  return value > INT64_MAX ? INT64_MAX : value;
}

/**
 * The text of a floating-point number as C's strtod and strtold read it in the C locale, read to the end and exactly:
 *
 * ```
 * decimal    [+-] digits [. digits] [e [+-] digits]          at least one digit before or after the point
 * hex        [+-] 0x hexdigits [. hexdigits] [p [+-] digits]
 * infinity   [+-] inf | infinity                             any case
 * ```
 *
 * No space before or after. "nan" is no number here: Redis refuses it wherever it reads one.
 */
export interface FloatText {
  readonly negative: boolean;
  readonly infinite: boolean;
  /** The value is digits * base ^ exponent. */
  readonly digits: bigint;
  readonly base: 2 | 10;
  readonly exponent: number;
}

const DECIMAL = /^([+-]?)(?:(\d+)\.?(\d*)|\.(\d+))(?:[eE]([+-]?\d+))?$/;
const HEX = /^([+-]?)0[xX](?:([0-9a-fA-F]+)\.?([0-9a-fA-F]*)|\.([0-9a-fA-F]+))(?:[pP]([+-]?\d+))?$/;
const INFINITY = /^([+-]?)inf(?:inity)?$/i;

/** @returns undefined where the text is no number */
export function readFloatText(text: string): FloatText | undefined {
  const decimal = DECIMAL.exec(text);
  if (decimal !== null) return scaled(decimal, 10, 1);
  const hex = HEX.exec(text);
  if (hex !== null) return scaled(hex, 2, 4);
  const infinity = INFINITY.exec(text);
  if (infinity === null) return undefined;
  return { negative: infinity[1] === '-', infinite: true, digits: 0n, base: 2, exponent: 0 };
}

/** @param perDigit by how much a digit behind the point lowers the exponent */
function scaled(match: RegExpExecArray, base: 2 | 10, perDigit: number): FloatText {
  const whole = match[2] ?? '';
  const fraction = match[3] ?? match[4] ?? '';
  const prefix = base === 10 ? '' : '0x';
  return {
    negative: match[1] === '-',
    infinite: false,
    digits: BigInt(`${prefix}${whole}${fraction}`),
    base,
    exponent: Number(match[5] ?? 0) - fraction.length * perDigit,
  };
}

/** `bytes[start, end)` as text, a character per byte. */
export function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]);
  return text;
}

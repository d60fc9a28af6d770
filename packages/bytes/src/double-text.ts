/**
 * A double as Redis writes it in replies: `shortestDoubleText`, but integers up to 2^62 are written out.
 */
export function doubleText(value: number): string {
  if (Number.isInteger(value)) {
    if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return Object.is(value, -0) ? '-0' : String(value);
    if (Math.abs(value) <= 2 ** 62) return BigInt(value).toString();
  }
  return shortestDoubleText(value);
}

/**
 * The fewest digits that read back as the same number; `inf`, `-inf`, `nan`, `-0`. Up to seven zeros follow or six decimals are
 * shown, and beyond that an exponent: `3.5`, `1e+19`, `1.23456e-4`.
 */
export function shortestDoubleText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (!Number.isFinite(value)) return `${sign}inf`;
  // d.ddde-x: the digits, and the power of ten of the first.
  const [mantissa, exponent] = Math.abs(value).toExponential().split('e');
  const power = Number(exponent);
  const digits = mantissa.replace('.', '');
  // The number is digits * 10^scale.
  const scale = power - digits.length + 1;
  if (scale >= 0 && scale < 8) return `${sign}${digits}${'0'.repeat(scale)}`;
  if (scale < 0 && (scale > -7 || Math.abs(power) < 4)) {
    if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`;
    return `${sign}${digits.slice(0, power + 1)}.${digits.slice(power + 1)}`;
  }
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${sign}${digits[0]}${fraction}e${power < 0 ? '-' : '+'}${Math.abs(power)}`;
}

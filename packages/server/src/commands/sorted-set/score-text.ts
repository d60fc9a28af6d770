/**
 * A score as ZSCAN of a large set and DEBUG DIGEST write it: 17 significant digits without zeros at the end, as C's `%.17g` does:
 * `3`, `0.10000000000000001`, `1e+20`.
 */
export function longScoreText(score: number): string {
  if (Number.isSafeInteger(score)) return Object.is(score, -0) ? '-0' : String(score);
  if (!Number.isFinite(score)) return score > 0 ? 'inf' : '-inf';
  const [mantissa, exponent] = Math.abs(score).toExponential(16).split('e');
  const sign = score < 0 ? '-' : '';
  const power = Number(exponent);
  const digits = mantissa.replace('.', '').replace(/0+$/, '');
  if (power < -4 || power >= 17) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${fraction}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`;
  const whole = digits.padEnd(power + 1, '0');
  return whole.length > power + 1 ? `${sign}${whole.slice(0, power + 1)}.${whole.slice(power + 1)}` : sign + whole;
}

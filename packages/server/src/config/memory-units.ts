/**
 * Amounts of memory as Redis writes them, as 64-bit unsigned integers (bigint, since 2^64 - 1 is a legal `maxmemory`).
 *
 * | suffix, in either case | factor |
 * |------------------------|--------|
 * | none, `b`              | 1      |
 * | `k` `m` `g`            | 1000, 1000^2, 1000^3 |
 * | `kb` `mb` `gb`         | 1024, 1024^2, 1024^3 |
 */
const FACTORS: Readonly<Record<string, bigint>> = {
  '': 1n,
  b: 1n,
  k: 1000n,
  kb: 1024n,
  m: 1000n ** 2n,
  mb: 1024n ** 2n,
  g: 1000n ** 3n,
  gb: 1024n ** 3n,
};

const UINT64_MAX = 2n ** 64n - 1n;
const MAX_DIGITS = 127;

/**
 * Reads an amount; undefined where it is none.
 *
 * Is the empty string an amount? Yes: digits may be missing, so `''` and `'mb'` are 0, which scripts use to switch a limit off.
 * What if it does not fit? Digits beyond 2^64 - 1 count as 2^64 - 1, and the product wraps around at 2^64, as in Redis.
 */
export function parseMemory(text: string): bigint | undefined {
  const match = /^([0-9]*)([a-zA-Z]*)$/.exec(text);
  if (match === null) return undefined;
  const [, digits, unit] = match;
  const factor = Object.hasOwn(FACTORS, unit.toLowerCase()) ? FACTORS[unit.toLowerCase()] : undefined;
  if (factor === undefined || digits.length > MAX_DIGITS) return undefined;
  const count = BigInt(digits === '' ? '0' : digits);
  return BigInt.asUintN(64, (count > UINT64_MAX ? UINT64_MAX : count) * factor);
}

/** The shortest exact form with the units `gb`, `mb`, `kb`: `67108864n` is `'64mb'`, `1000n` is `'1000'`. */
export function formatMemory(bytes: bigint): string {
  if (bytes !== 0n) {
    for (const unit of ['gb', 'mb', 'kb']) {
      if (bytes % FACTORS[unit] === 0n) return `${bytes / FACTORS[unit]}${unit}`;
    }
  }
  return String(bytes);
}

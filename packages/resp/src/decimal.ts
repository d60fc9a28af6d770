const ZERO = 48;
const MINUS = 45;

/** The most bytes `writeDecimal` takes: a minus and 16 digits. */
export const DECIMAL_ROOM = 17;

/** Writes a safe integer in decimal at `at` and returns where it ends. */
export function writeDecimal(bytes: Uint8Array, at: number, value: number): number {
  if (value >= 0 && value < 10) {
    bytes[at] = ZERO + value;
    return at + 1;
  }
  if (value < 0) {
    bytes[at++] = MINUS;
    value = -value;
  }
  if (value < 1_000_000_000) return writeDigits(bytes, at, value | 0, digitsOf(value | 0));
  const high = Math.floor(value / 1_000_000_000);
  at = writeDigits(bytes, at, high | 0, digitsOf(high | 0));
  return writeDigits(bytes, at, (value - high * 1_000_000_000) | 0, 9);
}

/** How many digits a number from 0 to 999,999,999 has. */
export function digitsOf(value: number): number {
  if (value < 100_000) {
    if (value < 100) return value < 10 ? 1 : 2;
    if (value < 1000) return 3;
    return value < 10_000 ? 4 : 5;
  }
  if (value < 10_000_000) return value < 1_000_000 ? 6 : 7;
  return value < 100_000_000 ? 8 : 9;
}

function writeDigits(bytes: Uint8Array, at: number, value: number, digits: number): number {
  for (let i = at + digits - 1; i >= at; i--) {
    const rest = (value / 10) | 0;
    bytes[i] = ZERO + value - rest * 10;
    value = rest;
  }
  return at + digits;
}

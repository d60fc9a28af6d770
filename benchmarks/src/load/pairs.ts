/**
 * The pairs that benchmarks load, as requests. Their keys are those that `redis-benchmark -r` draws from, so that it
 * finds them: 16 bytes, "key:" and twelve digits.
 *
 * ```
 * *3\r\n$3\r\nSET\r\n$16\r\nkey:000000000042\r\n$10\r\nxx00000042\r\n
 * ```
 *
 * A value has the key's last eight digits at its end if it is long enough for a letter before them: none is an integer,
 * which servers would store in other ways.
 */
export const KEY_BYTES = 16;

const KEY_DIGITS = 12;
const VALUE_DIGITS = 8;
const ZERO = 48;

/** A buffer with `count` SET requests, to be filled with pairs again and again. */
export class PairBatch {
  readonly capacity: number;
  readonly bytes: Uint8Array;
  readonly frameBytes: number;
  readonly #digitsAt: number;
  readonly #valueDigitsAt: number;

  constructor(capacity: number, valueBytes: number) {
    const head = `*3\r\n$3\r\nSET\r\n$${KEY_BYTES}\r\nkey:`;
    const frame = `${head}${'0'.repeat(KEY_DIGITS)}\r\n$${valueBytes}\r\n${'x'.repeat(valueBytes)}\r\n`;
    this.capacity = capacity;
    this.frameBytes = frame.length;
    this.bytes = new TextEncoder().encode(frame.repeat(capacity));
    this.#digitsAt = head.length;
    this.#valueDigitsAt = valueBytes > VALUE_DIGITS ? frame.length - 2 - VALUE_DIGITS : -1;
  }

  /** Makes the requests those for the pairs `first` to `first + count - 1`. @returns their bytes */
  fill(first: number, count: number): Uint8Array {
    const { bytes, frameBytes } = this;
    for (let i = 0; i < count; i++) {
      const frame = i * frameBytes;
      let rest = first + i;
      const last = frame + this.#digitsAt + KEY_DIGITS - 1;
      for (let digit = 0; digit < KEY_DIGITS; digit++) {
        const quotient = Math.floor(rest / 10);
        bytes[last - digit] = ZERO + rest - quotient * 10;
        rest = quotient;
      }
      if (this.#valueDigitsAt >= 0) {
        bytes.copyWithin(frame + this.#valueDigitsAt, last + 1 - VALUE_DIGITS, last + 1);
      }
    }
    return bytes.subarray(0, count * frameBytes);
  }
}

/**
 * XXH3, 64 bits, seed 0, with the default secret: the digest of Redis's DIGEST, SET IFDEQ and DELEX.
 *
 * Written from the published description ("xxHash fast digest algorithm", doc/xxhash_spec.md of the xxHash project). JavaScript has
 * no 64-bit words that are fast (a bigint is an object), so a 64-bit value is two int32 here, named `...High` and `...Low`, and a
 * product is put together from `Math.imul` and 16-bit halves.
 *
 * ```
 *   0 bytes      secret only
 *   1..16        one value from first and last bytes, mixed
 *  17..128       pairs of 16 bytes from both ends      | each multiplied 64 x 64 bits, halves of the product xored,
 * 129..240       16 bytes at a time                    | the results summed
 * 241..          stripes of 64 bytes into 8 accumulators, scrambled after every 1024 bytes
 * ```
 */
export class Xxh3 {
  /** The digest's high and low 32 bits, of the last `of`; int32. */
  high = 0;
  low = 0;
  /** The halves of 8 accumulators: low, high, low, high ... */
  readonly #lanes = new Int32Array(16);

  /** Digests `bytes[start, end)`; the result is in `high` and `low`. */
  of(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (length > 240) this.#large(bytes, start, end);
    else if (length > 16) this.#medium(bytes, start, end);
    else if (length > 8) this.#nineToSixteen(bytes, start, end);
    else if (length > 3) this.#fourToEight(bytes, start, end);
    else if (length > 0) this.#oneToThree(bytes, start, end);
    else {
      this.#set(secretHigh(56) ^ secretHigh(64), secretLow(56) ^ secretLow(64));
      this.#avalancheXxh64();
    }
  }

  /** Writes the digest as 16 lower-case hexadecimal digits, the most significant first. @returns the position behind them. */
  writeHex(to: Uint8Array, at: number): number {
    for (let i = 0; i < 8; i++) {
      to[at + i] = hexDigit((this.high >>> (28 - i * 4)) & 15);
      to[at + 8 + i] = hexDigit((this.low >>> (28 - i * 4)) & 15);
    }
    return at + XXH3_HEX_LENGTH;
  }

  #oneToThree(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const combined = bytes[end - 1] | (length << 8) | (bytes[start] << 16) | (bytes[start + (length >> 1)] << 24);
    this.#set(0, secretLow(0) ^ secretHigh(0) ^ combined);
    this.#avalancheXxh64();
  }

  #fourToEight(bytes: Uint8Array, start: number, end: number): void {
    const high = secretHigh(8) ^ secretHigh(16) ^ word(bytes, start);
    const low = secretLow(8) ^ secretLow(16) ^ word(bytes, end - 4);
    // Rotated left by 49 and by 24, both xored in.
    const rotated49High = (low << 17) | (high >>> 15);
    const rotated49Low = (high << 17) | (low >>> 15);
    const rotated24High = (high << 24) | (low >>> 8);
    const rotated24Low = (low << 24) | (high >>> 8);
    this.#set(high ^ rotated49High ^ rotated24High, low ^ rotated49Low ^ rotated24Low);
    this.#multiply(MX2_HIGH, MX2_LOW);
    // What is added to has 29 bits: no carry.
    this.low ^= (this.high >>> 3) + (end - start);
    this.#multiply(MX2_HIGH, MX2_LOW);
    this.#xorShift(28);
  }

  #nineToSixteen(bytes: Uint8Array, start: number, end: number): void {
    const firstHigh = secretHigh(24) ^ secretHigh(32) ^ word(bytes, start + 4);
    const firstLow = secretLow(24) ^ secretLow(32) ^ word(bytes, start);
    const lastHigh = secretHigh(40) ^ secretHigh(48) ^ word(bytes, end - 4);
    const lastLow = secretLow(40) ^ secretLow(48) ^ word(bytes, end - 8);
    this.#foldedProduct(firstHigh, firstLow, lastHigh, lastLow);
    this.#add(0, end - start);
    this.#add(swapBytes(firstLow), swapBytes(firstHigh));
    this.#add(lastHigh, lastLow);
    this.#avalanche();
  }

  #medium(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.#set(0, length);
    this.#multiply(PRIME64_1_HIGH, PRIME64_1_LOW);
    if (length <= 128) {
      for (let i = (length - 1) >> 5; i >= 0; i--) {
        this.#mix(bytes, start + i * 16, i * 32);
        this.#mix(bytes, end - i * 16 - 16, i * 32 + 16);
      }
    } else {
      for (let i = 0; i < 8; i++) this.#mix(bytes, start + i * 16, i * 16);
      this.#avalanche();
      const chunks = length >> 4;
      for (let i = 8; i < chunks; i++) this.#mix(bytes, start + i * 16, (i - 8) * 16 + 3);
      this.#mix(bytes, end - 16, 119);
    }
    this.#avalanche();
  }

  /** Adds the folded product of 16 bytes, each half xored with the secret. */
  #mix(bytes: Uint8Array, at: number, secretAt: number): void {
    const high = this.high;
    const low = this.low;
    this.#foldedProduct(
      word(bytes, at + 4) ^ secretHigh(secretAt),
      word(bytes, at) ^ secretLow(secretAt),
      word(bytes, at + 12) ^ secretHigh(secretAt + 8),
      word(bytes, at + 8) ^ secretLow(secretAt + 8),
    );
    this.#add(high, low);
  }

  #large(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const lanes = this.#lanes;
    lanes.set(FIRST_LANES);
    // A view reads words that lie at any byte, several times as fast as putting bytes together.
    const view = new DataView(bytes.buffer, bytes.byteOffset + start, length);
    // The last block, even a full one, is not followed by a scramble, and its last stripe is read from the end.
    const lastBlock = Math.floor((length - 1) / BLOCK_BYTES) * BLOCK_BYTES;
    for (let block = 0; block < lastBlock; block += BLOCK_BYTES) {
      accumulate(lanes, view, block, STRIPES_PER_BLOCK);
      scramble(lanes);
    }
    accumulate(lanes, view, lastBlock, Math.floor((length - lastBlock - 1) / STRIPE_BYTES));
    accumulateStripe(lanes, view, length - STRIPE_BYTES, SECRET_BYTES - 71);

    // The merge: length * PRIME64_1 plus the folded products of neighbouring accumulators.
    this.#set(Math.floor(length / 0x100000000), length | 0);
    this.#multiply(PRIME64_1_HIGH, PRIME64_1_LOW);
    for (let i = 0; i < 16; i += 4) {
      const { high, low } = this;
      const secretAt = 11 + i * 4;
      this.#foldedProduct(
        lanes[i + 1] ^ secretHigh(secretAt),
        lanes[i] ^ secretLow(secretAt),
        lanes[i + 3] ^ secretHigh(secretAt + 8),
        lanes[i + 2] ^ secretLow(secretAt + 8),
      );
      this.#add(high, low);
    }
    this.#avalanche();
  }

  #set(high: number, low: number): void {
    this.high = high;
    this.low = low;
  }

  #add(high: number, low: number): void {
    const sum = (this.low + low) | 0;
    const carry = sum >>> 0 < low >>> 0 ? 1 : 0;
    this.high = (this.high + high + carry) | 0;
    this.low = sum;
  }

  /** The low 64 bits of the product. */
  #multiply(high: number, low: number): void {
    this.high = (productHigh(this.low, low) + Math.imul(this.low, high) + Math.imul(this.high, low)) | 0;
    this.low = Math.imul(this.low, low);
  }

  /** The product of two 64-bit values, 128 bits, its high half xored to its low half. */
  #foldedProduct(aHigh: number, aLow: number, bHigh: number, bLow: number): void {
    // Words of the product from the lowest, w0..w3; sums of a few uint32 are exact in a double.
    const crossA = Math.imul(aLow, bHigh);
    const crossB = Math.imul(aHigh, bLow);
    const w0 = Math.imul(aLow, bLow);
    const sum1 = (productHigh(aLow, bLow) >>> 0) + (crossA >>> 0) + (crossB >>> 0);
    const sum2 =
      (productHigh(aLow, bHigh) >>> 0) +
      (productHigh(aHigh, bLow) >>> 0) +
      (Math.imul(aHigh, bHigh) >>> 0) +
      Math.floor(sum1 / 0x100000000);
    const w3 = productHigh(aHigh, bHigh) + Math.floor(sum2 / 0x100000000);
    this.high = (sum1 | 0) ^ w3;
    this.low = w0 ^ (sum2 | 0);
  }

  /** Xors the value with itself shifted right by 1 to 31 bits. */
  #xorShift(bits: number): void {
    this.low ^= (this.low >>> bits) | (this.high << (32 - bits));
    this.high ^= this.high >>> bits;
  }

  #avalanche(): void {
    this.low ^= this.high >>> 5; // x ^= x >> 37
    this.#multiply(MX1_HIGH, MX1_LOW);
    this.low ^= this.high; // x ^= x >> 32
  }

  #avalancheXxh64(): void {
    this.low ^= this.high >>> 1; // x ^= x >> 33
    this.#multiply(PRIME64_2_HIGH, PRIME64_2_LOW);
    this.#xorShift(29);
    this.#multiply(PRIME64_3_HIGH, PRIME64_3_LOW);
    this.low ^= this.high;
  }
}

/** Hexadecimal digits of a digest. */
export const XXH3_HEX_LENGTH = 16;

const STRIPE_BYTES = 64;
const STRIPES_PER_BLOCK = 16;
const BLOCK_BYTES = STRIPE_BYTES * STRIPES_PER_BLOCK;
const SECRET_BYTES = 192;

const PRIME32_1 = 0x9e3779b1;
const PRIME32_2 = 0x85ebca77;
const PRIME32_3 = 0xc2b2ae3d;
const PRIME64_1_HIGH = 0x9e3779b1;
const PRIME64_1_LOW = 0x85ebca87;
const PRIME64_2_HIGH = 0xc2b2ae3d;
const PRIME64_2_LOW = 0x27d4eb4f;
const PRIME64_3_HIGH = 0x165667b1;
const PRIME64_3_LOW = 0x9e3779f9;
const PRIME64_4_HIGH = 0x85ebca77;
const PRIME64_4_LOW = 0xc2b2ae63;
const PRIME64_5_HIGH = 0x27d4eb2f;
const PRIME64_5_LOW = 0x165667c5;
const MX1_HIGH = 0x16566791;
const MX1_LOW = 0x9e3779f9;
const MX2_HIGH = 0x9fb21c65;
const MX2_LOW = 0x1e98df25;

/** What the accumulators begin with, low word first. */
const FIRST_LANES = new Int32Array([
  ...[PRIME32_3, 0, PRIME64_1_LOW, PRIME64_1_HIGH, PRIME64_2_LOW, PRIME64_2_HIGH, PRIME64_3_LOW, PRIME64_3_HIGH],
  ...[PRIME64_4_LOW, PRIME64_4_HIGH, PRIME32_2, 0, PRIME64_5_LOW, PRIME64_5_HIGH, PRIME32_1, 0],
]);

/** The default secret of the description, 192 bytes. */
const secret = secretView(
  'b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221' +
    'b8084674f743248ee03590e6813a264c3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8' +
    'a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364eac5ac8334d3ebc3c581a0fffa1363eb' +
    '170ddd51b7f0da49d316552629d4689e2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e',
);

function secretView(hex: string): DataView {
  const view = new DataView(new ArrayBuffer(SECRET_BYTES));
  for (let i = 0; i < SECRET_BYTES; i++) view.setUint8(i, Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16));
  return view;
}

function secretLow(at: number): number {
  return secret.getInt32(at, true);
}

function secretHigh(at: number): number {
  return secret.getInt32(at + 4, true);
}

function accumulate(lanes: Int32Array, view: DataView, start: number, stripes: number): void {
  for (let n = 0; n < stripes; n++) accumulateStripe(lanes, view, start + n * STRIPE_BYTES, n * 8);
}

/** For each of 8 values: adds it to its neighbour's accumulator, and the product of its halves, xored with the secret, to its own. */
function accumulateStripe(lanes: Int32Array, view: DataView, at: number, secretAt: number): void {
  for (let i = 0; i < 16; i += 2) {
    const dataLow = view.getInt32(at + i * 4, true);
    const dataHigh = view.getInt32(at + i * 4 + 4, true);
    const neighbour = i ^ 2;
    const sum = (lanes[neighbour] + dataLow) | 0;
    lanes[neighbour] = sum;
    lanes[neighbour + 1] += dataHigh + (sum >>> 0 < dataLow >>> 0 ? 1 : 0);
    const a = dataLow ^ secret.getInt32(secretAt + i * 4, true);
    const b = dataHigh ^ secret.getInt32(secretAt + i * 4 + 4, true);
    const low = Math.imul(a, b);
    const total = (lanes[i] + low) | 0;
    lanes[i] = total;
    lanes[i + 1] += productHigh(a, b) + (total >>> 0 < low >>> 0 ? 1 : 0);
  }
}

/** acc ^= acc >> 47; acc ^= secret; acc *= PRIME32_1 */
function scramble(lanes: Int32Array): void {
  for (let i = 0; i < 16; i += 2) {
    const high = lanes[i + 1] ^ secretHigh(SECRET_BYTES - STRIPE_BYTES + i * 4);
    const low = lanes[i] ^ (lanes[i + 1] >>> 15) ^ secretLow(SECRET_BYTES - STRIPE_BYTES + i * 4);
    lanes[i] = Math.imul(low, PRIME32_1);
    lanes[i + 1] = productHigh(low, PRIME32_1) + Math.imul(high, PRIME32_1);
  }
}

/** The high 32 bits of the product of two uint32, as int32. */
function productHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  // Neither sum exceeds 2^32 - 1: 65535 * 65535 + 65535 + ...
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const cross = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (cross >>> 16)) | 0;
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}

function swapBytes(value: number): number {
  return (value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
}

function hexDigit(value: number): number {
  return value < 10 ? 0x30 + value : 0x57 + value;
}

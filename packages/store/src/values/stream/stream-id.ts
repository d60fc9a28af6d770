/**
 * The ID of a stream's entry: milliseconds and a sequence number, each an unsigned integer of 64 bits.
 *
 * ```
 * | msHigh | msLow | seqHigh | seqLow |      32 bits each, most significant first
 * ```
 *
 * Why not bigints? Each would be an object of its own. The words are kept as signed integers (what `| 0` gives), which engines hold
 * without a box; they are compared as unsigned ones.
 */
export class StreamId {
  msHigh = 0;
  msLow = 0;
  seqHigh = 0;
  seqLow = 0;

  set(msHigh: number, msLow: number, seqHigh: number, seqLow: number): this {
    this.msHigh = msHigh | 0;
    this.msLow = msLow | 0;
    this.seqHigh = seqHigh | 0;
    this.seqLow = seqLow | 0;
    return this;
  }

  copyFrom(other: StreamId): this {
    this.msHigh = other.msHigh;
    this.msLow = other.msLow;
    this.seqHigh = other.seqHigh;
    this.seqLow = other.seqLow;
    return this;
  }

  /** 0-0: below every entry. */
  setLeast(): this {
    return this.set(0, 0, 0, 0);
  }

  /** The highest ID that there can be. */
  setMost(): this {
    return this.set(-1, -1, -1, -1);
  }

  /** The first ID of a millisecond. @param ms a non-negative safe integer */
  setTime(ms: number): this {
    return this.set(Math.floor(ms / 0x1_0000_0000), ms, 0, 0);
  }

  get isLeast(): boolean {
    return (this.msHigh | this.msLow | this.seqHigh | this.seqLow) === 0;
  }

  get isMost(): boolean {
    return (this.msHigh & this.msLow & this.seqHigh & this.seqLow) === -1;
  }

  get isLastOfItsMillisecond(): boolean {
    return (this.seqHigh & this.seqLow) === -1;
  }

  hasTimeOf(other: StreamId): boolean {
    return this.msHigh === other.msHigh && this.msLow === other.msLow;
  }

  /** Negative, 0 or positive, as this ID is below, equal to or above the other. */
  compare(other: StreamId): number {
    if (this.msHigh !== other.msHigh) return (this.msHigh >>> 0) - (other.msHigh >>> 0);
    if (this.msLow !== other.msLow) return (this.msLow >>> 0) - (other.msLow >>> 0);
    if (this.seqHigh !== other.seqHigh) return (this.seqHigh >>> 0) - (other.seqHigh >>> 0);
    return (this.seqLow >>> 0) - (other.seqLow >>> 0);
  }

  /** Goes to the next ID. @returns false where there is none: it is 0-0 then */
  increment(): boolean {
    this.seqLow = (this.seqLow + 1) | 0;
    if (this.seqLow !== 0) return true;
    this.seqHigh = (this.seqHigh + 1) | 0;
    if (this.seqHigh !== 0) return true;
    this.msLow = (this.msLow + 1) | 0;
    if (this.msLow !== 0) return true;
    this.msHigh = (this.msHigh + 1) | 0;
    return this.msHigh !== 0;
  }

  /** Goes to the ID before. @returns false where there is none: it is the highest of all then */
  decrement(): boolean {
    this.seqLow = (this.seqLow - 1) | 0;
    if (this.seqLow !== -1) return true;
    this.seqHigh = (this.seqHigh - 1) | 0;
    if (this.seqHigh !== -1) return true;
    this.msLow = (this.msLow - 1) | 0;
    if (this.msLow !== -1) return true;
    this.msHigh = (this.msHigh - 1) | 0;
    return this.msHigh !== -1;
  }
}

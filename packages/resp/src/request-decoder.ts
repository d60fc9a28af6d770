import { type Arguments, NO_BYTES } from './arguments.ts';
import { ChunkedInput, FAILED, INCOMPLETE, READY } from './chunked-input.ts';
import { DecoderScratch } from './decoder-scratch.ts';
import { splitInlineCommand } from './inline-command.ts';
import { authenticatedLimits, type DecoderLimits } from './limits.ts';

/** Redis looks for a line's end with strchr(): a zero byte hides it, and such a line only ever gets too long. */
const ZERO_BYTE = 0;
const CR = 13;
const LF = 10;
const ASTERISK = 42;
const DOLLAR = 36;
const MINUS = 45;
const ZERO = 48;

/** `bulkLength` while it has not been read. */
const UNKNOWN = -1;
/** What `readLength` returns when the line is not complete, or after a failure. */
const NO_LENGTH = -1;

/** What an argument takes in the arrays of offsets, in bytes. */
const OFFSETS_SIZE = 8;
/** Room for more arguments than this is not kept. */
const MANY_ARGUMENTS = 64 * 1024;
/** Room for the header that follows a bulk string, so that the own buffer need not move for it. */
const NEXT_HEADER = 64;

/**
 * Turns what a client sends into commands, whatever the pieces it arrives in.
 *
 * ```
 * decoder.feed(bytes, 0, n);
 * while (decoder.next() === READY) execute(decoder.args);
 * if (decoder.error !== '') fail(decoder.error);
 * ```
 *
 * `feed` borrows the bytes until `next()` returns INCOMPLETE or `detach()` is called; after that the caller may
 * overwrite them. Arguments are slices of the bytes that were fed: nothing is copied or allocated for a command that
 * arrived whole. One that did not is brought together in the decoder's own buffer (see `ChunkedInput`), which is not
 * sized by what the client announces but by what it has sent (see `capacityFor`).
 *
 * A decoder that is not within a command holds no buffer. Many can share one scratch (see `DecoderScratch`).
 */
export class RequestDecoder extends ChunkedInput {
  /**
   * The command that `next()` found. Valid until the next call of this decoder, or of one that shares its scratch. May be
   * replaced between two commands, to keep the one before: see `nextInPlace`.
   */
  args: Arguments;
  limits: DecoderLimits;

  // Where decoding stands inside a command. Between two commands `remaining` is 0.
  private remaining = 0;
  private bulkLength = UNKNOWN;
  private count = 0;
  private commandStart = 0;

  // From INCOMPLETE to the next call, the arguments found so far: others may use `args` in the meantime.
  private keptStarts: Int32Array | null = null;
  private keptEnds: Int32Array | null = null;

  constructor(limits: DecoderLimits = authenticatedLimits(), scratch: DecoderScratch = new DecoderScratch()) {
    super(scratch.buffers);
    this.limits = limits;
    this.args = scratch.args;
  }

  /**
   * Looks for the next command: READY, INCOMPLETE or FAILED. Empty commands are skipped, as Redis does. After FAILED,
   * answer `-ERR ` and `error`, in Redis's words, and close.
   */
  next(): number {
    let status: number;
    if (this.owning) {
      if (this.keptStarts !== null) this.restoreOffsets();
      status = this.decodeOwn();
    } else status = this.decodeBorrowed();
    if (status === INCOMPLETE && this.remaining > 0 && this.count > 0) this.keepOffsets();
    return status;
  }

  /** Whether the next command is decoded from the bytes that were fed, and not from the own buffer. */
  get inPlace(): boolean {
    return !this.owning;
  }

  /** While `inPlace`: where in the bytes that were fed the next command begins. */
  get offset(): number {
    return this.position;
  }

  /**
   * Reads ahead: the next command into `args`, if all of it is there and `inPlace`. Unlike with `next()`, commands that
   * were found before, in other `Arguments`, stay valid as long as the bytes that were fed do. When it returns false,
   * nothing was taken: what is there is for `next()`.
   */
  nextInPlace(): boolean {
    if (this.owning) return false;
    const start = this.position;
    // The arguments of an inline command with quotes do not stand in what was fed: others could not find them there.
    if (this.decode() === READY && this.args.bytes === this.bytes) return true;
    // A failure is told by next(). A part of a command is decoded again by next(), whatever `args` is then.
    if (!this.owning) this.backTo(this.bytes, start, this.end);
    return false;
  }

  /** Takes back what was read ahead: decoding goes on at `offset` of these bytes, lent until the next INCOMPLETE. */
  backTo(bytes: Uint8Array, offset: number, end: number): void {
    this.error = '';
    this.owning = false;
    this.bytes = bytes;
    this.position = offset;
    this.end = end;
    this.searched = this.remaining = this.count = 0;
    this.bulkLength = UNKNOWN;
  }

  override get capacity(): number {
    return super.capacity + (this.keptStarts === null ? 0 : this.keptStarts.length * OFFSETS_SIZE);
  }

  /** Between two calls: bytes of the command that is not all there which are whole arguments already. */
  get argumentBytes(): number {
    const { keptStarts, keptEnds, count } = this;
    if (keptStarts === null || keptEnds === null) return 0;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += keptEnds[i] - keptStarts[i];
    return sum;
  }

  /** Between two calls: bytes at hand that have not become arguments yet. */
  get undecoded(): number {
    return this.owning ? this.end - this.position : 0;
  }

  /** Between two calls: the length of the argument that is not all there, with its line end; 0 while it is not known. */
  get announced(): number {
    return this.remaining !== 0 && this.bulkLength !== UNKNOWN ? this.bulkLength + 2 : 0;
  }

  protected pendingStart(): number {
    return this.remaining !== 0 ? this.commandStart : this.position;
  }

  protected missing(): number {
    if (this.remaining === 0 || this.bulkLength === UNKNOWN) return NEXT_HEADER;
    const missing = this.position + this.bulkLength + 2 - this.end;
    return this.remaining === 1 ? missing : missing + NEXT_HEADER;
  }

  protected override moved(by: number): void {
    if (this.remaining === 0) return;
    const starts = this.keptStarts ?? this.args.starts;
    const ends = this.keptEnds ?? this.args.ends;
    for (let i = 0; i < this.count; i++) {
      starts[i] -= by;
      ends[i] -= by;
    }
    this.commandStart -= by;
  }

  protected override letGo(): void {
    super.letGo();
    this.args.bytes = NO_BYTES;
    if (this.args.starts.length > MANY_ARGUMENTS) this.args.renew();
    this.remaining = this.count = 0;
    this.keptStarts = this.keptEnds = null;
  }

  private keepOffsets(): void {
    this.keptStarts = this.args.starts;
    this.keptEnds = this.args.ends;
    this.args.renew();
  }

  private restoreOffsets(): void {
    if (this.keptStarts === null || this.keptEnds === null) return;
    this.args.starts = this.keptStarts;
    this.args.ends = this.keptEnds;
    this.keptStarts = this.keptEnds = null;
  }

  /** Decodes one command from the window, or as much of it as is there. */
  protected decode(): number {
    const bytes = this.bytes;
    const end = this.end;
    const args = this.args;
    let position = this.position;
    let remaining = this.remaining;
    let bulkLength = this.bulkLength;

    // *3\r\n
    while (remaining === 0) {
      if (position === end) {
        this.position = position;
        return INCOMPLETE;
      }
      if (bytes[position] !== ASTERISK) {
        this.position = position;
        const status = this.decodeInline();
        if (status !== READY || args.count > 0) return status;
        position = this.position;
        continue;
      }
      // Up to eight digits are read here, in one pass. All else (longer, shorter, wrong, not there) is for readLength.
      let at = position + 1;
      let digit = at < end ? (bytes[at] - ZERO) | 0 : -1;
      let value = digit;
      if (digit > 0 && digit <= 9) {
        for (; ++at < end && at - position < 10; value = (value * 10 + digit) | 0) {
          digit = (bytes[at] - ZERO) | 0;
          if (digit < 0 || digit > 9) break;
        }
      }
      if (digit === CR - ZERO && at + 1 < end && at > position + 1) at += 2;
      else {
        this.position = position;
        value = this.readLength(false);
        if (value === NO_LENGTH) return this.error === '' ? INCOMPLETE : FAILED;
        at = this.position;
      }
      if (value > this.limits.maxArgumentsForNow) return this.tooManyArguments(value);
      if (value > 0) {
        this.commandStart = position;
        this.count = 0;
        remaining = value;
        bulkLength = UNKNOWN;
      }
      position = at;
    }

    let count = this.count;
    let starts = args.starts;
    let ends = args.ends;
    const maxBulkLength = this.limits.maxBulkLengthForNow;
    do {
      // $3\r\n
      if (bulkLength === UNKNOWN) {
        let at = position + 1;
        let digit = at < end && bytes[position] === DOLLAR ? (bytes[at] - ZERO) | 0 : -1;
        let value = digit;
        if (digit > 0 && digit <= 9) {
          for (; ++at < end && at - position < 10; value = (value * 10 + digit) | 0) {
            digit = (bytes[at] - ZERO) | 0;
            if (digit < 0 || digit > 9) break;
          }
        } else if (digit === 0 && ++at < end) digit = (bytes[at] - ZERO) | 0;
        if (digit === CR - ZERO && at + 1 < end && at > position + 1) position = at + 2;
        else {
          this.suspend(position, remaining, UNKNOWN, count);
          value = this.readLength(true);
          if (value === NO_LENGTH) return this.error === '' ? INCOMPLETE : FAILED;
          position = this.position;
        }
        if (value > maxBulkLength) return this.tooLongBulk(value);
        bulkLength = value;
      }
      // foo\r\n, of which the last two bytes are skipped unseen, as in Redis.
      const stop = position + bulkLength;
      if (stop + 2 > end) {
        this.suspend(position, remaining, bulkLength, count);
        return INCOMPLETE;
      }
      if (count === starts.length) {
        args.count = count;
        args.grow(count + Math.min(remaining, 1024));
        starts = args.starts;
        ends = args.ends;
      }
      starts[count] = position;
      ends[count++] = stop;
      position = stop + 2;
      bulkLength = UNKNOWN;
    } while (--remaining !== 0);

    args.bytes = bytes;
    args.count = count;
    this.position = position;
    this.remaining = 0;
    return READY;
  }

  private suspend(position: number, remaining: number, bulkLength: number, count: number): void {
    this.position = position;
    this.remaining = remaining;
    this.bulkLength = bulkLength;
    this.count = count;
  }

  /** An inline command at `position`: READY, with no arguments if the line is blank. */
  private decodeInline(): number {
    const { bytes, position, end, args } = this;
    const lineEnd = this.findLineEnd(LF, ZERO_BYTE);
    if (lineEnd < 0 || lineEnd - position > this.limits.maxInlineLength) {
      if (end - position <= this.limits.maxInlineLength) return INCOMPLETE;
      return this.refuse('too big inline request');
    }
    const textEnd = lineEnd > position && bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
    this.position = lineEnd + 1;
    if (splitInlineCommand(bytes, position, textEnd, args)) return READY;
    return this.refuse('unbalanced quotes in request');
  }

  /**
   * The length in a line such as `*3\r\n` or `$3\r\n` at `position`, and moves behind it. The road for all that the
   * loops in `decode` do not take: lines that are not all there, ten digits and more, and errors.
   */
  private readLength(ofBulk: boolean): number {
    const { bytes, position, end } = this;
    const lineEnd = this.findLineEnd(CR, ZERO_BYTE);
    if (lineEnd < 0 || lineEnd - position > this.limits.maxInlineLength) {
      if (end - position <= this.limits.maxInlineLength) return NO_LENGTH;
      this.refuse(ofBulk ? 'too big bulk count string' : 'too big mbulk count string');
      return NO_LENGTH;
    }
    if (lineEnd + 1 === end) {
      this.searched = lineEnd;
      return NO_LENGTH;
    }
    if (ofBulk && bytes[position] !== DOLLAR) {
      this.refuse(`expected '$', got '${String.fromCharCode(bytes[position])}'`);
      return NO_LENGTH;
    }
    const value = parseLength(bytes, position + 1, lineEnd);
    if (Number.isNaN(value) || (ofBulk && value < 0)) {
      this.refuse(ofBulk ? 'invalid bulk length' : 'invalid multibulk length');
      return NO_LENGTH;
    }
    this.position = lineEnd + 2;
    return Math.max(value, 0);
  }

  private refuse(what: string): number {
    this.fail(`Protocol error: ${what}`);
    return FAILED;
  }

  private tooManyArguments(count: number): number {
    return this.refuse(
      count > this.limits.maxArguments ? 'invalid multibulk length' : 'unauthenticated multibulk length',
    );
  }

  private tooLongBulk(length: number): number {
    return this.refuse(length > this.limits.maxBulkLength ? 'invalid bulk length' : 'unauthenticated bulk length');
  }
}

/**
 * A decimal 64-bit integer as Redis takes it: an optional minus, no plus, no leading zeros, not "-0"; NaN otherwise.
 * Inexact beyond 2^53, which is beyond every limit.
 */
function parseLength(bytes: Uint8Array, start: number, end: number): number {
  if (end - start === 1 && bytes[start] === ZERO) return 0;
  const first = bytes[start] === MINUS ? start + 1 : start;
  if (end <= first || end - start > 20 || bytes[first] === ZERO) return Number.NaN;
  let text = '';
  for (let at = start; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (at >= first && (digit < 0 || digit > 9)) return Number.NaN;
    text += String.fromCharCode(bytes[at]);
  }
  const value = BigInt(text);
  return BigInt.asIntN(64, value) === value ? Number(value) : Number.NaN;
}

import { type Arguments, NO_BYTES } from './arguments.ts';
import { capacityFor, DecoderScratch } from './decoder-scratch.ts';
import { splitInlineCommand } from './inline-command.ts';
import { authenticatedLimits, type DecoderLimits } from './limits.ts';

/** `next()`: the arguments hold a command. */
export const READY = 1;
/** `next()`: all that was fed is decoded or kept; feed more. */
export const INCOMPLETE = 0;
/** `next()`: the client broke the protocol. Answer `-ERR ` and `error`, then close. */
export const FAILED = -1;

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

/** Offsets are 32-bit: one command may not be larger than this, whatever the limits say. */
const LARGEST_COMMAND = 0x7fffff00;
/** What the own buffer takes in one go when it is not known how much the command needs. */
const TOP_UP = 512;
/** Room for more arguments than this is not kept. */
const MANY_ARGUMENTS = 64 * 1024;
/** Up to here bytes are copied by a loop. */
const LOOP_COPY = 64;

/**
 * Turns what a client sends into commands, whatever the pieces it arrives in.
 *
 * ```
 * decoder.feed(bytes, 0, n);
 * let status;
 * while ((status = decoder.next()) === READY) execute(decoder.args);
 * if (status === FAILED) fail(decoder.error);
 * ```
 *
 * `feed` borrows the bytes until `next()` returns INCOMPLETE or `detach()` is called; after that the caller may
 * overwrite them. Arguments are slices of the bytes that were fed: nothing is copied or allocated for a command that
 * arrived whole.
 *
 * A command that did not is copied once into the decoder's own buffer, from its first byte to the last that is there,
 * and what is fed next is appended until it is whole. Decoding goes on where it stopped. What follows in the chunk is
 * decoded in place again:
 *
 * ```
 * chunk 1   [command][command][comm          own buffer   comm
 * chunk 2   and][command][command]                        command     <- args of this one
 *               ^ in place from here                      let go when it has been taken
 * ```
 *
 * A decoder that is not within a command holds no buffer. Many decoders can share one scratch: see `DecoderScratch`.
 */
export class RequestDecoder {
  /** The command that `next()` found. Valid until the next call of this decoder, or of one that shares its scratch. */
  readonly args: Arguments;
  /** After FAILED: what is wrong, in Redis's words, without the leading `-ERR `. */
  error = '';
  limits: DecoderLimits;

  // The window being decoded: borrowed from the caller or, if `owning`, the own buffer.
  private bytes: Uint8Array = NO_BYTES;
  private position = 0;
  private end = 0;
  private owning = false;

  // Where decoding stands inside a command. Between two commands `remaining` is 0.
  private remaining = 0;
  private bulkLength = UNKNOWN;
  private count = 0;
  private commandStart = 0;
  /** Up to where the end of the current line was looked for in vain. */
  private searched = 0;

  // What was fed while the window is the own buffer, and how much of it stands at the own buffer's end.
  private fed: Uint8Array = NO_BYTES;
  private fedPosition = 0;
  private fedEnd = 0;
  private taken = 0;

  // From INCOMPLETE to the next call, the arguments found so far: others may use `args` in the meantime.
  private keptStarts: Int32Array | null = null;
  private keptEnds: Int32Array | null = null;

  private readonly scratch: DecoderScratch;

  constructor(limits: DecoderLimits = authenticatedLimits(), scratch: DecoderScratch = new DecoderScratch()) {
    this.limits = limits;
    this.scratch = scratch;
    this.args = scratch.args;
  }

  /** Bytes in the own buffer that are not decoded, or belong to a command that is not complete. */
  get buffered(): number {
    return this.owning ? this.end - this.pendingStart() : 0;
  }

  /** Size of the own buffer: the memory this decoder holds. */
  get capacity(): number {
    return this.owning ? this.bytes.length : 0;
  }

  /** Lends `bytes[start, end)` to the decoder until `next()` returns INCOMPLETE or `detach()` is called. */
  feed(bytes: Uint8Array, start: number, end: number): void {
    if (this.position < this.end || this.fedPosition < this.fedEnd) this.detach();
    if (this.owning) {
      this.fed = bytes;
      this.fedPosition = start;
      this.fedEnd = end;
      this.taken = 0;
    } else {
      this.bytes = bytes;
      this.position = start;
      this.end = end;
    }
  }

  /** Looks for the next command: READY, INCOMPLETE or FAILED. Empty commands are skipped, as Redis does. */
  next(): number {
    if (this.owning) return this.nextOfOwn();
    const status = this.decode();
    if (status !== INCOMPLETE) return status;
    this.keepOffsets();
    return this.own() ? INCOMPLETE : FAILED;
  }

  /**
   * Copies what is not decoded yet, so that the caller may have its bytes back. A later `next()` goes on without
   * `feed`. Invalidates `args`.
   */
  detach(): void {
    if (!this.owning) this.own();
    else if (this.error === '') {
      const rest = this.fedEnd - this.fedPosition;
      if (rest === 0 || this.append(rest)) this.forgetFed();
    }
  }

  /** Gives up whatever is held, for a connection that has closed. Nothing can be fed any more. */
  close(): void {
    this.letGo();
    this.error = 'closed';
    this.owning = true;
  }

  private nextOfOwn(): number {
    if (this.error !== '') return FAILED;
    this.restoreOffsets();
    for (;;) {
      const status = this.decode();
      if (status === READY) this.giveBack();
      if (status !== INCOMPLETE) return status;
      const rest = this.fedEnd - this.fedPosition;
      if (this.position === this.end && this.remaining === 0) {
        // The own buffer has done its work: go on in place.
        const { fed, fedPosition, fedEnd } = this;
        this.letGo();
        if (rest === 0) return INCOMPLETE;
        this.bytes = fed;
        this.position = fedPosition;
        this.end = fedEnd;
        return this.next();
      }
      if (rest === 0) {
        this.forgetFed();
        this.keepOffsets();
        return INCOMPLETE;
      }
      if (!this.append(Math.min(rest, Math.max(this.missing(), TOP_UP)))) return FAILED;
    }
  }

  /** Bytes that are sure to belong to the command and are not there yet, as far as is known. */
  private missing(): number {
    if (this.remaining === 0 || this.bulkLength === UNKNOWN) return 1;
    return this.position + this.bulkLength + 2 - this.end;
  }

  /** Where the bytes begin that are still needed. */
  private pendingStart(): number {
    return this.remaining !== 0 ? this.commandStart : this.position;
  }

  /** Turns from the borrowed window to an own buffer with what is pending, or to nothing if nothing is. */
  private own(): boolean {
    if (this.pendingStart() === this.end) {
      this.letGo();
      return true;
    }
    this.forgetFed();
    this.owning = this.move(0);
    return this.error === '';
  }

  /** Copies the next `length` bytes of what was fed to the end of the own buffer. */
  private append(length: number): boolean {
    if (this.end + length > this.bytes.length) {
      const old = this.bytes;
      if (!this.move(length)) return false;
      this.scratch.give(old);
    }
    const { bytes, end, fed, fedPosition } = this;
    if (length <= LOOP_COPY) {
      for (let i = 0; i < length; i++) bytes[end + i] = fed[fedPosition + i];
    } else bytes.set(fed.subarray(fedPosition, fedPosition + length), end);
    this.end += length;
    this.fedPosition += length;
    this.taken += length;
    return true;
  }

  /** Returns what was appended in excess of the command, so that what follows is decoded in place. */
  private giveBack(): void {
    const excess = this.end - this.position;
    if (excess === 0 || excess > this.taken) return;
    this.end = this.position;
    this.fedPosition -= excess;
    this.taken = 0;
  }

  /** Moves what is pending to the beginning of another buffer, with room for `length` more bytes. */
  private move(length: number): boolean {
    const start = this.pendingStart();
    const held = this.end - start + length;
    const needed = Math.max(held, this.end - start + this.missing()) + (this.remaining === 1 ? 0 : TOP_UP);
    if (needed > LARGEST_COMMAND) return this.fail('too big request');
    let bytes: Uint8Array;
    try {
      bytes = this.scratch.take(Math.min(capacityFor(held, needed), LARGEST_COMMAND));
    } catch {
      return this.fail('too big request');
    }
    bytes.set(this.bytes.subarray(start, this.end), 0);
    this.bytes = bytes;
    this.position -= start;
    this.end -= start;
    this.searched = Math.max(this.searched - start, 0);
    if (this.remaining !== 0 && start > 0) this.moveOffsets(start);
    return true;
  }

  private moveOffsets(by: number): void {
    const starts = this.keptStarts ?? this.args.starts;
    const ends = this.keptEnds ?? this.args.ends;
    for (let i = 0; i < this.count; i++) {
      starts[i] -= by;
      ends[i] -= by;
    }
    this.commandStart -= by;
  }

  private keepOffsets(): void {
    if (this.remaining === 0 || this.count === 0) return;
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

  private forgetFed(): void {
    this.fed = NO_BYTES;
    this.fedPosition = this.fedEnd = this.taken = 0;
  }

  /** Forgets all bytes, borrowed or own. */
  private letGo(): void {
    if (this.owning) this.scratch.give(this.bytes);
    if (this.args.starts.length > MANY_ARGUMENTS) this.args.renew();
    this.bytes = this.args.bytes = NO_BYTES;
    this.position = this.end = this.searched = this.remaining = 0;
    this.keptStarts = this.keptEnds = null;
    this.owning = false;
    this.forgetFed();
  }

  private fail(what: string): boolean {
    this.letGo();
    this.error = `Protocol error: ${what}`;
    this.owning = true;
    return false;
  }

  /** Decodes one command from the window, or as much of it as is there. */
  private decode(): number {
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
      let digit = at < end ? bytes[at] - ZERO : -1;
      let value = digit;
      if (digit > 0 && digit <= 9) {
        for (; ++at < end && at - position < 10; value = value * 10 + digit) {
          digit = bytes[at] - ZERO;
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
        let digit = at < end && bytes[position] === DOLLAR ? bytes[at] - ZERO : -1;
        let value = digit;
        if (digit > 0 && digit <= 9) {
          for (; ++at < end && at - position < 10; value = value * 10 + digit) {
            digit = bytes[at] - ZERO;
            if (digit < 0 || digit > 9) break;
          }
        }
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
    const lineEnd = this.findLineEnd(LF);
    if (lineEnd < 0 || lineEnd - position > this.limits.maxInlineLength) {
      if (end - position <= this.limits.maxInlineLength) return INCOMPLETE;
      this.fail('too big inline request');
      return FAILED;
    }
    const textEnd = lineEnd > position && bytes[lineEnd - 1] === CR ? lineEnd - 1 : lineEnd;
    this.position = lineEnd + 1;
    if (splitInlineCommand(bytes, position, textEnd, args)) return READY;
    this.fail('unbalanced quotes in request');
    return FAILED;
  }

  /**
   * The index of `terminator` on the line at `position`, or -1. Looks at no byte twice. Redis looks with strchr(),
   * which a zero byte stops for good: such a line never ends, and only its length is an error in the end.
   */
  private findLineEnd(terminator: number): number {
    const { bytes, end } = this;
    let at = Math.max(this.searched, this.position);
    while (at < end && bytes[at] !== terminator && bytes[at] !== 0) at++;
    if (at < end && bytes[at] === terminator) {
      this.searched = 0;
      return at;
    }
    this.searched = at;
    return -1;
  }

  /**
   * The length in a line such as `*3\r\n` or `$3\r\n` at `position`, and moves behind it. The road for all that the
   * loops in `decode` do not take: lines that are not all there, ten digits and more, and errors.
   */
  private readLength(ofBulk: boolean): number {
    const { bytes, position, end } = this;
    const lineEnd = this.findLineEnd(CR);
    if (lineEnd < 0 || lineEnd - position > this.limits.maxInlineLength) {
      if (end - position <= this.limits.maxInlineLength) return NO_LENGTH;
      this.fail(ofBulk ? 'too big bulk count string' : 'too big mbulk count string');
      return NO_LENGTH;
    }
    if (lineEnd + 1 === end) {
      this.searched = lineEnd;
      return NO_LENGTH;
    }
    if (ofBulk && bytes[position] !== DOLLAR) {
      this.fail(`expected '$', got '${String.fromCharCode(bytes[position])}'`);
      return NO_LENGTH;
    }
    const value = parseLength(bytes, position + 1, lineEnd);
    if (Number.isNaN(value) || (ofBulk && value < 0)) {
      this.fail(ofBulk ? 'invalid bulk length' : 'invalid multibulk length');
      return NO_LENGTH;
    }
    this.position = lineEnd + 2;
    return Math.max(value, 0);
  }

  private tooManyArguments(count: number): number {
    this.fail(count > this.limits.maxArguments ? 'invalid multibulk length' : 'unauthenticated multibulk length');
    return FAILED;
  }

  private tooLongBulk(length: number): number {
    this.fail(length > this.limits.maxBulkLength ? 'invalid bulk length' : 'unauthenticated bulk length');
    return FAILED;
  }
}

/**
 * A decimal 64-bit integer as Redis takes it: an optional minus, no plus, no leading zeros, not "-0"; NaN otherwise.
 * Inexact beyond 2^53, which is beyond every limit.
 */
function parseLength(bytes: Uint8Array, start: number, end: number): number {
  if (end - start === 1 && bytes[start] === ZERO) return 0;
  const negative = bytes[start] === MINUS;
  const first = negative ? start + 1 : start;
  if (end <= first || end - start > 20 || bytes[first] === ZERO) return Number.NaN;
  let value = 0;
  for (let at = first; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  if (value > 2 ** 63 || (value === 2 ** 63 && !negative)) return Number.NaN;
  return negative ? -value : value;
}

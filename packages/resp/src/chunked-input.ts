import { NO_BYTES } from './arguments.ts';
import { copyInto } from './copy-bytes.ts';
import { capacityFor, type SpareBuffers } from './spare-buffers.ts';

/** `next()`: there is one. */
export const READY = 1;
/** `next()`: all that was fed is decoded or kept; feed more. */
export const INCOMPLETE = 0;
/** `next()`: the other side broke the protocol, as `error` says. Nothing more can be decoded. */
export const FAILED = -1;

/** Offsets are 32-bit: nothing in one piece may be larger than this, whatever the limits say. */
const LARGEST_PIECE = 0x7fffff00;
/** What the own buffer takes in one go when it is not known how much is missing. */
const TOP_UP = 512;
/** What must be free in the own buffer for `trim()` to do something. */
const WORTH_TRIMMING = 4096;

/**
 * Where a decoder reads: chunks lent by the caller, decoded in place, and an own buffer for what is cut in two.
 *
 * ```
 * chunk 1   [piece][piece][pie            own buffer   pie
 * chunk 2   ce][piece][piece]                          piece     <- decoded there
 *             ^ in place from here                     let go when it has been taken
 * ```
 *
 * A piece that is not complete is copied once into the own buffer, and what is fed next is appended until it is: as
 * much as it is known to lack, or a little. What was appended in excess is given back, that is, decoded in place.
 */
export abstract class ChunkedInput {
  /** After FAILED: what is wrong. */
  error = '';

  // The window being decoded: borrowed from the caller or, if `owning`, the own buffer.
  protected bytes: Uint8Array = NO_BYTES;
  protected position = 0;
  protected end = 0;
  protected owning = false;
  /** Up to where the end of the current line was looked for in vain. */
  protected searched = 0;

  // What was fed while the window is the own buffer, and how much of it stands at the own buffer's end.
  private fed: Uint8Array = NO_BYTES;
  private fedPosition = 0;
  private fedEnd = 0;
  private taken = 0;

  private readonly buffers: SpareBuffers;

  constructor(buffers: SpareBuffers) {
    this.buffers = buffers;
  }

  /** Bytes in the own buffer that are not decoded, or belong to a piece that is not complete. */
  get buffered(): number {
    return this.owning ? this.end - this.pendingStart() : 0;
  }

  /** Size of the own buffer: the memory this decoder holds. */
  get capacity(): number {
    return this.owning ? this.bytes.length : 0;
  }

  /** Lends `bytes[start, end)` until `next()` returns INCOMPLETE or `detach()` is called. */
  feed(bytes: Uint8Array, start = 0, end: number = bytes.length): void {
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

  /**
   * Copies what is not decoded yet, so that the caller may have its bytes back. A later `next()` goes on without
   * `feed`. Invalidates what the last `next()` found.
   */
  detach(): void {
    if (!this.owning) this.own();
    else if (this.error === '') {
      const rest = this.fedEnd - this.fedPosition;
      if (rest === 0 || this.append(rest)) this.forgetFed();
    }
  }

  /** Gives back what the own buffer has beyond what is in it: for a sender who has fallen silent within a piece. */
  trim(): void {
    if (!this.owning || this.error !== '' || this.fedPosition < this.fedEnd) return;
    const start = this.pendingStart();
    const old = this.bytes;
    if (old.length - (this.end - start) < WORTH_TRIMMING) return;
    this.moveTo(this.buffers.take(this.end - start), start);
    this.buffers.give(old);
  }

  /** Gives up whatever is held, for a connection that has closed. Then `next()` returns FAILED. */
  close(): void {
    this.fail('closed');
  }

  /** Decodes one piece from the window: READY, INCOMPLETE or FAILED. */
  protected abstract decode(): number;

  /** Where in the window the bytes begin that are still needed. */
  protected abstract pendingStart(): number;

  /** How many bytes after the window's end belong to the piece, as far as is known; at least 1. */
  protected abstract missing(): number;

  /** The pending bytes have moved to the left. */
  protected moved(_by: number): void {}

  /** Decodes from the own buffer, and in place again as soon as that has done its work. */
  protected decodeOwn(): number {
    if (this.error !== '') return FAILED;
    for (;;) {
      const status = this.decode();
      if (status === READY) this.giveBack();
      if (status !== INCOMPLETE) return status;
      const rest = this.fedEnd - this.fedPosition;
      if (this.pendingStart() === this.end) {
        const { fed, fedPosition, fedEnd } = this;
        this.letGo();
        if (rest === 0) return INCOMPLETE;
        this.bytes = fed;
        this.position = fedPosition;
        this.end = fedEnd;
        return this.decodeBorrowed();
      }
      if (rest === 0) {
        this.forgetFed();
        return INCOMPLETE;
      }
      if (!this.append(Math.min(rest, Math.max(this.missing(), TOP_UP)))) return FAILED;
    }
  }

  /** Decodes in place; what is left of the chunk in the end moves to the own buffer. */
  protected decodeBorrowed(): number {
    const status = this.decode();
    if (status !== INCOMPLETE) return status;
    return this.own() ? INCOMPLETE : FAILED;
  }

  /**
   * The index of `terminator` on the line at `position`, or -1 if it is not there yet. Looks at no byte twice. Never
   * gets past a byte that is `barrier`.
   */
  protected findLineEnd(terminator: number, barrier: number): number {
    const { bytes, end } = this;
    let at = Math.max(this.searched, this.position);
    while (at < end && bytes[at] !== terminator && bytes[at] !== barrier) at++;
    if (at < end && bytes[at] === terminator) {
      this.searched = 0;
      return at;
    }
    this.searched = at;
    return -1;
  }

  /** Gives up with this error; returns false. */
  protected fail(error: string): boolean {
    this.letGo();
    this.error = error;
    this.owning = true;
    return false;
  }

  /** Forgets all bytes, borrowed or own. */
  protected letGo(): void {
    if (this.owning) this.buffers.give(this.bytes);
    this.bytes = NO_BYTES;
    this.position = this.end = this.searched = 0;
    this.owning = false;
    this.forgetFed();
  }

  /** Turns from the borrowed window to an own buffer with what is pending, or to nothing if nothing is. */
  protected own(): boolean {
    if (this.pendingStart() === this.end) {
      this.letGo();
      return true;
    }
    this.owning = this.move(0);
    return this.error === '';
  }

  /** Copies the next `length` bytes of what was fed to the end of the own buffer. */
  private append(length: number): boolean {
    if (this.end + length > this.bytes.length) {
      const old = this.bytes;
      if (!this.move(length)) return false;
      this.buffers.give(old);
    }
    copyInto(this.fed, this.fedPosition, this.fedPosition + length, this.bytes, this.end);
    this.end += length;
    this.fedPosition += length;
    this.taken += length;
    return true;
  }

  /** Returns what was appended in excess of the piece, so that what follows is decoded in place. */
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
    const needed = Math.max(held, this.end - start + this.missing());
    if (needed > LARGEST_PIECE) return this.fail('Protocol error: too large');
    let bytes: Uint8Array;
    try {
      bytes = this.buffers.take(Math.min(capacityFor(held, needed), LARGEST_PIECE));
    } catch {
      return this.fail('Protocol error: too large');
    }
    this.moveTo(bytes, start);
    return true;
  }

  private moveTo(bytes: Uint8Array, start: number): void {
    bytes.set(this.bytes.subarray(start, this.end), 0);
    this.bytes = bytes;
    this.position -= start;
    this.end -= start;
    this.searched = Math.max(this.searched - start, 0);
    if (start > 0) this.moved(start);
  }

  private forgetFed(): void {
    this.fed = NO_BYTES;
    this.fedPosition = this.fedEnd = this.taken = 0;
  }
}

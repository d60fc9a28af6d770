import {
  type BlockStore,
  BlockView,
  HEADER_BYTES,
  MS_BYTES_MASK,
  MS_BYTES_SHIFT,
  SAME_FIELDS,
  SEQ_FORM_SHIFT,
  seqBytes,
} from './entry-block.ts';
import { ElementReader, readIntegerElement, skipElement } from './packed-element.ts';
import { StreamId } from './stream-id.ts';

/** Goes over the entries of one block, deleted ones too, in either direction. Void when the block moves. */
export class BlockWalker {
  readonly block = new BlockView();
  /** The ID of the block. */
  readonly masterId = new StreamId();
  // The entry where the walker stands:
  readonly id = new StreamId();
  /** Where its flags are in `block.bytes`. */
  entryAt = 0;
  flags = 0;
  /** Pairs of a field and a value. */
  pairs = 0;
  /** What `readField` or `readValue` read last. */
  readonly element = new ElementReader();
  #masterPairs = 0;
  #masterAt = 0;
  #nextMaster = 0;
  #nextElement = 0;
  /** Elements behind `#nextElement`. */
  #left = 0;

  open(store: BlockStore, reference: number): void {
    store.open(this.block, reference);
    const at = this.block.at + HEADER_BYTES;
    this.#masterPairs = readIntegerElement(this.block.bytes, at);
    this.#masterAt = skipElement(this.block.bytes, at);
    this.#nextMaster = this.#masterAt;
  }

  /** How many fields the block has for all entries. */
  get masterPairs(): number {
    return this.#masterPairs;
  }

  /** Reads these fields, one after the other: right after `open`, `masterPairs` times. */
  readMasterField(): void {
    this.#nextMaster = this.element.read(this.block.bytes, this.#nextMaster);
  }

  /** Goes to the first entry. @returns false if there is none */
  first(): boolean {
    return this.#enter(this.block.entriesStart);
  }

  /** Goes on. @returns false at the end */
  next(): boolean {
    const { bytes } = this.block;
    let at = this.#nextElement;
    for (let i = this.#left; i > 0; i--) at = skipElement(bytes, at);
    return this.#enter(at + lengthBytes(at - this.entryAt));
  }

  /** Goes to the last entry. @returns false if there is none */
  last(): boolean {
    return this.#enterBefore(this.block.end);
  }

  /** Goes back. @returns false at the beginning */
  previous(): boolean {
    return this.#enterBefore(this.entryAt);
  }

  /** Reads the next field of the entry; its value must be read before another. */
  readField(): void {
    if (this.flags & SAME_FIELDS) {
      this.#nextMaster = this.element.read(this.block.bytes, this.#nextMaster);
    } else {
      this.#nextElement = this.element.read(this.block.bytes, this.#nextElement);
      this.#left--;
    }
  }

  /** Reads the value of the field that was read last. */
  readValue(): void {
    this.#nextElement = this.element.read(this.block.bytes, this.#nextElement);
    this.#left--;
  }

  #enterBefore(end: number): boolean {
    if (end <= this.block.entriesStart) return false;
    const { bytes } = this.block;
    let at = end - 1;
    let length = bytes[at] & 0x7f;
    for (let shift = 7; bytes[at] >= 0x80; shift += 7) length += (bytes[--at] & 0x7f) * 2 ** shift;
    return this.#enter(at - length);
  }

  #enter(at: number): boolean {
    if (at >= this.block.end) return false;
    const { bytes } = this.block;
    const { masterId, id } = this;
    const flags = bytes[at];
    this.entryAt = at;
    this.flags = flags;
    let position = at + 1;
    const msBytes = (flags >> MS_BYTES_SHIFT) & MS_BYTES_MASK;
    let low = 0;
    let high = 0;
    if (msBytes <= 4) for (let i = 0; i < msBytes; i++) low |= bytes[position + i] << (8 * i);
    else {
      low = wordAt(bytes, position);
      for (let i = 4; i < msBytes; i++) high |= bytes[position + i] << (8 * i - 32);
    }
    position += msBytes;
    const msLow = (masterId.msLow >>> 0) + (low >>> 0);
    id.msLow = msLow | 0;
    id.msHigh = (masterId.msHigh + high + (msLow > 0xffff_ffff ? 1 : 0)) | 0;
    const seqForm = seqBytes[flags >> SEQ_FORM_SHIFT];
    low = 0;
    high = 0;
    if (seqForm === 1) low = bytes[position];
    else if (seqForm >= 4) {
      low = wordAt(bytes, position);
      if (seqForm === 8) high = wordAt(bytes, position + 4);
    }
    position += seqForm;
    const seqLow = (masterId.seqLow >>> 0) + (low >>> 0);
    id.seqLow = seqLow | 0;
    id.seqHigh = (masterId.seqHigh + high + (seqLow > 0xffff_ffff ? 1 : 0)) | 0;
    if (flags & SAME_FIELDS) {
      this.pairs = this.#masterPairs;
      this.#left = this.#masterPairs;
      this.#nextMaster = this.#masterAt;
    } else {
      this.pairs = readIntegerElement(bytes, position);
      this.#left = this.pairs * 2;
      position = skipElement(bytes, position);
    }
    this.#nextElement = position;
    return true;
  }
}

function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}

/** Bytes that the length of an entry takes behind it. */
export function lengthBytes(length: number): number {
  let bytes = 1;
  for (let rest = length; rest > 127; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}

import { compareBytes } from '@respite/bytes';

export interface Named {
  readonly name: Uint8Array;
}

/** Items of one part; a part that grows beyond is divided. */
const PART_MAX = 256;

/**
 * Few things with names of bytes, in the order of their names: groups and consumers. Parts of up to 256 items each, so that many do not
 * make adding one slow.
 */
export class NameIndex<Item extends Named> {
  size = 0;
  readonly #parts: Item[][] = [];

  find(bytes: Uint8Array, start: number, end: number): Item | undefined {
    const part = this.#parts[this.#partFor(bytes, start, end)];
    if (part === undefined) return undefined;
    const item = part[placeIn(part, bytes, start, end)];
    return item !== undefined && order(item, bytes, start, end) === 0 ? item : undefined;
  }

  /** Adds an item whose name is new. */
  add(item: Item): void {
    const { name } = item;
    this.size++;
    if (this.#parts.length === 0) {
      this.#parts.push([item]);
      return;
    }
    const at = this.#partFor(name, 0, name.length);
    const part = this.#parts[at];
    part.splice(placeIn(part, name, 0, name.length), 0, item);
    if (part.length > PART_MAX) this.#parts.splice(at + 1, 0, part.splice(PART_MAX / 2));
  }

  remove({ name }: Item): void {
    const at = this.#partFor(name, 0, name.length);
    const part = this.#parts[at];
    part.splice(placeIn(part, name, 0, name.length), 1);
    if (part.length === 0) this.#parts.splice(at, 1);
    this.size--;
  }

  *[Symbol.iterator](): Generator<Item, void> {
    for (const part of this.#parts) yield* part;
  }

  /** Takes out the last item, or undefined. */
  pop(): Item | undefined {
    const part = this.#parts[this.#parts.length - 1];
    if (part === undefined) return undefined;
    if (part.length === 1) this.#parts.pop();
    this.size--;
    return part.pop();
  }

  /** The last part whose first name is not above the name, or the first part. */
  #partFor(bytes: Uint8Array, start: number, end: number): number {
    let low = 1;
    let high = this.#parts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (order(this.#parts[middle][0], bytes, start, end) <= 0) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** The first item of a part whose name is not below the name. */
function placeIn(part: readonly Named[], bytes: Uint8Array, start: number, end: number): number {
  let low = 0;
  let high = part.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (order(part[middle], bytes, start, end) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function order({ name }: Named, bytes: Uint8Array, start: number, end: number): number {
  return compareBytes(name, 0, name.length, bytes, start, end);
}

/**
 * The directory of a list's nodes: a ring of four words per node, in the order of the list.
 *
 * ```
 * reference   of the node's block; of a plain node, the handle of its payload
 * start       where its elements begin, in bytes from the beginning of the block; PLAIN of a plain node
 * end         where they end
 * count       how many there are
 * ```
 *
 * A node is named by its place, 0 to `count - 1`; its words begin at `words[at(place)]`. Adding and removing at either end takes
 * constant time (amortised), elsewhere time by the number of nodes between there and the nearer end.
 */

export const REFERENCE = 0;
export const START = 1;
export const END = 2;
export const COUNT = 3;

/** The start of a plain node: one element, too large for a block. */
export const PLAIN = 0xffffffff;

const NODE_SHIFT = 2;
export const NODE_WORDS: number = 1 << NODE_SHIFT;
/** Nodes that a directory has room for at least. So few words lie in the array's own object. */
const NODES_MIN = 4;

/** Who counts the bytes that lie neither in blocks nor in payloads. */
export interface OutsideBytes {
  outsideBytes: number;
}

export class NodeRing {
  /** Another array after nodes were added or removed. */
  words: Uint32Array = new Uint32Array(NODES_MIN << NODE_SHIFT);
  count = 0;
  /** Which nodes a FrozenNodes reads too, by their index in `words` over four; undefined where there is none. */
  shared: Uint8Array | undefined = undefined;
  #first = 0;
  #mask = NODES_MIN - 1;
  readonly #account: OutsideBytes;

  constructor(account: OutsideBytes) {
    this.#account = account;
    account.outsideBytes += this.words.byteLength;
  }

  /** Index in `words` of a node. */
  at(place: number): number {
    return ((this.#first + place) & this.#mask) << NODE_SHIFT;
  }

  /** Room for another node at the front. @returns its index in `words`, where nothing is set */
  addFront(): number {
    if (this.count > this.#mask) this.#resize((this.#mask + 1) * 2);
    this.#first = (this.#first - 1) & this.#mask;
    this.count++;
    if (this.shared !== undefined) this.shared[this.#first] = 0;
    return this.#first << NODE_SHIFT;
  }

  addBack(): number {
    if (this.count > this.#mask) this.#resize((this.#mask + 1) * 2);
    this.count++;
    const node = this.at(this.count - 1);
    if (this.shared !== undefined) this.shared[node >>> NODE_SHIFT] = 0;
    return node;
  }

  removeFront(): void {
    this.#first = (this.#first + 1) & this.#mask;
    this.count--;
    this.#shrink();
  }

  removeBack(): void {
    this.count--;
    this.#shrink();
  }

  /** Room for a node that becomes the one at `place`. @returns its index in `words`, where nothing is set */
  insert(place: number): number {
    if (place < this.count >>> 1) {
      this.addFront();
      for (let i = 0; i < place; i++) this.#copy(i + 1, i);
    } else {
      this.addBack();
      for (let i = this.count - 1; i > place; i--) this.#copy(i - 1, i);
    }
    return this.at(place);
  }

  remove(place: number): void {
    if (place < this.count >>> 1) {
      for (let i = place; i > 0; i--) this.#copy(i - 1, i);
      this.removeFront();
    } else {
      for (let i = place + 1; i < this.count; i++) this.#copy(i, i - 1);
      this.removeBack();
    }
  }

  /** Removes all nodes whose count is 0, in one pass. */
  removeEmpty(): void {
    let kept = 0;
    for (let i = 0; i < this.count; i++) {
      if (this.words[this.at(i) + COUNT] === 0) continue;
      if (kept !== i) this.#copy(i, kept);
      kept++;
    }
    this.count = kept;
    this.#shrink();
  }

  isShared(node: number): boolean {
    return this.shared !== undefined && this.shared[node >>> NODE_SHIFT] !== 0;
  }

  /** All nodes are shared from now on. @returns the words of all, in order */
  share(): Uint32Array {
    this.shared = new Uint8Array(this.#mask + 1).fill(1);
    return this.#inOrder(this.count);
  }

  /** The node is shared no more. */
  unshare(node: number): void {
    if (this.shared !== undefined) this.shared[node >>> NODE_SHIFT] = 0;
  }

  /** Drops the directory; it is of no use afterwards. */
  dispose(): void {
    this.#account.outsideBytes -= this.words.byteLength;
    this.words = new Uint32Array(0);
    this.count = 0;
  }

  #copy(from: number, to: number): void {
    const { words } = this;
    const source = this.at(from);
    const target = this.at(to);
    for (let i = 0; i < NODE_WORDS; i++) words[target + i] = words[source + i];
    if (this.shared !== undefined) this.shared[target >>> NODE_SHIFT] = this.shared[source >>> NODE_SHIFT];
  }

  #shrink(): void {
    if (this.#mask >= NODES_MIN && this.count <= (this.#mask + 1) >>> 2) {
      let capacity = this.#mask + 1;
      while (capacity > NODES_MIN && this.count <= capacity >>> 2) capacity >>>= 1;
      this.#resize(capacity);
    }
  }

  #resize(capacity: number): void {
    const words = this.#inOrder(capacity);
    if (this.shared !== undefined) {
      const shared = new Uint8Array(capacity);
      for (let i = 0; i < this.count; i++) shared[i] = this.shared[this.at(i) >>> NODE_SHIFT];
      this.shared = shared;
    }
    this.#account.outsideBytes += words.byteLength - this.words.byteLength;
    this.words = words;
    this.#first = 0;
    this.#mask = capacity - 1;
  }

  /** The words of all nodes, the first one first, with room for `capacity` of them. */
  #inOrder(capacity: number): Uint32Array {
    const words = new Uint32Array(capacity << NODE_SHIFT);
    const start = this.#first << NODE_SHIFT;
    const behind = Math.min(this.count, this.#mask + 1 - this.#first) << NODE_SHIFT;
    words.set(this.words.subarray(start, start + behind));
    words.set(this.words.subarray(0, (this.count << NODE_SHIFT) - behind), behind);
    return words;
  }
}

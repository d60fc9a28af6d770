/**
 * The keys found among the arguments of one command. One instance serves all commands of a server: `count` says how
 * much of the two arrays counts, and the next search overwrites it.
 */
export class KeyPositions {
  count = 0;
  /** Index of the argument. */
  positions = new Int32Array(16);
  /** Bits of KeyFlag, what the command does with the key. */
  flags = new Int32Array(16);

  add(position: number, flags: number): void {
    const count = this.count;
    if (count === this.positions.length) this.#grow();
    this.positions[count] = position;
    this.flags[count] = flags;
    this.count = count + 1;
  }

  #grow(): void {
    const positions = new Int32Array(this.positions.length * 2);
    const flags = new Int32Array(this.flags.length * 2);
    positions.set(this.positions);
    flags.set(this.flags);
    this.positions = positions;
    this.flags = flags;
  }
}

/** What the table asks of a command. */
interface Named {
  /** The word that is matched, in lower case. */
  readonly word: string;
  readonly fullName: string;
}

/** Commands by name, found from bytes: open addressing on a hash of the name in lower case, no string made. */
export class CommandTable<Command extends Named> {
  readonly commands: readonly Command[];
  readonly #slots: (Command | undefined)[];
  readonly #names: Uint8Array[];
  readonly #mask: number;
  /** What was found last: pipelines name one command again and again. */
  #last: Command | undefined;
  #lastName: Uint8Array = new Uint8Array(0);

  /** @throws Error where two commands have one name. */
  constructor(commands: readonly Command[]) {
    this.commands = commands;
    let size = 8;
    while (size < commands.length * 4) size *= 2;
    this.#mask = size - 1;
    this.#slots = new Array<Command | undefined>(size).fill(undefined);
    this.#names = new Array<Uint8Array>(size).fill(new Uint8Array(0));
    for (const command of commands) this.#add(command);
  }

  /** The command named by `bytes[start, end)` in any case, or undefined. */
  find(bytes: Uint8Array, start: number, end: number): Command | undefined {
    if (this.#last !== undefined && namesEqual(this.#lastName, bytes, start, end)) return this.#last;
    let hash = end - start;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (bytes[i] | 0x20)) | 0;
    for (let slot = (hash ^ (hash >>> 15)) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const command = this.#slots[slot];
      if (command === undefined) return undefined;
      if (!namesEqual(this.#names[slot], bytes, start, end)) continue;
      this.#last = command;
      this.#lastName = this.#names[slot];
      return command;
    }
  }

  #add(command: Command): void {
    const name = new TextEncoder().encode(command.word);
    let hash = name.length;
    for (const byte of name) hash = (Math.imul(hash, 31) + (byte | 0x20)) | 0;
    let slot = (hash ^ (hash >>> 15)) & this.#mask;
    for (let other = this.#slots[slot]; other !== undefined; other = this.#slots[slot]) {
      if (other.word === command.word) throw new Error(`two commands are called '${command.fullName}'`);
      slot = (slot + 1) & this.#mask;
    }
    this.#slots[slot] = command;
    this.#names[slot] = name;
  }
}

function namesEqual(lower: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (lower.length !== end - start) return false;
  for (let i = 0, j = start; j < end; i++, j++) {
    const byte = bytes[j];
    if (byte !== lower[i] && (byte < 0x41 || byte > 0x5a || (byte | 0x20) !== lower[i])) return false;
  }
  return true;
}

import { type Database, StringBatch } from '@respite/store';
import { SnapshotError } from '../snapshot-error.ts';
import type { SnapshotFile } from '../snapshot-files.ts';
import { type Checksum, isDigest } from './checksum.ts';
import { findDamage } from './damage.ts';
import { JsonInput } from './json-input.ts';
import { isMarked, PLAIN, textClass } from './json-string.ts';
import { KeyReader, type KeyReaderOptions } from './key-reader.ts';
import { FORMAT_NAME, FORMAT_VERSION, OWN_BEGINNING } from './schema.ts';

const NEW_LINE = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING = 0x7b;
const CLOSING = 0x7d;
/** The first letter of the mark of base64. */
const LETTER_B = 0x62;

/** What is read in one step, a little more at most; one string is read whole. */
const KEYS_PER_STEP = 512;
const BYTES_PER_STEP = 32 * 1024;

/**
 * Reads a JSON snapshot into databases, step by step. It takes every layout that JSON allows, and members in any order; lines as
 * `SnapshotWriter` writes them are read without a look at each token.
 *
 * The databases are empty at first. If anything is wrong they are left with what was read so far.
 */
export class SnapshotReader {
  /** Keys read so far, with those that were due. */
  keys = 0;
  /** Keys that were left out, since their time had come. */
  expired = 0;
  /** Whether the file's checksum was there, and right. It is not looked at in a file that another program has written anew. */
  checked = false;

  readonly #input: JsonInput;
  readonly #reopen: () => SnapshotFile;
  readonly #databases: readonly Database[];
  readonly #accessClock: number;
  readonly #key: KeyReader;
  readonly #strings = new StringBatch();
  readonly #names = new Set<string>();
  readonly #numbers = new Set<number>();
  #phase: () => boolean = () => this.#beginDocument();
  #database!: Database;
  #keysMax = KEYS_PER_STEP;
  /** Where in the file a step is over. */
  #stop = 0;
  #version = 0;
  #isOwn = false;
  #checksum: { text: string; line: number; found: Checksum } | undefined;
  #count: { value: number; line: number } | undefined;

  /** @param reopen opens the same file once more, to look for damage @throws SnapshotError */
  constructor(
    file: SnapshotFile,
    databases: readonly Database[],
    reopen: () => SnapshotFile,
    options: KeyReaderOptions = {},
  ) {
    this.#input = new JsonInput(file);
    this.#databases = databases;
    this.#reopen = reopen;
    this.#accessClock = options.accessClock ?? 0;
    this.#key = new KeyReader(this.#input, options);
  }

  /** Bytes of the file that were read so far. */
  get bytes(): number {
    return this.#input.offset;
  }

  /** Reads some more. @param keysMax keys that it may read @returns whether there is more to read @throws SnapshotError */
  step(keysMax = KEYS_PER_STEP): boolean {
    this.#keysMax = keysMax;
    this.#stop = this.#input.offset + BYTES_PER_STEP;
    try {
      return this.#phase();
    } catch (error) {
      if (error instanceof SnapshotError && this.#isOwn) this.#explain(error);
      throw error;
    }
  }

  /** A single flipped bit may be noticed anywhere behind it, or by the checksum only. @throws SnapshotError that tells where it is */
  #explain(error: SnapshotError): void {
    const damage = findDamage(this.#reopen);
    if (damage === undefined) return;
    const { line, checksumLine } = damage;
    const stopped = `; reading stopped in line ${error.line}: ${error.reason}`;
    const ending = error.line === checksumLine ? `. ${this.#remedy(checksumLine)}` : stopped;
    throw new SnapshotError(error.path, line, `not as it was saved, by the checksum in line ${checksumLine}${ending}`);
  }

  #remedy(checksumLine: number): string {
    const isCounted = this.#count === undefined || this.#count.value === this.keys;
    const correction = isCounted ? '' : ` and write ${this.keys} in line ${this.#count!.line}`;
    return `If it was changed on purpose, delete line ${checksumLine}${correction}.`;
  }

  #beginDocument(): boolean {
    const input = this.#input;
    if (input.end === 0) input.fail('the file is empty');
    if (input.startsWith('REDIS')) input.fail('an RDB file, which this version cannot read');
    this.#isOwn = input.startsWith(OWN_BEGINNING);
    if (!this.#isOwn) input.ignoreChecksum();
    input.expect(OPENING);
    if (input.accept(CLOSING)) return this.#endDocument();
    this.#phase = () => this.#readMember();
    return true;
  }

  /** Reads a member of the document; of the databases only the beginning. */
  #readMember(): boolean {
    const input = this.#input;
    input.next();
    const { offset, line } = input;
    const name = input.readName();
    if (this.#names.has(name)) input.fail(`a second "${name}"`);
    this.#names.add(name);
    const found = name === 'checksum' ? input.checksumUpTo(offset) : undefined;
    input.expect(COLON);
    switch (name) {
      case 'format':
        if (input.readName() !== FORMAT_NAME) input.fail(`the format is not "${FORMAT_NAME}"`);
        break;
      case 'version':
        this.#version = input.readCount();
        if (this.#version !== FORMAT_VERSION) {
          input.fail(`format version ${this.#version}; this program reads version ${FORMAT_VERSION}`);
        }
        break;
      case 'respite':
        input.readName();
        break;
      case 'databases':
        input.expect(OPENING);
        if (input.accept(CLOSING)) break;
        this.#phase = () => this.#beginDatabase();
        return true;
      case 'checksum': {
        const text = input.readName();
        if (!isDigest(text)) input.fail(`a checksum is 16 hexadecimal digits, not "${text}"`);
        if (found !== undefined) this.#checksum = { text, line, found };
        break;
      }
      case 'keys':
        this.#count = { value: input.readCount(), line };
        break;
      default:
        input.fail(`"${name}", which format version ${FORMAT_VERSION} does not have`);
    }
    return this.#endMember();
  }

  #endMember(): boolean {
    const input = this.#input;
    if (input.accept(COMMA)) {
      this.#phase = () => this.#readMember();
      return true;
    }
    input.expect(CLOSING);
    return this.#endDocument();
  }

  #beginDatabase(): boolean {
    const input = this.#input;
    const name = input.readName();
    const index = /^(?:0|[1-9]\d{0,8})$/.test(name) ? Number(name) : -1;
    if (index < 0) input.fail(`"${name}" is not the number of a database`);
    if (index >= this.#databases.length) {
      input.fail(`database ${index}; this server has ${this.#databases.length} ("databases" in its configuration)`);
    }
    if (this.#numbers.has(index)) input.fail(`a second database ${index}`);
    this.#numbers.add(index);
    this.#database = this.#databases[index];
    input.expect(COLON);
    input.expect(OPENING);
    if (input.accept(CLOSING)) return this.#endDatabase();
    this.#phase = this.#readKeys;
    return true;
  }

  /** The input stands before a key, always. */
  readonly #readKeys = (): boolean => {
    const input = this.#input;
    const stop = this.keys + this.#keysMax;
    while (this.keys < stop && input.offset < this.#stop) {
      if (input.next() !== QUOTE) input.failExpecting('a key');
      this.#readLines(stop);
      if (input.next() !== QUOTE) continue;
      if (!this.#key.read(this.#database, this.#stop)) {
        this.#phase = this.#readRest;
        return true;
      }
      this.#countKey();
      if (input.accept(COMMA)) continue;
      input.expect(CLOSING);
      return this.#endDatabase();
    }
    return true;
  };

  /** The input stands in the middle of a value. */
  readonly #readRest = (): boolean => {
    const input = this.#input;
    if (!this.#key.goOn(this.#stop)) return true;
    this.#countKey();
    if (!input.accept(COMMA)) {
      input.expect(CLOSING);
      return this.#endDatabase();
    }
    this.#phase = this.#readKeys;
    return true;
  };

  #countKey(): void {
    this.keys++;
    if (this.#key.wasDue) this.expired++;
  }

  #endDatabase(): boolean {
    const input = this.#input;
    if (input.accept(COMMA)) {
      this.#phase = () => this.#beginDatabase();
      return true;
    }
    input.expect(CLOSING);
    return this.#endMember();
  }

  /**
   * Reads lines that follow each other like this, without escapes or characters beyond ASCII; where another one comes it stops before it.
   *
   * ```
   * "key": "value",
   * ```
   */
  #readLines(stop: number): void {
    const input = this.#input;
    const { bytes } = input;
    const strings = this.#strings;
    let { at } = input;
    strings.begin(this.#database, bytes, this.#accessClock);
    while (this.keys + strings.count < stop && bytes[at] === QUOTE) {
      const keyStart = at + 1;
      let keyEnd = keyStart;
      while (textClass[bytes[keyEnd]] === PLAIN) keyEnd++;
      const valueStart = keyEnd + 4;
      if (bytes[keyEnd] !== QUOTE || bytes[keyEnd + 1] !== COLON) break;
      if (bytes[keyEnd + 2] !== SPACE || bytes[keyEnd + 3] !== QUOTE) break;
      let valueEnd = valueStart;
      while (textClass[bytes[valueEnd]] === PLAIN) valueEnd++;
      if (bytes[valueEnd] !== QUOTE || bytes[valueEnd + 1] !== COMMA || bytes[valueEnd + 2] !== NEW_LINE) break;
      if (bytes[keyStart] === LETTER_B && isMarked(bytes, keyStart, keyEnd)) break;
      if (bytes[valueStart] === LETTER_B && isMarked(bytes, valueStart, valueEnd)) break;
      strings.add(keyStart, keyEnd, valueStart, valueEnd);
      at = valueEnd + 3;
      if (strings.full && !this.#restoreLines()) return;
    }
    if (this.#restoreLines()) input.at = at;
  }

  /** Makes the keys of the lines that were read. @returns whether there was none before; if there was, the input stands at its line */
  #restoreLines(): boolean {
    const strings = this.#strings;
    const { count } = strings;
    const made = strings.restore();
    this.keys += made;
    this.#input.line += made;
    if (made === count) return true;
    this.#input.at = strings.keyStart(made) - 1;
    return false;
  }

  #endDocument(): boolean {
    const input = this.#input;
    if (input.next() >= 0) input.failExpecting('the end of the file');
    for (const name of ['format', 'version', 'databases']) {
      if (this.#names.has(name)) continue;
      input.line = 1;
      input.fail(`not a Respite snapshot: it has no "${name}"`);
    }
    this.#checkEnd();
    this.#phase = () => false;
    return false;
  }

  /** Compares what was read with what the end of the file says. */
  #checkEnd(): void {
    const input = this.#input;
    if (this.#checksum !== undefined) {
      const { text, line, found } = this.#checksum;
      input.line = line;
      if (found.digest() !== text) {
        input.fail(`the checksum does not fit: the file is not as it was saved. ${this.#remedy(line)}`);
      }
      this.checked = true;
    }
    if (this.#count === undefined || this.#count.value === this.keys) return;
    const { value, line } = this.#count;
    input.line = line;
    input.fail(
      `it says ${value} keys, and there are ${this.keys}. If that is as it should be, write ${this.keys} here.`,
    );
  }
}

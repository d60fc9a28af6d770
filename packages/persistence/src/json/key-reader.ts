import { type Database, NO_EXPIRY, restoreString } from '@respite/store';
import type { AccessData } from './access-data.ts';
import type { JsonInput } from './json-input.ts';
import type { ValueLimits, ValueReader } from './kind-format.ts';
import { formatNamed } from './kind-formats.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING = 0x7b;
const CLOSING = 0x7d;

const usualLimits: ValueLimits = {
  listMaxListpackSize: -2,
  setMaxIntsetEntries: 512,
  setMaxListpackEntries: 128,
  setMaxListpackValue: 64,
  hashMaxListpackEntries: 512,
  hashMaxListpackValue: 64,
  zsetMaxListpackEntries: 128,
  zsetMaxListpackValue: 64,
  streamNodeMaxBytes: 4096,
  streamNodeMaxEntries: 100,
};

export interface KeyReaderOptions {
  /** What the eviction policy in use keeps of each key; other such data is not kept. */
  readonly access?: AccessData | undefined;
  /** The access clock of keys whose use is not told. Default 0. */
  readonly accessClock?: number;
  /** Up to which sizes values are kept small. Default: as Redis. */
  readonly limits?: ValueLimits;
}

/** Reads keys with their values, in any layout: a large value in several goes. `stop` is where in the file a go ends, as a rule. */
export class KeyReader {
  /** The last key was left out, since its time had come. */
  wasDue = false;
  readonly #input: JsonInput;
  readonly #access: AccessData | undefined;
  readonly #accessClock: number;
  readonly #limits: ValueLimits;
  readonly #readers = new Map<string, ValueReader>();
  #database!: Database;
  #key = new Uint8Array(256);
  #keyLength = 0;
  // Of a key whose value has properties.
  #keyLine = 0;
  #value: ValueReader | undefined;
  #entry = 0;
  #expiry: number = NO_EXPIRY;
  #accessValue = -1;

  constructor(input: JsonInput, options: KeyReaderOptions) {
    this.#input = input;
    this.#access = options.access;
    this.#accessClock = options.accessClock ?? 0;
    this.#limits = options.limits ?? usualLimits;
  }

  /** Reads a key, at which the input stands, with its value. @returns whether it is complete; if not, the next call is `goOn` */
  read(database: Database, stop: number): boolean {
    const input = this.#input;
    this.#database = database;
    this.#expiry = NO_EXPIRY;
    this.wasDue = false;
    const { line } = input;
    input.readString();
    this.#keepKey(input.string, input.stringStart, input.stringEnd);
    input.expect(COLON);
    const first = input.next();
    if (first === OPENING) {
      this.#keyLine = line;
      this.#entry = 0;
      this.#accessValue = -1;
      input.expect(OPENING);
      return this.goOn(stop);
    }
    if (first !== QUOTE) input.failExpecting('a string or an object');
    input.readString();
    const { string, stringStart, stringEnd } = input;
    const length = this.#keyLength;
    const entry = restoreString(database, this.#key, 0, length, string, stringStart, stringEnd, NO_EXPIRY);
    if (entry === 0) this.#failSecondKey(line);
    database.entries.setAccessClock(entry, this.#accessClock);
    return true;
  }

  /** Reads on in `{"expires": ..., "list": [...]}`, its members in any order. @returns whether the value is complete */
  goOn(stop: number): boolean {
    const input = this.#input;
    do {
      if (this.#value === undefined) this.#readProperty();
      if (this.#value === undefined) continue;
      if (this.#value.step(stop)) return false;
      this.#entry = this.#value.entry;
      this.#value = undefined;
    } while (input.accept(COMMA));
    input.expect(CLOSING);
    this.#endKey();
    return true;
  }

  /** Reads a member; of a value only the beginning. */
  #readProperty(): void {
    const input: JsonInput = this.#input;
    const database = this.#database;
    const name = input.readName();
    input.expect(COLON);
    if (name === 'expires') {
      if (this.#expiry !== NO_EXPIRY) input.fail('a second "expires"');
      this.#expiry = input.readCount();
      if (this.#entry !== 0) this.#entry = database.setExpiry(this.#entry, this.#expiry);
      return;
    }
    if (name === 'lastUsed' || name === 'frequency') {
      const value = input.readCount();
      if (name === this.#access?.member) this.#accessValue = value;
      return;
    }
    const value = this.#readerNamed(name);
    if (this.#entry !== 0) input.fail('a second value of one key');
    input.next();
    const isNew = value.begin(input, {
      database,
      bytes: this.#key,
      length: this.#keyLength,
      expiry: this.#expiry,
      limits: this.#limits,
    });
    if (!isNew) this.#failSecondKey(this.#keyLine);
    this.#value = value;
  }

  #readerNamed(name: string): ValueReader {
    let reader = this.#readers.get(name);
    if (reader === undefined) {
      reader = formatNamed(name)?.reader();
      if (reader === undefined) {
        this.#input.fail(`"${name}", which this version does not know as a property or type of a key`);
      }
      this.#readers.set(name, reader);
    }
    return reader;
  }

  #endKey(): void {
    const database = this.#database;
    const entry = this.#entry;
    if (entry === 0) {
      this.#input.line = this.#keyLine;
      this.#input.fail('a key without a value');
    }
    if (this.#expiry !== NO_EXPIRY && database.isDue(entry)) {
      database.remove(entry);
      this.wasDue = true;
      return;
    }
    if (this.#accessValue >= 0) this.#access!.set(database.entries, entry, this.#accessValue);
    else database.entries.setAccessClock(entry, this.#accessClock);
  }

  #keepKey(from: Uint8Array, start: number, end: number): void {
    if (end - start > this.#key.length) this.#key = new Uint8Array(2 * (end - start));
    this.#key.set(from.subarray(start, end));
    this.#keyLength = end - start;
  }

  #failSecondKey(line: number): never {
    this.#input.line = line;
    this.#input.fail('a key that was there before');
  }
}

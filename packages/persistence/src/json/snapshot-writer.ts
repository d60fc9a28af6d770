import { writeInteger } from '@respite/bytes';
import {
  type Database,
  type Entries,
  KIND_STRING,
  type SnapshotVisitor,
  type SnapshotWalk,
  STRING_INTEGER,
} from '@respite/store';
import type { AccessData } from './access-data.ts';
import { CHUNK_BYTES, CheckedChunks, type ChunkReceiver } from './checked-chunks.ts';
import { copyPlain, writeJsonString } from './json-string.ts';
import { formatOfKind } from './kind-formats.ts';
import { PutAside } from './put-aside.ts';
import { OWN_BEGINNING } from './schema.ts';
import { SortedLines } from './sorted-lines.ts';
import { TextOutput } from './text-output.ts';

const NEW_LINE = 0x0a;
const COMMA = 0x2c;
const COLON = 0x3a;
const SPACE = 0x20;
const QUOTE = 0x22;

/** Bytes of key and value that are written in one go where that is possible. */
const SHORT_MAX = 1024;

/** Bytes of lines after which a step ends. */
const STEP_BYTES = 256 * 1024;

/** A database of up to so many keys, and so much text, is written in the order of its lines. */
const SORTED_KEYS_MAX = 10_000;
const SORTED_BYTES_MAX = 16 * 1024 * 1024;

export interface SnapshotWriterOptions {
  /** Of the program that writes. */
  readonly version: string;
  /** What the eviction policy in use knows of each key, if it knows anything. */
  readonly access?: AccessData | undefined;
}

/**
 * Writes a store as a JSON document, one line per key (docs/formats/json.md), step by step.
 *
 * It is a visitor from the beginning of the walk on: an entry of a database whose turn has not come yet, told since it is about to
 * change, is put aside until then.
 */
export class SnapshotWriter implements SnapshotVisitor {
  /** Keys written so far, put aside included, and in all. */
  keys = 0;
  keysTotal = 0;
  readonly #version: string;
  readonly #access: AccessData | undefined;
  readonly #chunks: CheckedChunks;
  readonly #main: TextOutput;
  #walk!: SnapshotWalk;
  #sections: Section[] = [];
  #position = 0;
  /** Bytes of lines since the step began. */
  #sinceStep = 0;
  #phase: (() => boolean) | undefined;

  constructor(receiver: ChunkReceiver, options: SnapshotWriterOptions) {
    this.#version = options.version;
    this.#access = options.access;
    this.#chunks = new CheckedChunks(receiver);
    this.#main = new TextOutput(new Uint8Array(CHUNK_BYTES), this.#chunks);
  }

  /** To be called right after the moment that the walk shows was fixed. */
  begin(walk: SnapshotWalk): void {
    this.#walk = walk;
    this.#sections = walk.databases.map(({ index, keys }) => new Section(index, keys));
    this.keysTotal = walk.databases.reduce((sum, { keys }) => sum + keys, 0);
    this.#main.ascii(`${OWN_BEGINNING}${this.#version}",\n"databases": {`);
    this.#beginSection();
  }

  /** Works for a moment: some hundred lines. @returns whether there is more to do */
  step(): boolean {
    this.#sinceStep = 0;
    while (this.#phase !== undefined) {
      if (this.#phase()) return true;
    }
    return false;
  }

  entry(position: number, database: Database, entry: number): void {
    const section = this.#sections[position];
    const { output, lines } = section;
    const before = output.gone + output.at;
    this.keys++;
    output.reserve(2);
    if (section.empty) section.empty = false;
    else output.bytes[output.at++] = COMMA;
    output.bytes[output.at++] = NEW_LINE;
    if (lines === undefined) {
      this.#writeLine(output, database, entry);
    } else {
      lines.begin();
      this.#writeLine(output, database, entry);
      lines.end();
      if (lines.full) this.#stopSorting(position);
    }
    this.#sinceStep += output.gone + output.at - before;
  }

  wantsPause(): boolean {
    return this.#sinceStep >= STEP_BYTES;
  }

  #writeLine(output: TextOutput, database: Database, entry: number): void {
    const { entries } = database;
    const access = this.#access;
    entries.locate(entry);
    const { bytes, keyStart, keyEnd, valueStart, valueEnd } = entries;
    const length = keyEnd - keyStart + (valueEnd - valueStart);
    if (access === undefined && length <= SHORT_MAX && isPlainString(entries, entry)) {
      output.reserve(length + 6);
      const to = output.bytes;
      const start = output.at;
      const middle = copyPlain(bytes, keyStart, keyEnd, to, start + 1);
      const end = middle < 0 ? -1 : copyPlain(bytes, valueStart, valueEnd, to, middle + 4);
      if (end >= 0) {
        to[start] = QUOTE;
        to[middle] = QUOTE;
        to[middle + 1] = COLON;
        to[middle + 2] = SPACE;
        to[middle + 3] = QUOTE;
        to[end] = QUOTE;
        output.at = end + 1;
        return;
      }
    }
    const format = formatOfKind(entries.kind(entry));
    writeJsonString(output, entries.bytes, entries.keyStart, entries.keyEnd);
    output.reserve(2);
    output.bytes[output.at++] = COLON;
    output.bytes[output.at++] = SPACE;
    if (format.kind === KIND_STRING && access === undefined && !entries.hasExpiry(entry)) {
      format.write(output, database, entry);
      return;
    }
    output.ascii('{');
    if (entries.hasExpiry(entry)) {
      output.ascii('"expires": ');
      writeNumber(output, entries.expiryOf(entry));
      output.ascii(', ');
    }
    if (access !== undefined) {
      output.ascii(`"${access.member}": `);
      writeNumber(output, access.get(entries, entry));
      output.ascii(', ');
    }
    output.ascii(`"${format.name}": `);
    format.write(output, database, entry);
    output.ascii('}');
  }

  #beginSection(): void {
    if (this.#position === this.#sections.length) {
      this.#writeEnd();
      return;
    }
    const section = this.#sections[this.#position];
    this.#main.ascii(`${this.#position === 0 ? '' : ','}\n"${section.index}": {`);
    this.#phase = section.lines === undefined ? this.#giveAside : this.#walkOn;
  }

  readonly #giveAside = (): boolean => {
    const section = this.#sections[this.#position];
    if (section.aside.giveSome(this.#main)) return true;
    section.output = this.#main;
    this.#phase = this.#walkOn;
    return false;
  };

  readonly #walkOn = (): boolean => {
    const section = this.#sections[this.#position];
    if (!section.walked) section.walked = !this.#walk.visitSome(this.#position, this);
    // Sorting may just have been given up.
    if (!section.walked || this.#phase !== this.#walkOn) return true;
    if (section.lines === undefined) this.#endSection();
    else this.#phase = this.#sort;
    return false;
  };

  readonly #sort = (): boolean => {
    if (this.#sections[this.#position].lines!.sortSome()) return true;
    this.#phase = this.#giveLines;
    return false;
  };

  readonly #giveLines = (): boolean => {
    if (this.#sections[this.#position].lines!.giveSome(this.#main)) return true;
    this.#endSection();
    return false;
  };

  #endSection(): void {
    this.#main.ascii('\n}');
    this.#sections[this.#position] = new Section(0, 0);
    this.#position++;
    this.#beginSection();
  }

  /** Too much text to hold it back: it goes out as it came. */
  #stopSorting(position: number): void {
    const section = this.#sections[position];
    const { output } = section;
    section.lines = undefined;
    section.aside.take(output.bytes, output.at);
    section.output = section.aside.output;
    if (position === this.#position) this.#phase = this.#giveAside;
  }

  #writeEnd(): void {
    this.#main.ascii(`${this.#sections.length === 0 ? '' : '\n'}},\n`);
    const checksum = this.#chunks.seal(this.#main);
    this.#main.ascii(`"checksum": "${checksum}",\n"keys": ${this.keys}\n}\n`);
    this.#chunks.finish(this.#main);
    this.#phase = undefined;
  }
}

/** A database in the file. */
class Section {
  readonly index: number;
  /** Nothing was written yet. */
  empty = true;
  /** All its entries have been visited. */
  walked = false;
  /** Where its text goes now. */
  output: TextOutput;
  /** There as long as it is to be sorted. */
  lines: SortedLines | undefined;
  readonly aside = new PutAside();

  constructor(index: number, keys: number) {
    this.index = index;
    this.lines = keys <= SORTED_KEYS_MAX ? new SortedLines(keys, SORTED_BYTES_MAX) : undefined;
    this.output = (this.lines ?? this.aside).output;
  }
}

function writeNumber(output: TextOutput, value: number): void {
  output.reserve(24);
  if (Number.isSafeInteger(value)) output.at = writeInteger(value, output.bytes, output.at);
  else output.ascii(String(value));
}

/** Whether the entry's line is its key and the bytes of its value. */
function isPlainString(entries: Entries, entry: number): boolean {
  return entries.kind(entry) === KIND_STRING && entries.encoding(entry) !== STRING_INTEGER && !entries.hasExpiry(entry);
}

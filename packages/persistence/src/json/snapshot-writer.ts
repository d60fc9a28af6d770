import {
  BEGUN,
  type Collection,
  type Database,
  DONE,
  KIND_STRING,
  NOT_NOW,
  type SnapshotVisitor,
  type SnapshotWalk,
} from '@respite/store';
import type { AccessData } from './access-data.ts';
import { CHUNK_BYTES, CheckedChunks, type ChunkReceiver } from './checked-chunks.ts';
import { ORDERED_MAX } from './element-text.ts';
import { LongJsonString } from './json-string.ts';
import { formatOfKind } from './kind-formats.ts';
import { LineWriter } from './line-writer.ts';
import type { LiveText } from './live-text.ts';
import { PutAside } from './put-aside.ts';
import { OWN_BEGINNING } from './schema.ts';
import { SortedLines } from './sorted-lines.ts';
import { TextOutput } from './text-output.ts';

const NEW_LINE = 0x0a;
const COMMA = 0x2c;

/** Bytes of lines after which a step ends. */
const STEP_BYTES = 256 * 1024;

/** Strings that are longer are written in several steps. */
const LONG_BYTES = 256 * 1024;

/** Collections that take more, or have more elements than are put in order, are written in several steps, too. */
const LARGE_BYTES = 1024 * 1024;

/** A database of up to so many keys, and so much text, is written in the order of its lines if no value takes several steps. */
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
  readonly #lines: LineWriter;
  readonly #chunks: CheckedChunks;
  readonly #main: TextOutput;
  #walk!: SnapshotWalk;
  #sections: Section[] = [];
  #position = 0;
  /** Bytes of lines since the step began. */
  #sinceStep = 0;
  #phase: (() => boolean) | undefined;
  #long: LongLine | undefined;

  constructor(receiver: ChunkReceiver, options: SnapshotWriterOptions) {
    this.#version = options.version;
    this.#lines = new LineWriter(options.access);
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

  entry(position: number, database: Database, entry: number, mayWait: boolean): number {
    const { entries } = database;
    entries.locate(entry);
    if (entries.valueEnd - entries.valueStart > LONG_BYTES && entries.kind(entry) === KIND_STRING) {
      return this.#longEntry(position, database, entry, mayWait);
    }
    if (entries.isCollection(entry)) {
      const collection = database.collectionOf(entry);
      const { isLive } = this.#walk;
      if (isLarge(collection)) {
        if (isLive) return this.#longEntry(position, database, entry, mayWait);
        // While nothing changes it is written as any other value: whoever waits, waits for all of it.
        if (this.#sections[position].lines !== undefined) this.#stopSorting(position);
      } else if (isLive) collection.elements?.joinEpoch();
      entries.locate(entry);
    }
    const section = this.#sections[position];
    const { output, lines } = section;
    const before = output.gone + output.at;
    this.keys++;
    section.separate(output);
    if (lines === undefined) {
      this.#lines.write(output, database, entry);
    } else {
      lines.begin();
      this.#lines.write(output, database, entry);
      lines.end();
      if (lines.full) this.#stopSorting(position);
    }
    this.#sinceStep += output.gone + output.at - before;
    return DONE;
  }

  takeCopy(): void {
    this.#long?.text.takeCopy();
  }

  wantsPause(): boolean {
    return this.#sinceStep >= STEP_BYTES;
  }

  /** A value that is written in several steps; one that is about to change, and cannot wait, from a copy at the end of its section. */
  #longEntry(position: number, database: Database, entry: number, mayWait: boolean): number {
    const section = this.#sections[position];
    if (section.lines !== undefined) this.#stopSorting(position);
    // What was put aside comes first.
    if (mayWait && section.output !== this.#main) return NOT_NOW;
    this.keys++;
    if (!mayWait) {
      const begin = new PutAside();
      const closing = this.#lines.writeToValue(begin.output, database, entry);
      const text = beginText(begin.output, database, entry);
      text.takeCopy();
      section.longs.push({ begin, text, closing });
      return DONE;
    }
    section.separate(this.#main);
    const closing = this.#lines.writeToValue(this.#main, database, entry);
    this.#writeLongNext({ begin: undefined, text: beginText(this.#main, database, entry), closing });
    return BEGUN;
  }

  /** Gives up: what is in the midst of being written is let go. */
  abandon(): void {
    this.#long?.text.abandon();
    for (const { longs } of this.#sections) for (const { text } of longs) text.abandon();
  }

  #writeLongNext(long: LongLine): void {
    const section = this.#sections[this.#position];
    section.output = section.aside.output;
    this.#long = long;
    this.#phase = this.#writeLong;
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
    // Something else may have to be done first now.
    if (!section.walked || this.#phase !== this.#walkOn) return true;
    const long = section.longs.shift();
    if (long !== undefined) {
      section.separate(this.#main);
      while (long.begin?.giveSome(this.#main));
      this.#writeLongNext(long);
      return true;
    }
    if (section.lines === undefined) this.#endSection();
    else this.#phase = this.#sort;
    return false;
  };

  readonly #writeLong = (): boolean => {
    const { text, closing } = this.#long!;
    if (text.step(this.#main)) return true;
    this.#main.ascii(closing);
    this.#long = undefined;
    this.#phase = this.#giveAside;
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

/** The line of a long string. */
interface LongLine {
  /** What stands before the string, if it is not written yet. */
  readonly begin: PutAside | undefined;
  readonly text: LiveText;
  readonly closing: string;
}

function isLarge(collection: Collection): boolean {
  return collection.length > ORDERED_MAX || collection.usedBytes > LARGE_BYTES;
}

/** Begins with the value of an entry: a long string, or a collection. */
function beginText(output: TextOutput, database: Database, entry: number): LiveText {
  const { entries } = database;
  if (entries.isCollection(entry)) {
    const format = formatOfKind(entries.kind(entry));
    if (format.writeLive === undefined) throw new Error(`snapshot: ${format.name} has no large form`);
    return format.writeLive(output, database.collectionOf(entry));
  }
  entries.locate(entry);
  return new LongJsonString(entries.bytes, entries.valueStart, entries.valueEnd);
}

/** A database in the file. */
class Section {
  readonly index: number;
  /** All its entries have been visited. */
  walked = false;
  /** Where its text goes now. */
  output: TextOutput;
  /** There as long as it is to be sorted. */
  lines: SortedLines | undefined;
  readonly aside = new PutAside();
  /** Lines that stand at its end. */
  readonly longs: LongLine[] = [];
  #empty = true;

  constructor(index: number, keys: number) {
    this.index = index;
    this.lines = keys <= SORTED_KEYS_MAX ? new SortedLines(keys, SORTED_BYTES_MAX) : undefined;
    this.output = (this.lines ?? this.aside).output;
  }

  /** Ends the line before, for another one. */
  separate(output: TextOutput): void {
    output.reserve(2);
    if (this.#empty) this.#empty = false;
    else output.bytes[output.at++] = COMMA;
    output.bytes[output.at++] = NEW_LINE;
  }
}

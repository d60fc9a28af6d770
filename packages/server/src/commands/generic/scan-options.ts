import { globMatches } from '@respite/bytes';
import { kindNames } from '@respite/store';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';

/** Stands for a type that no value has. */
const NO_KIND = -1;
export const ANY_KIND = 0;

const STAR = 0x2a;
const DEFAULT_COUNT = 10;

/** Options that not every scan has. */
export const ScanExtra = {
  none: '',
  /** SCAN: TYPE and the name of one. */
  type: 'type',
  /** HSCAN: fields without their values. */
  noValues: 'novalues',
  /** ZSCAN: members without their scores. */
  noScores: 'noscores',
} as const;

/** The options of SCAN, SSCAN, HSCAN and ZSCAN: MATCH pattern, COUNT number, and one that only some have. Read anew by every command. */
export class ScanOptions {
  /** How many elements to look at, about. */
  count = DEFAULT_COUNT;
  /** The kind of value that is wanted, or ANY_KIND. */
  kind = ANY_KIND;
  /** NOVALUES or NOSCORES was given. */
  keysOnly = false;
  matchesAll = true;
  #pattern: Uint8Array = new Uint8Array(0);
  #start = 0;
  #end = 0;

  /**
   * Reads the arguments from `first` on.
   * @param extra the option of ScanExtra that the command has
   * @throws a syntax error, or that COUNT is no integer
   */
  read(ctx: Context, first: number, extra: string): void {
    this.count = DEFAULT_COUNT;
    this.kind = ANY_KIND;
    this.keysOnly = false;
    this.matchesAll = true;
    for (let i = first; i < ctx.argc; i++) {
      if (extra !== ScanExtra.type && extra !== ScanExtra.none && ctx.is(i, extra)) {
        this.keysOnly = true;
        continue;
      }
      if (i + 1 === ctx.argc) throw errors.syntax;
      if (ctx.is(i, 'count')) {
        this.count = ctx.integer(i + 1);
        if (this.count < 1) throw errors.syntax;
      } else if (ctx.is(i, 'match')) {
        this.match(ctx, i + 1);
      } else if (extra === ScanExtra.type && ctx.is(i, 'type')) {
        const kind = kindNames.indexOf(ctx.text(i + 1).toLowerCase());
        this.kind = kind > 0 ? kind : NO_KIND;
      } else {
        throw errors.syntax;
      }
      i++;
    }
  }

  /** Takes the pattern in argument `index`. */
  match(ctx: Context, index: number): void {
    const { bytes, starts, ends } = ctx.args;
    this.#pattern = bytes;
    this.#start = starts[index];
    this.#end = ends[index];
    this.matchesAll = this.#end - this.#start === 1 && bytes[this.#start] === STAR;
  }

  /** Whether the pattern, if there is one, matches. */
  matches(bytes: Uint8Array, start: number, end: number): boolean {
    return this.matchesAll || globMatches(this.#pattern, this.#start, this.#end, bytes, start, end);
  }
}

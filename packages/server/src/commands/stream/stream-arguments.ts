import { parseBoundaryId, parseStreamId, type StreamId, WHOLE_ID } from '@respite/store';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';

export const invalidId = new CommandError('ERR Invalid stream ID specified as stream command argument');
const invalidStart = new CommandError('ERR invalid start ID for the interval');
const invalidEnd = new CommandError('ERR invalid end ID for the interval');

const LEFT_PAREN = 0x28;

/** Whether argument `index` is this one character. */
export function isCharacter(ctx: Context, index: number, character: string): boolean {
  const { bytes, starts, ends } = ctx.args;
  return ends[index] - starts[index] === 1 && bytes[starts[index]] === character.charCodeAt(0);
}

/** Whether argument `index` is an ID, which is read into `id`; the sequence number may be left out, and is 0 then. */
export function isId(ctx: Context, index: number, id: StreamId): boolean {
  const { bytes, starts, ends } = ctx.args;
  return parseStreamId(bytes, starts[index], ends[index], id, 0) === WHOLE_ID;
}

/** Reads argument `index` as an ID; the sequence number may be left out, and is 0 then. @throws CommandError */
export function readId(ctx: Context, index: number, id: StreamId): void {
  if (!isId(ctx, index, id)) throw invalidId;
}

/** Reads argument `index` as an ID, `-` for the lowest or `+` for the highest one. @throws CommandError */
export function readBoundary(ctx: Context, index: number, id: StreamId): void {
  const { bytes, starts, ends } = ctx.args;
  if (!parseBoundaryId(bytes, starts[index], ends[index], id, 0)) throw invalidId;
}

/** Reads argument `index` as the beginning of a range: an ID, `-`, `+`, or `(` and an ID. @throws CommandError */
export function readRangeStart(ctx: Context, index: number, id: StreamId): void {
  if (readRangeEdge(ctx, index, id, 0) && !id.increment()) throw invalidStart;
}

/** As `readRangeStart`, for the end; a sequence number that is left out is the highest. @throws CommandError */
export function readRangeEnd(ctx: Context, index: number, id: StreamId): void {
  if (readRangeEdge(ctx, index, id, -1) && !id.decrement()) throw invalidEnd;
}

/** @returns whether the ID itself is not in the range */
function readRangeEdge(ctx: Context, index: number, id: StreamId, missing: number): boolean {
  const { bytes, starts, ends } = ctx.args;
  const start = starts[index];
  const end = ends[index];
  if (end - start > 1 && bytes[start] === LEFT_PAREN) {
    if (parseStreamId(bytes, start + 1, end, id, missing) !== WHOLE_ID) throw invalidId;
    return true;
  }
  if (!parseBoundaryId(bytes, start, end, id, missing)) throw invalidId;
  return false;
}

/** IDs given to a command, read before the first of them takes effect. */
export class IdArguments {
  count = 0;
  #words = new Int32Array(4 * 16);

  /** Reads the arguments from `first` up to, not including, `end`. @throws CommandError */
  read(ctx: Context, first: number, end: number, id: StreamId): void {
    this.count = 0;
    for (let i = first; i < end; i++) {
      readId(ctx, i, id);
      this.push(id);
    }
  }

  push(id: StreamId): void {
    const at = this.count * 4;
    if (at === this.#words.length) {
      const more = new Int32Array(at * 2);
      more.set(this.#words);
      this.#words = more;
    }
    this.#words[at] = id.msHigh;
    this.#words[at + 1] = id.msLow;
    this.#words[at + 2] = id.seqHigh;
    this.#words[at + 3] = id.seqLow;
    this.count++;
  }

  /** Sets `id` to the one at `index`. */
  get(index: number, id: StreamId): StreamId {
    const at = index * 4;
    return id.set(this.#words[at], this.#words[at + 1], this.#words[at + 2], this.#words[at + 3]);
  }
}

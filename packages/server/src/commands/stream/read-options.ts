import type { Stream, StreamGroup, StreamId } from '@respite/store';
import { timeoutInMilliseconds } from '../blocking-timeout.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';
import { IdArguments } from './stream-arguments.ts';

const groupWithoutGroup = new CommandError(
  'ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.',
);
const noAckWithoutGroup = new CommandError(
  'ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.',
);
const missingGroup = new CommandError('ERR Missing GROUP option for XREADGROUP');
const notAMinIdle = new CommandError('ERR min-idle-time is not an integer or out of range');
const negativeMinIdle = new CommandError('ERR min-idle-time must be a non-negative integer');

/** No BLOCK was given: the command does not wait. */
export const NOT_WAITING = -1;
/** No CLAIM was given. */
export const NOT_CLAIMING = -1;

/** The options of XREAD and XREADGROUP, read anew by every command, and what was found of the streams. */
export class ReadOptions {
  /** How many entries of each stream at most, 0: any number. */
  count = 0;
  timeoutMs = NOT_WAITING;
  /** Arguments with the names; 0: none. */
  groupIndex = 0;
  consumerIndex = 0;
  noAck = false;
  minIdle = NOT_CLAIMING;
  /** The first key, and how many there are; as many IDs follow. */
  firstKey = 0;
  keyCount = 0;
  // By key:
  readonly streams: (Stream | undefined)[] = [];
  readonly groups: StreamGroup[] = [];
  /** Entries above these are wanted. */
  readonly after = new IdArguments();

  /** @throws CommandError */
  read(ctx: Context, isGroup: boolean): void {
    this.count = 0;
    this.timeoutMs = NOT_WAITING;
    this.groupIndex = this.consumerIndex = this.firstKey = 0;
    this.noAck = false;
    this.minIdle = NOT_CLAIMING;
    this.streams.length = this.groups.length = this.after.count = 0;
    for (let i = 1; i < ctx.argc && this.firstKey === 0; i++) {
      const more = ctx.argc - 1 - i;
      if (more > 0 && ctx.is(i, 'block')) this.timeoutMs = timeoutInMilliseconds(ctx, ++i);
      else if (more > 0 && ctx.is(i, 'count')) this.count = Math.max(0, ctx.integer(++i));
      else if (more > 0 && ctx.is(i, 'streams')) this.#readStreams(ctx, i + 1, isGroup);
      else if (more > 1 && ctx.is(i, 'group')) {
        if (!isGroup) throw groupWithoutGroup;
        this.groupIndex = i + 1;
        this.consumerIndex = i + 2;
        i += 2;
      } else if (ctx.is(i, 'noack')) {
        if (!isGroup) throw noAckWithoutGroup;
        this.noAck = true;
      } else if (isGroup && more > 0 && ctx.is(i, 'claim')) {
        this.minIdle = ctx.integer(++i, notAMinIdle);
        if (this.minIdle < 0) throw negativeMinIdle;
      } else throw errors.syntax;
    }
    if (this.firstKey === 0) throw errors.syntax;
    if (isGroup && this.groupIndex === 0) throw missingGroup;
  }

  #readStreams(ctx: Context, first: number, isGroup: boolean): void {
    const words = ctx.argc - first;
    if (words % 2 === 1) {
      const [name, symbol] = isGroup ? ['xreadgroup', '>'] : ['xread', '$'];
      throw new CommandError(
        `ERR Unbalanced '${name}' list of streams: for each stream key an ID or '${symbol}' must be specified.`,
      );
    }
    this.firstKey = first;
    this.keyCount = words / 2;
  }

  /** The argument with the ID for the key of number `i`. */
  idIndex(i: number): number {
    return this.firstKey + this.keyCount + i;
  }

  /** Forgets the streams: nothing of them is to be kept alive. */
  release(): void {
    this.streams.length = this.groups.length = 0;
  }
}

/** Whether the stream has an entry above `id`. @param top where the highest is put */
export function hasEntryAbove(stream: Stream, id: StreamId, top: StreamId): boolean {
  return stream.length > 0 && stream.readLastEntryId(top) && top.compare(id) > 0;
}

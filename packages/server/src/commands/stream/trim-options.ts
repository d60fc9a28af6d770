import {
  KEEP_REFERENCES,
  NOT_AN_ID,
  parseStreamId,
  type Stream,
  StreamId,
  streamIdText,
  TIME_ONLY,
  TrimBounds,
} from '@respite/store';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';
import { referencesArgument } from './references.ts';
import { invalidId, isCharacter, readId } from './stream-arguments.ts';

const bothStrategies = new CommandError(
  'ERR syntax error, MAXLEN and MINID options at the same time are not compatible',
);
const negativeLength = new CommandError('ERR The MAXLEN argument must be >= 0.');
const negativeLimit = new CommandError('ERR The LIMIT argument must be >= 0.');
const limitAlone = new CommandError('ERR syntax error, LIMIT cannot be used without specifying a trimming strategy');
const noStrategy = new CommandError('ERR syntax error, XTRIM must be called with a trimming strategy');
const limitOfExact = new CommandError('ERR syntax error, LIMIT cannot be used without the special ~ option');

/** The blocks' entries that approximate trimming removes at most, where there is no LIMIT. */
const BLOCKS_MAX = 100;
const ENTRIES_MAX = 1_000_000;
const ENTRIES_WITHOUT_LIMIT = 10_000;

/** The options of XADD and XTRIM, read anew by every command. */
export class TrimOptions {
  readonly bounds = new TrimBounds();
  readonly #firstId = new StreamId();
  /** Argument with the number or ID of MAXLEN or MINID; 0: nothing is trimmed. */
  thresholdIndex = 0;
  #limitIndex = 0;
  // Of XADD:
  noMakeStream = false;
  /** The ID as it was given, where it was. */
  readonly id = new StreamId();
  /** WHOLE_ID, TIME_ONLY, or NOT_AN_ID for `*`. */
  idForm = NOT_AN_ID;

  /** @returns the argument with XADD's ID, or the number of arguments where there is none. @throws CommandError */
  read(ctx: Context, isAdd: boolean): number {
    this.thresholdIndex = this.#limitIndex = 0;
    this.noMakeStream = false;
    this.idForm = NOT_AN_ID;
    const { bounds } = this;
    bounds.maxLength = -1;
    bounds.isApproximate = false;
    bounds.limit = 0;
    bounds.references = KEEP_REFERENCES;
    let hasReferences = false;
    let i = 2;
    for (; i < ctx.argc; i++) {
      const isLast = i === ctx.argc - 1;
      if (isAdd && isCharacter(ctx, i, '*')) break;
      if (!isLast && ctx.is(i, 'maxlen')) i = this.#threshold(ctx, i + 1, true);
      else if (!isLast && ctx.is(i, 'minid')) i = this.#threshold(ctx, i + 1, false);
      else if (!isLast && ctx.is(i, 'limit')) this.#readLimit(ctx, ++i);
      else if (isAdd && ctx.is(i, 'nomkstream')) this.noMakeStream = true;
      else {
        const references = referencesArgument(ctx, i);
        if (references !== undefined) {
          if (hasReferences) throw errors.syntax;
          hasReferences = true;
          bounds.references = references;
        } else if (isAdd) {
          this.#readId(ctx, i);
          break;
        } else throw errors.syntax;
      }
    }
    this.#settleLimit(ctx, isAdd);
    return i;
  }

  #threshold(ctx: Context, first: number, isLength: boolean): number {
    const { bounds } = this;
    if (this.thresholdIndex > 0) throw bothStrategies;
    let i = first;
    bounds.isApproximate = false;
    if (i < ctx.argc - 1) {
      if (isCharacter(ctx, i, '~')) {
        bounds.isApproximate = true;
        i++;
      } else if (isCharacter(ctx, i, '=')) i++;
    }
    if (isLength) {
      bounds.maxLength = ctx.integer(i);
      if (bounds.maxLength < 0) throw negativeLength;
    } else readId(ctx, i, bounds.minId);
    this.thresholdIndex = i;
    return i;
  }

  #readLimit(ctx: Context, index: number): void {
    this.bounds.limit = ctx.integer(index);
    if (this.bounds.limit < 0) throw negativeLimit;
    this.#limitIndex = index;
  }

  #readId(ctx: Context, index: number): void {
    const { bytes, starts, ends } = ctx.args;
    this.idForm = parseStreamId(bytes, starts[index], ends[index], this.id, 0);
    if (this.idForm === NOT_AN_ID) throw invalidId;
  }

  #settleLimit(ctx: Context, isAdd: boolean): void {
    const { bounds } = this;
    if (this.thresholdIndex === 0) {
      if (bounds.limit > 0) throw limitAlone;
      if (!isAdd) throw noStrategy;
    }
    if (this.#limitIndex > 0) {
      if (!bounds.isApproximate) throw limitOfExact;
    } else if (bounds.isApproximate) {
      const limit = BLOCKS_MAX * ctx.server.config.streamNodeMaxEntries;
      bounds.limit = limit === 0 ? ENTRIES_WITHOUT_LIMIT : Math.min(limit, ENTRIES_MAX);
    }
  }

  /**
   * The command with what it did in the place of what it was to do: an exact bound for an approximate one, and no LIMIT.
   * @param idIndex argument that `idText` replaces; 0: none
   */
  propagate(ctx: Context, stream: Stream, idIndex: number, idText: string): void {
    const { isApproximate, maxLength } = this.bounds;
    if (!isApproximate && idIndex === 0) return;
    const command: (string | Uint8Array | number)[] = [];
    for (let i = 0; i < ctx.argc; i++) {
      if (isApproximate && i === this.thresholdIndex - 1) command.push('=');
      else if (isApproximate && i === this.thresholdIndex) {
        if (maxLength < 0) stream.readFirstPlaceId(this.#firstId);
        command.push(maxLength < 0 ? streamIdText(this.#firstId) : stream.length);
      } else if (this.#limitIndex > 0 && (i === this.#limitIndex - 1 || i === this.#limitIndex)) continue;
      else command.push(i > 0 && i === idIndex ? idText : ctx.copyOf(i));
    }
    ctx.propagateAs(...command);
  }

  get hasTimeOnly(): boolean {
    return this.idForm === TIME_ONLY;
  }
}

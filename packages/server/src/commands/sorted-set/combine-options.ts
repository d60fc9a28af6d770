import { parseDouble } from '@respite/bytes';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';
import { ScoredSource } from './scored-source.ts';

const badWeight = new CommandError('ERR weight value is not a float');
const badLimit = new CommandError("ERR LIMIT can't be negative");

/** How scores of the same member are made one. */
export type Aggregate = 'sum' | 'min' | 'max';

/** Which options a command has. */
export interface CombineForm {
  /** WEIGHTS and AGGREGATE. */
  readonly combines: boolean;
  readonly withScores: boolean;
  readonly limit: boolean;
}

/** Sources that were once used are used again. */
const pool: ScoredSource[] = [];

/** What ZUNION and its kin are told: `numkeys key [key ...] [WEIGHTS ...] [AGGREGATE ...] [WITHSCORES] [LIMIT n]`. Read anew each time. */
export class CombineOptions {
  readonly sources: ScoredSource[] = [];
  aggregate: Aggregate = 'sum';
  withScores = false;
  /** At most so many count; 0: all do. */
  limit = 0;

  /** @param numkeys the argument that tells how many keys there are  @param name of the command, for an error */
  read(ctx: Context, numkeys: number, name: string, form: CombineForm): void {
    this.sources.length = 0;
    this.aggregate = 'sum';
    this.withScores = false;
    this.limit = 0;
    const keys = ctx.integer(numkeys);
    if (keys < 1) throw new CommandError(`ERR at least 1 input key is needed for '${name}' command`);
    if (keys > ctx.argc - numkeys - 1) throw errors.syntax;
    for (let i = 0; i < keys; i++) {
      pool[i] ??= new ScoredSource();
      pool[i].open(ctx, numkeys + 1 + i);
      this.sources.push(pool[i]);
    }
    for (let i = numkeys + 1 + keys; i < ctx.argc; ) i = this.#readOption(ctx, i, form);
  }

  /** @returns the argument behind the option */
  #readOption(ctx: Context, index: number, form: CombineForm): number {
    const left = ctx.argc - index;
    const { sources } = this;
    if (form.combines && left > sources.length && ctx.is(index, 'weights')) {
      for (let i = 0; i < sources.length; i++) sources[i].weight = weight(ctx, index + 1 + i);
      return index + 1 + sources.length;
    }
    if (form.combines && left >= 2 && ctx.is(index, 'aggregate')) {
      if (ctx.is(index + 1, 'sum')) this.aggregate = 'sum';
      else if (ctx.is(index + 1, 'min')) this.aggregate = 'min';
      else if (ctx.is(index + 1, 'max')) this.aggregate = 'max';
      else throw errors.syntax;
      return index + 2;
    }
    if (form.withScores && ctx.is(index, 'withscores')) {
      this.withScores = true;
      return index + 1;
    }
    if (form.limit && left >= 2 && ctx.is(index, 'limit')) {
      this.limit = ctx.integer(index + 1, badLimit);
      if (this.limit < 0) throw badLimit;
      return index + 2;
    }
    throw errors.syntax;
  }
}

function weight(ctx: Context, index: number): number {
  const { bytes, starts, ends } = ctx.args;
  const value = parseDouble(bytes, starts[index], ends[index]);
  if (Number.isNaN(value)) throw badWeight;
  return value;
}

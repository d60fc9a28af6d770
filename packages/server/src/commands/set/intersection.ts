import { holdsMember, SET_INTSET, SET_LISTPACK, SetWalk, setLength, toIntset } from '@respite/store';
import { keyNum, keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { storeNothing, storeResult } from '../generic/store-result.ts';
import { errors } from '../reply-errors.ts';
import { madeSet } from './made-set.ts';
import { replyMember } from './reply-member.ts';
import { lookupSets, sortByLength } from './sources.ts';

const noKeys = new CommandError('ERR numkeys should be greater than 0');
const tooManyKeys = new CommandError("ERR Number of keys can't be greater than number of args");
const negativeLimit = new CommandError("ERR LIMIT can't be negative");

export const sinter = defineCommand({
  name: 'SINTER',
  group: 'set',
  since: '1.0.0',
  arity: -2,
  flags: 'readonly',
  complexity: 'O(N*M)',
  summary: 'Gives the members that all of the sets have.',
  keys: [keyRange('RO access', 1, -1)],
  syntax: 'key...',
  tips: 'nondeterministic_output_order',
  execute(ctx) {
    if (!intersection.begin(ctx, 1, ctx.argc)) {
      ctx.reply.set(0);
      return;
    }
    const list = ctx.reply.beginDeferred();
    let length = 0;
    for (; intersection.next(ctx); length++) replyMember(ctx, intersection.member);
    ctx.reply.endSet(list, length);
  },
});

export const sintercard = defineCommand({
  name: 'SINTERCARD',
  group: 'set',
  since: '7.0.0',
  arity: -3,
  flags: 'readonly',
  complexity: 'O(N*M)',
  summary: 'Counts the members that all of the sets have, on request only up to a limit.',
  keys: [keyNum('RO access', 1)],
  syntax: 'numkeys:integer key... [LIMIT limit:integer]',
  execute(ctx) {
    const keys = ctx.integer(1, noKeys);
    if (keys < 1) throw noKeys;
    if (keys > ctx.argc - 2) throw tooManyKeys;
    let limit = 0;
    for (let i = 2 + keys; i < ctx.argc; i += 2) {
      if (!ctx.is(i, 'limit') || i + 1 === ctx.argc) throw errors.syntax;
      limit = ctx.integer(i + 1, negativeLimit);
      if (limit < 0) throw negativeLimit;
    }
    let count = 0;
    if (intersection.begin(ctx, 2, 2 + keys)) while (intersection.next(ctx) && ++count !== limit);
    ctx.reply.integer(count);
  },
});

export const sinterstore = defineCommand({
  name: 'SINTERSTORE',
  group: 'set',
  since: '1.0.0',
  arity: -3,
  flags: 'write denyoom',
  complexity: 'O(N*M)',
  summary: 'Stores the members that all of the sets have.',
  keys: [keyRange('OW update', 1), keyRange('RO access', 2, -1)],
  syntax: 'destination@0 key@1...',
  execute(ctx) {
    const { scratch } = ctx.server.store;
    let length = 0;
    if (intersection.begin(ctx, 2, ctx.argc)) {
      madeSet.begin(ctx, intersection.isOfIntegers(ctx) ? SET_INTSET : SET_LISTPACK);
      while (intersection.next(ctx)) madeSet.add(ctx, intersection.member);
      length = setLength(scratch, madeSet.entry);
    }
    if (length === 0) {
      scratch.clear();
      storeNothing(ctx, 1);
    } else {
      const key = madeSet.find(ctx);
      const made = toIntset(scratch, madeSet.entry, ctx.server.config, key, 0, key.length);
      storeResult(ctx, made, 1, keyEvents.setIntersectionStore);
    }
    ctx.reply.integer(length);
  },
});

/** The members that all of some sets have, one after the other: those of the smallest set, sought in the others. */
class Intersection {
  readonly member = new SetWalk();
  #sets: number[] = [];

  /** Begins with the sets at the keys in arguments `first` to `end - 1`. @returns false if one of them does not exist */
  begin(ctx: Context, first: number, end: number): boolean {
    const sets = lookupSets(ctx, first, end);
    this.#sets = sets;
    if (sets.includes(0)) return false;
    if (sets.length > 1) sortByLength(ctx, sets, 0, 1);
    this.member.begin(ctx.db, sets[0]);
    return true;
  }

  /** Whether the smallest set is an intset. */
  isOfIntegers(ctx: Context): boolean {
    return ctx.entries.encoding(this.#sets[0]) === SET_INTSET;
  }

  /** Goes on to the next member. @returns whether there is one */
  next(ctx: Context): boolean {
    while (this.member.next()) if (this.#isInAll(ctx)) return true;
    return false;
  }

  #isInAll(ctx: Context): boolean {
    const sets = this.#sets;
    for (let i = 1; i < sets.length; i++) {
      if (sets[i] !== sets[0] && !holdsMember(ctx.db, sets[i], this.member)) return false;
    }
    return true;
  }
}

const intersection = new Intersection();

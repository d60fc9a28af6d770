import { keyNum, keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { positiveCount } from '../positive-count.ts';
import { errors } from '../reply-errors.ts';
import { openForWrite, removeIfEmpty, sortedSet } from './open-sorted-set.ts';

const tooFewKeys = new CommandError('ERR numkeys should be greater than 0');
const countTooSmall = new CommandError('ERR count should be greater than 0');

export const zpopmin = defineCommand({
  name: 'ZPOPMIN',
  group: 'sorted-set',
  since: '5.0.0',
  arity: -2,
  flags: 'write fast',
  complexity: 'O(log(N)*M)',
  summary: 'Takes the members with the lowest scores off a sorted set.',
  keys: [keyRange('RW access delete', 1)],
  syntax: 'key [count:integer]',
  execute(ctx) {
    pop(ctx, false);
  },
});

export const zpopmax = defineCommand({
  name: 'ZPOPMAX',
  group: 'sorted-set',
  since: '5.0.0',
  arity: -2,
  flags: 'write fast',
  complexity: 'O(log(N)*M)',
  summary: 'Takes the members with the highest scores off a sorted set.',
  keys: [keyRange('RW access delete', 1)],
  syntax: 'key [count:integer]',
  execute(ctx) {
    pop(ctx, true);
  },
});

export const zmpop = defineCommand({
  name: 'ZMPOP',
  group: 'sorted-set',
  since: '7.0.0',
  arity: -4,
  flags: 'write',
  complexity: 'O(K) / O(M*log(N))',
  summary: 'Takes lowest or highest members off the first sorted set that is not empty.',
  keys: [keyNum('RW access delete', 1)],
  syntax: 'numkeys:integer key... where=<MIN|MAX> [COUNT count:integer]',
  execute(ctx) {
    popOptions.read(ctx, 1);
    if (!popFromFirst(ctx, popOptions.firstKey, popOptions.lastKey)) ctx.reply.nullArray();
  },
});

function pop(ctx: Context, isMax: boolean): void {
  if (ctx.argc > 3) throw errors.syntax;
  const hasCount = ctx.argc === 3;
  const count = hasCount ? positiveCount(ctx, 2) : 1;
  if (!openForWrite(ctx, 1) || count === 0) {
    ctx.reply.emptyArray();
    return;
  }
  const n = Math.min(count, sortedSet.length);
  const isNested = hasCount && ctx.reply.protocol === 3;
  ctx.reply.array(isNested ? n : 2 * n);
  replyAndRemove(ctx, 1, isMax, n, isNested);
}

/** What ZMPOP and BZMPOP are told: `numkeys key [key ...] MIN | MAX [COUNT count]`. */
class PopOptions {
  firstKey = 0;
  lastKey = 0;
  isMax = false;
  count = 1;

  /** @param numkeys the argument that tells how many keys there are */
  read(ctx: Context, numkeys: number): void {
    const keys = ctx.integer(numkeys, tooFewKeys);
    if (keys < 1) throw tooFewKeys;
    const where = numkeys + keys + 1;
    if (where >= ctx.argc) throw errors.syntax;
    this.firstKey = numkeys + 1;
    this.lastKey = numkeys + keys;
    this.isMax = ctx.is(where, 'max');
    if (!this.isMax && !ctx.is(where, 'min')) throw errors.syntax;
    this.count = 1;
    let hasCount = false;
    for (let i = where + 1; i < ctx.argc; i += 2) {
      if (hasCount || !ctx.is(i, 'count') || i + 1 === ctx.argc) throw errors.syntax;
      hasCount = true;
      this.count = ctx.integer(i + 1, countTooSmall);
      if (this.count < 1) throw countTooSmall;
    }
  }
}

export const popOptions = new PopOptions();

/**
 * Takes elements off the first sorted set among the keys that has any, as `popOptions` say, and answers with its key and them.
 * @returns whether there was one; if not, nothing was answered
 */
export function popFromFirst(ctx: Context, firstKey: number, lastKey: number): boolean {
  const { bytes, starts, ends } = ctx.args;
  for (let key = firstKey; key <= lastKey; key++) {
    if (!openForWrite(ctx, key)) continue;
    const n = Math.min(popOptions.count, sortedSet.length);
    ctx.reply.array(2);
    ctx.reply.bulk(bytes, starts[key], ends[key]);
    ctx.reply.array(n);
    if (ctx.server.effects.propagating) {
      ctx.propagateAs(popOptions.isMax ? 'ZPOPMAX' : 'ZPOPMIN', ctx.copyOf(key), n);
    }
    replyAndRemove(ctx, key, popOptions.isMax, n, true);
    return true;
  }
  return false;
}

/** Answers with `n` elements of the open set from one end on, each in an array of its own if `isNested`, and removes them. */
export function replyAndRemove(ctx: Context, key: number, isMax: boolean, n: number, isNested: boolean): void {
  const { length } = sortedSet;
  sortedSet.goTo(isMax ? length - 1 : 0);
  for (let left = n; ; ) {
    if (isNested) ctx.reply.array(2);
    ctx.reply.bulk(sortedSet.bytes, sortedSet.start, sortedSet.end);
    ctx.reply.double(sortedSet.score);
    if (--left === 0) break;
    if (isMax) sortedSet.previous();
    else sortedSet.next();
  }
  sortedSet.removeRange(isMax ? length - n : 0, n);
  ctx.changed(isMax ? keyEvents.zpopMax : keyEvents.zpopMin, key);
  ctx.server.effects.dirty += n - 1;
  removeIfEmpty(ctx, key);
}

import { NO_EXPIRY } from '@respite/store';
import type { CommandFacts } from '../../command-meta/command-facts.ts';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { type CommandSpec, defineCommand } from '../define-command.ts';
import { fieldsAfter, hashErrors } from './field-arguments.ts';
import { fieldTime } from './field-time.ts';
import { findField, hash, openHashForWrite, removeIfEmpty } from './hash-access.ts';

const exclusive = new CommandError('ERR NX and XX, GT or LT options at the same time are not compatible');

/** What is answered for each field. */
const NO_FIELD = -2;
const CONDITION_FAILED = 0;
const SET = 1;
const DELETED = 2;

/** In milliseconds. */
const SECOND = 1000;
const MILLISECOND = 1;

const CONDITION = 'condition=<NX|XX|GT|LT>';
const FIELDS = 'FIELDS fields=(numfields:integer field...)';

export const hexpire = expiring('relative', SECOND, {
  name: 'HEXPIRE',
  summary: 'Sets the time to live of hash fields in seconds.',
  syntax: `key seconds:integer [${CONDITION}] ${FIELDS}`,
});

export const hpexpire = expiring('relative', MILLISECOND, {
  name: 'HPEXPIRE',
  summary: 'Sets the time to live of hash fields in milliseconds.',
  syntax: `key milliseconds:integer [${CONDITION}] ${FIELDS}`,
});

export const hexpireat = expiring('absolute', SECOND, {
  name: 'HEXPIREAT',
  summary: 'Sets the moment at which hash fields expire, in Unix seconds.',
  syntax: `key unix-time-seconds:unix-time [${CONDITION}] ${FIELDS}`,
});

export const hpexpireat = expiring('absolute', MILLISECOND, {
  name: 'HPEXPIREAT',
  summary: 'Sets the moment at which hash fields expire, in Unix milliseconds.',
  syntax: `key unix-time-milliseconds:unix-time [${CONDITION}] ${FIELDS}`,
});

function expiring(
  base: 'relative' | 'absolute',
  unit: number,
  facts: Pick<CommandFacts, 'name' | 'summary' | 'syntax'>,
): CommandSpec {
  return defineCommand({
    ...facts,
    group: 'hash',
    since: '7.4.0',
    arity: -6,
    flags: 'write fast',
    complexity: 'O(N)',
    keys: [keyRange('RW update', 1)],
    execute(ctx) {
      const time = fieldTime(ctx, 2, unit, base === 'relative', facts.name);
      const words = conditionWords(ctx);
      const first = fieldsAfter(ctx, 3 + words, 1, hashErrors.countNotPositive);
      if (openHashForWrite(ctx)) expireEach(ctx, time, words, first);
      else {
        ctx.reply.array(ctx.argc - first);
        for (let i = first; i < ctx.argc; i++) ctx.reply.integer(NO_FIELD);
      }
    },
  });
}

/** How many words of a condition stand before FIELDS: 0 or 1. */
function conditionWords(ctx: Context): number {
  let words = 0;
  while (3 + words < ctx.argc && isCondition(ctx, 3 + words)) words++;
  if (words > 1) throw exclusive;
  return words;
}

function isCondition(ctx: Context, index: number): boolean {
  return ctx.is(index, 'nx') || ctx.is(index, 'xx') || ctx.is(index, 'gt') || ctx.is(index, 'lt');
}

function expireEach(ctx: Context, time: number, words: number, first: number): void {
  const { reply } = ctx;
  const isPast = time <= ctx.now && ctx.server.host.persistence?.loading !== true;
  const touched: (string | Uint8Array)[] = [];
  const { propagating, wantsFields } = ctx.server.effects;
  let count = 0;
  let left = hash.length;
  reply.array(ctx.argc - first);
  for (let i = first; i < ctx.argc; i++) {
    if (left === 0 || !findField(ctx, i)) {
      reply.integer(NO_FIELD);
      continue;
    }
    if (words > 0 && !conditionHolds(ctx, 3, hash.expiry, time)) {
      reply.integer(CONDITION_FAILED);
      continue;
    }
    count++;
    if (propagating || wantsFields) touched.push(ctx.copyOf(i));
    if (isPast) {
      hash.remove();
      left--;
    } else hash.setExpiry(time);
    reply.integer(isPast ? DELETED : SET);
  }
  if (count === 0) return;
  ctx.server.effects.dirty += count - 1;
  if (isPast) noteDeleted(ctx, touched);
  else {
    ctx.server.effects.fields = touched;
    ctx.changed(keyEvents.hashExpire, 1);
    if (!propagating) return;
    const condition = words > 0 ? [ctx.copyOf(3)] : [];
    ctx.propagateAs('HPEXPIREAT', ctx.copyOf(1), time, ...condition, 'FIELDS', count, ...touched);
  }
}

/** Tells of fields that were deleted because the time given to them is past, each as a deletion of its own. */
export function noteDeleted(ctx: Context, fields: readonly (string | Uint8Array)[]): void {
  const isEmpty = removeIfEmpty(ctx);
  ctx.server.effects.fields = fields;
  ctx.changed(keyEvents.hashDelete, 1);
  if (isEmpty) ctx.notify(keyEvents.del, 1);
  if (!ctx.server.effects.propagating) return;
  for (const field of fields) ctx.propagateAs('HDEL', ctx.copyOf(1), field);
}

/** Whether the condition in argument `index` lets a field with the expiry `current` get another. No expiry is later than any. */
function conditionHolds(ctx: Context, index: number, current: number, time: number): boolean {
  if (ctx.is(index, 'nx')) return current === NO_EXPIRY;
  if (ctx.is(index, 'xx')) return current !== NO_EXPIRY;
  return ctx.is(index, 'gt') ? time > current : time < current;
}

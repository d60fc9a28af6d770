import { fitsInt64 } from '@respite/bytes';
import { NO_EXPIRY } from '@respite/store';
import type { CommandFacts } from '../../command-meta/command-facts.ts';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { type CommandSpec, defineCommand } from '../define-command.ts';
import { invalidExpiry } from '../reply-errors.ts';
import { timeArgument } from '../string/expiry-time.ts';

const exclusiveOfNx = new CommandError('ERR NX and XX, GT or LT options at the same time are not compatible');
const exclusiveOfEachOther = new CommandError('ERR GT and LT options at the same time are not compatible');

const NX = 1;
const XX = 2;
const GT = 4;
const LT = 8;

/** In milliseconds. */
const SECOND = 1000;
const MILLISECOND = 1;

export const expire = expiring('relative', SECOND, {
  name: 'EXPIRE',
  since: '1.0.0',
  summary: "Sets a key's time to live in seconds.",
  syntax: 'key seconds:integer [condition^7.0.0=<NX|XX|GT|LT>]',
});

export const pexpire = expiring('relative', MILLISECOND, {
  name: 'PEXPIRE',
  since: '2.6.0',
  summary: "Sets a key's time to live in milliseconds.",
  syntax: 'key milliseconds:integer [condition^7.0.0=<NX|XX|GT|LT>]',
});

export const expireat = expiring('absolute', SECOND, {
  name: 'EXPIREAT',
  since: '1.2.0',
  summary: 'Sets the moment at which a key expires, in Unix seconds.',
  syntax: 'key unix-time-seconds:unix-time [condition^7.0.0=<NX|XX|GT|LT>]',
});

export const pexpireat = expiring('absolute', MILLISECOND, {
  name: 'PEXPIREAT',
  since: '2.6.0',
  summary: 'Sets the moment at which a key expires, in Unix milliseconds.',
  syntax: 'key unix-time-milliseconds:unix-time [condition^7.0.0=<NX|XX|GT|LT>]',
});

export const persist = defineCommand({
  name: 'PERSIST',
  group: 'generic',
  since: '2.2.0',
  arity: 2,
  flags: 'write fast',
  complexity: 'O(1)',
  summary: 'Takes the expiry off a key, so that it stays.',
  keys: [keyRange('RW update', 1)],
  syntax: 'key',
  execute(ctx) {
    const entry = ctx.lookupForWrite(1);
    if (entry === 0 || !ctx.entries.hasExpiry(entry)) {
      ctx.reply.integer(0);
      return;
    }
    ctx.db.setExpiry(entry, NO_EXPIRY);
    ctx.changed(keyEvents.persist, 1);
    ctx.reply.integer(1);
  },
});

function expiring(
  base: 'relative' | 'absolute',
  unit: number,
  facts: Pick<CommandFacts, 'name' | 'since' | 'summary' | 'syntax'>,
): CommandSpec {
  const error = invalidExpiry(facts.name);
  return defineCommand({
    ...facts,
    group: 'generic',
    arity: -3,
    flags: 'write fast',
    complexity: 'O(1)',
    keys: [keyRange('RW update', 1)],
    execute(ctx) {
      const condition = parseCondition(ctx);
      const due = milliseconds(ctx.int64(2), unit, base === 'relative' ? ctx.now : 0, error);
      const entry = ctx.lookupForWrite(1);
      const holds = entry !== 0 && conditionHolds(condition, ctx.entries.expiryOf(entry), due);
      if (holds) setExpiry(ctx, entry, due);
      ctx.reply.integer(holds ? 1 : 0);
    },
  });
}

/** Bits of the options that follow the time. */
function parseCondition(ctx: Context): number {
  let condition = 0;
  for (let i = 3; i < ctx.argc; i++) {
    if (ctx.is(i, 'nx')) condition |= NX;
    else if (ctx.is(i, 'xx')) condition |= XX;
    else if (ctx.is(i, 'gt')) condition |= GT;
    else if (ctx.is(i, 'lt')) condition |= LT;
    else throw new CommandError(`ERR Unsupported option ${ctx.text(i)}`);
  }
  if ((condition & NX) !== 0 && condition !== NX) throw exclusiveOfNx;
  if ((condition & GT) !== 0 && (condition & LT) !== 0) throw exclusiveOfEachOther;
  return condition;
}

/** A time given in `unit` from `base` on, as milliseconds of Unix time. @throws error where that is beyond 64 bits */
function milliseconds(time: number | bigint, unit: number, base: number, error: CommandError): number {
  if (typeof time === 'number') {
    const due = time * unit + base;
    if (Number.isSafeInteger(due)) return due;
  }
  const inUnit = BigInt(time) * BigInt(unit);
  if (!fitsInt64(inUnit) || !fitsInt64(inUnit + BigInt(base))) throw error;
  return Number(inUnit + BigInt(base));
}

/** @param current the key's expiry, NO_EXPIRY where it has none: later than any other */
function conditionHolds(condition: number, current: number, due: number): boolean {
  if ((condition & NX) !== 0 && current !== NO_EXPIRY) return false;
  if ((condition & XX) !== 0 && current === NO_EXPIRY) return false;
  if ((condition & GT) !== 0 && due <= current) return false;
  return (condition & LT) === 0 || due < current;
}

function setExpiry(ctx: Context, entry: number, due: number): void {
  const { config, effects, host } = ctx.server;
  // While old commands are replayed, or data is moved in, a key that is due stays: what follows may need it.
  if (due <= ctx.now && host.persistence?.loading !== true && !config.importMode) {
    ctx.db.remove(entry);
    ctx.changed(keyEvents.del, 1);
    if (effects.propagating) ctx.propagateAs(config.lazyfreeLazyExpire ? 'UNLINK' : 'DEL', ctx.copyOf(1));
    return;
  }
  ctx.db.setExpiry(entry, due);
  ctx.changed(keyEvents.expire, 1);
  if (effects.propagating) ctx.propagateAs('PEXPIREAT', ctx.copyOf(1), timeArgument(due));
}

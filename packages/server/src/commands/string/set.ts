import { KEEP_EXPIRY, NO_EXPIRY } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { conditionHolds } from './conditions.ts';
import { deleteKeyInstead } from './delete-key.ts';
import { timeArgument } from './expiry-time.ts';
import { storeString } from './store-string.ts';
import { Allow, ExpiryOption, StringOptions } from './string-options.ts';
import { replyStringOrNil } from './string-reply.ts';

export const set = defineCommand({
  name: 'SET',
  group: 'string',
  since: '1.0.0',
  arity: -3,
  flags: 'write denyoom',
  complexity: 'O(1)',
  summary: 'Stores a string at a key, whatever was there, with optional conditions and expiry.',
  keys: [keyRange('RW access update variable_flags', 1, 0, 1, 'Read as well with GET or a comparison')],
  keyFinder: 'set',
  syntax:
    'key value [condition^2.6.12=<NX|XX|IFEQ ifeq-value^8.4.0|IFNE ifne-value^8.4.0|IFDEQ ifdeq-digest^8.4.0' +
    '|IFDNE ifdne-digest^8.4.0>] [GET^6.2.0] [expiration=<EX seconds:integer^2.6.12|PX milliseconds:integer^2.6.12' +
    '|EXAT unix-time-seconds:unix-time^6.2.0|PXAT unix-time-milliseconds:unix-time^6.2.0|KEEPTTL^6.0.0>]',
  history: [['7.0.0', 'GET goes together with NX.']],
  execute(ctx) {
    if (ctx.argc > 3) {
      setWithOptions(ctx);
      return;
    }
    storeString(ctx, 1, 2, ctx.lookupForWrite(1), NO_EXPIRY);
    ctx.reply.ok();
  },
});

const SET_OPTIONS = Allow.existence | Allow.comparison | Allow.get | Allow.keep;

/** Read anew by every command. */
const options = new StringOptions();

function setWithOptions(ctx: Context): void {
  options.read(ctx, 3, SET_OPTIONS);
  const time = options.hasTime ? options.time(ctx, 'set') : NO_EXPIRY;
  const old = options.get ? ctx.lookupString(1) : ctx.lookupForWrite(1);
  if (options.get) replyStringOrNil(ctx, old);
  if (!conditionHolds(ctx, old, options.condition, options.operandIndex)) {
    if (!options.get) ctx.reply.nullBulk();
    return;
  }
  if (options.hasTime && time <= ctx.now) {
    // Stored and expired in one step.
    ctx.server.counters.expiredKeys++;
    if (old !== 0) deleteKeyInstead(ctx, old, 1, ctx.server.config.lazyfreeLazyServerDel);
  } else {
    storeString(ctx, 1, 2, old, options.expiry === ExpiryOption.keep ? KEEP_EXPIRY : time);
    if (options.hasTime) ctx.notify(keyEvents.expire, 1);
    if (ctx.server.effects.propagating) propagate(ctx, time);
  }
  if (!options.get) ctx.reply.ok();
}

/** A time becomes one that is not counted from now, and what has been decided is left out: conditions, GET. */
function propagate(ctx: Context, time: number): void {
  if (options.hasTime) {
    if (options.expiry !== ExpiryOption.atMilliseconds || ctx.argc !== 5) {
      ctx.propagateAs('SET', ctx.copyOf(1), ctx.copyOf(2), 'PXAT', timeArgument(time));
    }
    return;
  }
  if (!options.get) return;
  const command: (string | Uint8Array)[] = ['SET', ctx.copyOf(1), ctx.copyOf(2)];
  for (let i = 3; i < ctx.argc; i++) {
    if (i === options.operandIndex || !ctx.is(i, 'get')) command.push(ctx.copyOf(i));
  }
  ctx.propagateAs(...command);
}

import { KEEP_EXPIRY, NO_EXPIRY } from '@respite/store';
import { keyNum } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { conditionHolds } from './conditions.ts';
import { deleteKeyInstead } from './delete-key.ts';
import { timeArgument } from './expiry-time.ts';
import { storeString } from './store-string.ts';
import { Allow, ExpiryOption, StringOptions } from './string-options.ts';

const INT32_MAX = 2 ** 31 - 1;
const invalidNumkeys = new CommandError('ERR invalid numkeys value');
const wrongPairs = new CommandError('ERR wrong number of key-value pairs');

/** Read anew by every command. */
const options = new StringOptions();

export const msetex = defineCommand({
  name: 'MSETEX',
  group: 'string',
  since: '8.4.0',
  arity: -4,
  flags: 'write denyoom',
  complexity: 'O(N)',
  summary: 'Stores strings at several keys in one step, with one condition and one expiry for all of them.',
  keys: [keyNum('OW update', 1, 2)],
  syntax:
    'numkeys:integer data=(key value)... [condition=<NX|XX>] ' +
    '[expiration=<EX seconds:integer|PX milliseconds:integer|EXAT unix-time-seconds:unix-time' +
    '|PXAT unix-time-milliseconds:unix-time|KEEPTTL>]',
  tips: 'request_policy:multi_shard response_policy:all_succeeded',
  execute(ctx) {
    const pairs = ctx.integer(1, invalidNumkeys);
    if (pairs < 1 || pairs > INT32_MAX) throw invalidNumkeys;
    const end = 2 + pairs * 2;
    if (end > ctx.argc) throw wrongPairs;
    options.read(ctx, end, Allow.existence | Allow.keep);
    const time = options.hasTime ? options.time(ctx, 'msetex') : NO_EXPIRY;
    for (let key = 2; key < end; key += 2) {
      if (!conditionHolds(ctx, ctx.lookupForWrite(key), options.condition, 0)) {
        ctx.reply.integer(0);
        return;
      }
    }
    if (options.hasTime && time <= ctx.now) storeAndExpire(ctx, end);
    else storePairs(ctx, end, time);
    ctx.reply.integer(1);
  },
});

function storePairs(ctx: Context, end: number, time: number): void {
  const expiry = options.expiry === ExpiryOption.keep ? KEEP_EXPIRY : time;
  for (let key = 2; key < end; key += 2) {
    storeString(ctx, key, key + 1, ctx.lookupForWrite(key), expiry);
    if (options.hasTime) ctx.notify(keyEvents.expire, key);
  }
  if (options.isRelative && ctx.server.effects.propagating) propagateAbsolute(ctx, time);
}

/** The time has passed already: what would be stored and expire at once is not stored at all. */
function storeAndExpire(ctx: Context, end: number): void {
  for (let key = 2; key < end; key += 2) {
    ctx.server.counters.expiredKeys++;
    const old = ctx.lookupForWrite(key);
    if (old !== 0) deleteKeyInstead(ctx, old, key, ctx.server.config.lazyfreeLazyExpire);
  }
}

function propagateAbsolute(ctx: Context, time: number): void {
  const command: (string | Uint8Array)[] = [];
  for (let i = 0; i < ctx.argc; i++) {
    if (i === options.timeIndex - 1) command.push('PXAT');
    else command.push(i === options.timeIndex ? timeArgument(time) : ctx.copyOf(i));
  }
  ctx.propagateAs(...command);
}

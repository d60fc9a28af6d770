import { NO_EXPIRY } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { noteDeleted } from './expire.ts';
import { FieldExpiryOptions } from './expiry-options.ts';
import { replyFieldValue } from './get.ts';
import { hash, openHashForWrite } from './hash-access.ts';

const options = new FieldExpiryOptions();

export const hgetex = defineCommand({
  name: 'HGETEX',
  group: 'hash',
  since: '8.0.0',
  arity: -5,
  flags: 'write fast',
  complexity: 'O(N)',
  summary: "Gives the values of hash fields and sets or removes the fields' time to live.",
  keys: [keyRange('RW access update', 1)],
  syntax:
    'key [expiration=<EX seconds:integer|PX milliseconds:integer|EXAT unix-time-seconds:unix-time' +
    '|PXAT unix-time-milliseconds:unix-time|PERSIST>] FIELDS fields=(numfields:integer field...)',
  execute(ctx) {
    options.read(ctx, 'hgetex');
    const { first, time, persists } = options;
    const isThere = openHashForWrite(ctx);
    const isPast = time <= ctx.now;
    const changed: (string | Uint8Array)[] = [];
    let left = isThere ? hash.length : 0;
    ctx.reply.array(ctx.argc - first);
    for (let i = first; i < ctx.argc; i++) {
      if (left === 0) {
        ctx.reply.nullBulk();
        continue;
      }
      if (!replyFieldValue(ctx, i)) continue;
      if (isPast) {
        hash.remove();
        left--;
      } else if (time !== NO_EXPIRY) hash.setExpiry(time);
      else if (persists && hash.expiry !== NO_EXPIRY) hash.setExpiry(NO_EXPIRY);
      else continue;
      changed.push(ctx.copyOf(i));
    }
    if (changed.length > 0) note(ctx, changed, isPast);
  },
});

function note(ctx: Context, fields: readonly (string | Uint8Array)[], isPast: boolean): void {
  if (isPast) {
    noteDeleted(ctx, fields);
    return;
  }
  ctx.server.effects.fields = fields;
  ctx.changed(options.persists ? keyEvents.hashPersist : keyEvents.hashExpire, 1);
  if (!ctx.server.effects.propagating) return;
  if (options.persists) ctx.propagateAs('HPERSIST', ctx.copyOf(1), 'FIELDS', fields.length, ...fields);
  else ctx.propagateAs('HPEXPIREAT', ctx.copyOf(1), options.time, 'FIELDS', fields.length, ...fields);
}

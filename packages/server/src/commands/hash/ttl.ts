import { NO_EXPIRY } from '@respite/store';
import type { CommandFacts } from '../../command-meta/command-facts.ts';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { type CommandSpec, defineCommand } from '../define-command.ts';
import { fieldsAfter, hashErrors } from './field-arguments.ts';
import { hash, isDue, openHash, openHashForWrite } from './hash-access.ts';

const NO_FIELD = -2;
const NO_TIME = -1;
const PERSISTED = 1;

const SYNTAX = 'key FIELDS fields=(numfields:integer field...)';

export const httl = asking(
  { name: 'HTTL', summary: 'Gives the seconds that hash fields have left to live.' },
  (time, now) => Math.floor((time - now + 999) / 1000),
);

export const hpttl = asking(
  { name: 'HPTTL', summary: 'Gives the milliseconds that hash fields have left to live.' },
  (time, now) => time - now,
);

export const hexpiretime = asking(
  { name: 'HEXPIRETIME', summary: 'Gives the moment at which hash fields expire, in Unix seconds.' },
  (time) => Math.floor((time + 999) / 1000),
);

export const hpexpiretime = asking(
  { name: 'HPEXPIRETIME', summary: 'Gives the moment at which hash fields expire, in Unix milliseconds.' },
  (time) => time,
);

function asking(
  facts: Pick<CommandFacts, 'name' | 'summary'>,
  answer: (time: number, now: number) => number,
): CommandSpec {
  const isRelative = facts.name.endsWith('TTL');
  return defineCommand({
    ...facts,
    group: 'hash',
    since: '7.4.0',
    arity: -5,
    flags: 'readonly fast',
    complexity: 'O(N)',
    keys: [keyRange('RO access', 1)],
    syntax: SYNTAX,
    ...(isRelative && { tips: 'nondeterministic_output' }),
    execute(ctx) {
      const first = fieldsAfter(ctx, 2, 1, hashErrors.badCount);
      const isThere = openHash(ctx);
      ctx.reply.array(ctx.argc - first);
      for (let i = first; i < ctx.argc; i++) {
        if (!isThere || !isLive(ctx, i)) ctx.reply.integer(NO_FIELD);
        else ctx.reply.integer(hash.expiry === NO_EXPIRY ? NO_TIME : answer(hash.expiry, ctx.now));
      }
    },
  });
}

/** Finds the field in argument `index`; one whose time has come is none, but it is left where it is. */
function isLive(ctx: Context, index: number): boolean {
  const { bytes, starts, ends } = ctx.args;
  return hash.find(bytes, starts[index], ends[index]) && !isDue(ctx, hash.expiry);
}

export const hpersist = defineCommand({
  name: 'HPERSIST',
  group: 'hash',
  since: '7.4.0',
  arity: -5,
  flags: 'write fast',
  complexity: 'O(N)',
  summary: 'Takes the expiry off hash fields, so that they stay.',
  keys: [keyRange('RW update', 1)],
  syntax: SYNTAX,
  execute(ctx) {
    const first = fieldsAfter(ctx, 2, 1, hashErrors.badCount);
    const isThere = openHashForWrite(ctx);
    const { effects } = ctx.server;
    const fields: Uint8Array[] = [];
    let persisted = 0;
    ctx.reply.array(ctx.argc - first);
    for (let i = first; i < ctx.argc; i++) {
      if (!isThere || !isLive(ctx, i)) ctx.reply.integer(NO_FIELD);
      else if (hash.expiry === NO_EXPIRY) ctx.reply.integer(NO_TIME);
      else {
        hash.setExpiry(NO_EXPIRY);
        if (effects.wantsFields) fields.push(ctx.copyOf(i));
        persisted++;
        ctx.reply.integer(PERSISTED);
      }
    }
    if (persisted === 0) return;
    effects.fields = fields;
    ctx.changed(keyEvents.hashPersist, 1);
  },
});

import { NO_EXPIRY } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { lookupUntouched } from './untouched-lookup.ts';

const MISSING = -2;
const WITHOUT_EXPIRY = -1;

export const ttl = defineCommand({
  name: 'TTL',
  group: 'generic',
  since: '1.0.0',
  arity: 2,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Gives the seconds that a key has left to live.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key',
  history: [['2.8.0', 'Answers -2 for a missing key.']],
  tips: 'nondeterministic_output',
  execute: (ctx) => replyTime(ctx, ctx.now, inSeconds),
});

export const pttl = defineCommand({
  name: 'PTTL',
  group: 'generic',
  since: '2.6.0',
  arity: 2,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Gives the milliseconds that a key has left to live.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key',
  history: [['2.8.0', 'Answers -2 for a missing key.']],
  tips: 'nondeterministic_output',
  execute: (ctx) => replyTime(ctx, ctx.now, inMilliseconds),
});

export const expiretime = defineCommand({
  name: 'EXPIRETIME',
  group: 'generic',
  since: '7.0.0',
  arity: 2,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Gives the moment at which a key expires, in Unix seconds.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key',
  execute: (ctx) => replyTime(ctx, 0, inSeconds),
});

export const pexpiretime = defineCommand({
  name: 'PEXPIRETIME',
  group: 'generic',
  since: '7.0.0',
  arity: 2,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Gives the moment at which a key expires, in Unix milliseconds.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key',
  execute: (ctx) => replyTime(ctx, 0, inMilliseconds),
});

function replyTime(ctx: Context, base: number, convert: (milliseconds: number) => number): void {
  const entry = lookupUntouched(ctx, 1);
  const expiry = entry === 0 ? NO_EXPIRY : ctx.entries.expiryOf(entry);
  if (expiry === NO_EXPIRY) {
    ctx.reply.integer(entry === 0 ? MISSING : WITHOUT_EXPIRY);
    return;
  }
  const time = convert(Math.max(0, expiry - base));
  if (Number.isSafeInteger(time)) ctx.reply.integer(time);
  else ctx.reply.integer64(BigInt(time));
}

/** Rounded to the nearest second, as Redis does it. */
function inSeconds(milliseconds: number): number {
  return Math.floor((milliseconds + 500) / 1000);
}

function inMilliseconds(milliseconds: number): number {
  return milliseconds;
}

import { fitsInt64 } from '@respite/bytes';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';

const timeoutNotAnInteger = new CommandError('ERR timeout is not an integer or out of range');
const negativeTimeout = new CommandError('ERR timeout is negative');
const numlocalOutOfRange = new CommandError('ERR value is out of range, value must between 0 and 1');
const timeoutOutOfRange = new CommandError('ERR timeout is out of range');
const notPositive = new CommandError('ERR value is out of range, must be positive');
const withoutAppendOnlyFile = new CommandError(
  'ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.',
);

/*
 * No replica can connect, so none will ever acknowledge anything: both commands answer at once with what is so, instead of letting
 * the client wait for what cannot come, or for ever with a timeout of 0.
 */

export const wait = defineCommand({
  name: 'WAIT',
  group: 'generic',
  since: '3.0.0',
  arity: 3,
  flags: 'blocking',
  categories: 'connection -keyspace',
  complexity: 'O(1)',
  summary: 'Waits until so many replicas have what this connection wrote.',
  syntax: 'numreplicas:integer timeout:integer',
  tips: 'request_policy:all_shards response_policy:agg_min',
  execute(ctx) {
    ctx.integer(1);
    checkTimeout(ctx, 2);
    ctx.reply.integer(0);
  },
});

export const waitaof = defineCommand({
  name: 'WAITAOF',
  group: 'generic',
  since: '7.2.0',
  arity: 4,
  flags: 'blocking',
  categories: 'connection -keyspace',
  complexity: 'O(1)',
  summary: 'Waits until what this connection wrote is synced to disk, here and on so many replicas.',
  syntax: 'numlocal:integer numreplicas:integer timeout:integer',
  tips: 'request_policy:all_shards response_policy:agg_min',
  execute(ctx) {
    const local = ctx.integer(1);
    if (local < 0 || local > 1) throw numlocalOutOfRange;
    if (ctx.integer(2, notPositive) < 0) throw notPositive;
    checkTimeout(ctx, 3);
    if (local > 0) throw withoutAppendOnlyFile;
    ctx.reply.array(2);
    ctx.reply.integer(0);
    ctx.reply.integer(0);
  },
});

function checkTimeout(ctx: Context, index: number): void {
  const timeout = ctx.int64(index, timeoutNotAnInteger);
  if (timeout < 0) throw negativeTimeout;
  if (!fitsInt64(BigInt(timeout) + BigInt(ctx.now))) throw timeoutOutOfRange;
}

import { IdCursor, StreamId } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { CommandError } from '../command-error.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { replyWithEntryOf, replyWithId } from './entry-reply.ts';
import { consumerToUse, failNoGroup, findGroup, propagateOnlyRewritten, streamToMark } from './find-stream.ts';
import { propagatePending } from './propagate-pending.ts';
import { IdArguments, readRangeStart } from './stream-arguments.ts';

const invalidMinIdle = new CommandError('ERR Invalid min-idle-time argument for XAUTOCLAIM');
const invalidCount = new CommandError('ERR COUNT must be > 0');

const COUNT_DEFAULT = 100;
const COUNT_MAX = 2 ** 59 - 1;
/** Pending entries looked at for each that may be claimed. */
const LOOKED_AT_PER_CLAIM = 10;

const start = new StreamId();
const id = new StreamId();
const cursor = new IdCursor();
/** Pending entries that are in the stream no more. */
const gone = new IdArguments();
/** Those that were claimed. */
const claimed = new IdArguments();

export const xautoclaim = defineCommand({
  name: 'XAUTOCLAIM',
  group: 'stream',
  since: '6.2.0',
  arity: -6,
  flags: 'write fast',
  complexity: 'O(1)',
  summary: 'Hands pending entries that nobody worked on for long to a consumer, walking over them.',
  keys: [keyRange('RW delete', 1)],
  syntax: 'key group consumer min-idle-time start [COUNT count:integer] [JUSTID]',
  history: [['7.0.0', 'Tells which pending entries no longer exist.']],
  tips: 'nondeterministic_output',
  execute(ctx) {
    // The key is looked for first, as one hears who listens for missing keys; what it holds is looked at only below.
    const entry = ctx.lookup(1);
    const minIdle = Math.max(0, ctx.integer(4, invalidMinIdle));
    readRangeStart(ctx, 5, start);
    let count = COUNT_DEFAULT;
    let justId = false;
    for (let i = 6; i < ctx.argc; i++) {
      if (i + 1 < ctx.argc && ctx.is(i, 'count')) {
        count = ctx.integer(++i, invalidCount);
        if (count < 1 || count > COUNT_MAX) throw invalidCount;
      } else if (ctx.is(i, 'justid')) justId = true;
      else throw errors.syntax;
    }
    const stream = streamToMark(ctx, entry);
    const group = stream === undefined ? undefined : findGroup(ctx, stream, 2);
    if (stream === undefined || group === undefined) {
      failNoGroup(ctx, 1, 2);
      return;
    }
    const { now, reply } = ctx;
    const { effects } = ctx.server;
    const { records, pending } = group;
    const consumer = consumerToUse(ctx, group, 3, 1);
    consumer.seenTime = now;
    gone.count = claimed.count = 0;
    let attempts = count * LOOKED_AT_PER_CLAIM;
    let ok = cursor.atOrAfter(pending, start);
    while (ok && attempts-- > 0 && count > 0) {
      cursor.readId(id);
      const record = cursor.value;
      if (!stream.has(id)) {
        effects.dirty++;
        if (effects.propagating) propagatePending(ctx, 1, 2, group, id, record);
        group.acknowledge(id);
        gone.push(id);
        count--;
        ok = cursor.atOrAfter(pending, id);
        continue;
      }
      if (minIdle === 0 || now - records.timeOf(record) >= minIdle) {
        group.assign(record, id, consumer);
        records.setTime(record, now);
        if (!justId) records.countDelivery(record);
        consumer.activeTime = now;
        effects.dirty++;
        if (effects.propagating) propagatePending(ctx, 1, 2, group, id, record);
        claimed.push(id);
        count--;
      }
      ok = cursor.next();
    }
    propagateOnlyRewritten(ctx);
    if (ok) cursor.readId(id);
    else id.setLeast();
    reply.array(3);
    replyWithId(reply, id);
    reply.array(claimed.count);
    for (let i = 0; i < claimed.count; i++) {
      claimed.get(i, id);
      if (justId) replyWithId(reply, id);
      else replyWithEntryOf(reply, stream, id);
    }
    reply.array(gone.count);
    for (let i = 0; i < gone.count; i++) replyWithId(reply, gone.get(i, id));
  },
});

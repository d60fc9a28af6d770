import { StreamId } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { replyWithRange } from './entry-reply.ts';
import { findStream } from './find-stream.ts';
import { readRangeEnd, readRangeStart } from './stream-arguments.ts';

const start = new StreamId();
const end = new StreamId();

export const xlen = defineCommand({
  name: 'XLEN',
  group: 'stream',
  since: '5.0.0',
  arity: 2,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Gives the number of entries of a stream.',
  keys: [keyRange('RO', 1)],
  syntax: 'key',
  execute(ctx) {
    ctx.reply.integer(findStream(ctx, 1)?.length ?? 0);
  },
});

export const xrange = defineCommand({
  name: 'XRANGE',
  group: 'stream',
  since: '5.0.0',
  arity: -4,
  flags: 'readonly',
  complexity: 'O(N) / O(1)',
  summary: 'Gives the entries of a stream between two IDs, oldest first.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key start end [COUNT count:integer]',
  history: [['6.2.0', 'Bounds may be exclusive.']],
  execute(ctx) {
    replyBetween(ctx, 2, 3);
  },
});

export const xrevrange = defineCommand({
  name: 'XREVRANGE',
  group: 'stream',
  since: '5.0.0',
  arity: -4,
  flags: 'readonly',
  complexity: 'O(N) / O(1)',
  summary: 'Gives the entries of a stream between two IDs, newest first.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key end start [COUNT count:integer]',
  history: [['6.2.0', 'Bounds may be exclusive.']],
  execute(ctx) {
    replyBetween(ctx, 3, 2);
  },
});

function replyBetween(ctx: Context, startIndex: number, endIndex: number): void {
  readRangeStart(ctx, startIndex, start);
  readRangeEnd(ctx, endIndex, end);
  let count = -1;
  for (let i = 4; i < ctx.argc; i += 2) {
    if (i + 1 === ctx.argc || !ctx.is(i, 'count')) throw errors.syntax;
    count = Math.max(0, ctx.integer(i + 1));
  }
  const stream = findStream(ctx, 1);
  if (stream === undefined) ctx.reply.emptyArray();
  else if (count === 0) ctx.reply.nullArray();
  else replyWithRange(ctx.reply, stream, start, end, startIndex > endIndex, Math.max(0, count));
}

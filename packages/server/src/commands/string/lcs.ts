import { KIND_STRING, locateString } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { type CommonRun, commonLength, commonRuns } from './longest-common-subsequence.ts';

const notStrings = new CommandError('ERR The specified keys must contain string values');
const lengthAndIndexes = new CommandError('ERR If you want both the length and indexes, please just use IDX.');
const tooLong = new CommandError('ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len');

export const lcs = defineCommand({
  name: 'LCS',
  group: 'string',
  since: '7.0.0',
  arity: -3,
  flags: 'readonly',
  complexity: 'O(N*M)',
  summary: 'Finds the longest common subsequence of two strings, its length, or where the parts match.',
  keys: [keyRange('RO access', 1, 1)],
  syntax: 'key1@0 key2@0 [LEN] [IDX] [MINMATCHLEN min-match-len:integer] [WITHMATCHLEN]',
  execute(ctx) {
    const first = ctx.lookup(1);
    const second = ctx.lookup(2);
    if (!isStringOrMissing(ctx, first) || !isStringOrMissing(ctx, second)) throw notStrings;
    let wantsLength = false;
    let wantsIndexes = false;
    let withMatchLength = false;
    let minMatchLength = 0;
    for (let i = 3; i < ctx.argc; i++) {
      if (ctx.is(i, 'idx')) wantsIndexes = true;
      else if (ctx.is(i, 'len')) wantsLength = true;
      else if (ctx.is(i, 'withmatchlen')) withMatchLength = true;
      else if (ctx.is(i, 'minmatchlen') && i + 1 < ctx.argc) minMatchLength = ctx.integer(++i);
      else throw errors.syntax;
    }
    if (wantsLength && wantsIndexes) throw lengthAndIndexes;
    // The limit of Redis, which makes a table of 32-bit numbers; ours takes a bit where that has a number.
    const a = bytesOf(ctx, first);
    const b = bytesOf(ctx, second);
    if ((a.length + 1) * (b.length + 1) * 4 > ctx.server.config.protoMaxBulkLen) throw tooLong;
    if (wantsLength) ctx.reply.integer(commonLength(a, b));
    else if (wantsIndexes) replyIndexes(ctx, commonRuns(a, b), minMatchLength, withMatchLength);
    else replySubsequence(ctx, a, commonRuns(a, b));
  },
});

function isStringOrMissing(ctx: Context, entry: number): boolean {
  return entry === 0 || ctx.entries.kind(entry) === KIND_STRING;
}

function bytesOf(ctx: Context, entry: number): Uint8Array {
  if (entry === 0) return new Uint8Array(0);
  const { entries } = ctx;
  locateString(entries, entry);
  return entries.bytes.slice(entries.valueStart, entries.valueEnd);
}

function replySubsequence(ctx: Context, a: Uint8Array, runs: readonly CommonRun[]): void {
  const subsequence = new Uint8Array(totalLength(runs));
  let end = subsequence.length;
  for (const run of runs) {
    end -= run.length;
    subsequence.set(a.subarray(run.inFirst, run.inFirst + run.length), end);
  }
  ctx.reply.bulk(subsequence, 0, subsequence.length);
}

/** `matches`: the runs from the last to the first, each with its first and last index in both strings; `len`: of all of them. */
function replyIndexes(ctx: Context, runs: readonly CommonRun[], minLength: number, withLength: boolean): void {
  const { reply } = ctx;
  const wanted = runs.filter((run) => run.length >= minLength);
  reply.map(2);
  reply.bulkText('matches');
  reply.array(wanted.length);
  for (const { inFirst, inSecond, length } of wanted) {
    reply.array(withLength ? 3 : 2);
    reply.array(2);
    reply.integer(inFirst);
    reply.integer(inFirst + length - 1);
    reply.array(2);
    reply.integer(inSecond);
    reply.integer(inSecond + length - 1);
    if (withLength) reply.integer(length);
  }
  reply.bulkText('len');
  reply.integer(totalLength(runs));
}

function totalLength(runs: readonly CommonRun[]): number {
  return runs.reduce((sum, run) => sum + run.length, 0);
}

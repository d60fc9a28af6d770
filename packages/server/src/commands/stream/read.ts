import { Arguments } from '@respite/resp';
import { KIND_STREAM, type Stream, StreamId, streamIdText } from '@respite/store';
import { keyAfterWord } from '../../command-meta/key-spec.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { replyWithRange } from './entry-reply.ts';
import { findStream } from './find-stream.ts';
import { hasEntryAbove, NOT_WAITING, ReadOptions } from './read-options.ts';
import { isCharacter, readId } from './stream-arguments.ts';

const onlyForGroups = new CommandError(
  'ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.',
);

const options = new ReadOptions();
const id = new StreamId();
const top = new StreamId();
const most = new StreamId().setMost();

export const xread = defineCommand({
  name: 'XREAD',
  group: 'stream',
  since: '5.0.0',
  arity: -4,
  flags: 'readonly blocking',
  complexity: 'O(N) for each stream, N = entries given',
  summary: 'Gives the entries after an ID from each of several streams, on request waiting for one.',
  keys: [keyAfterWord('RO access incomplete', 'STREAMS', 1, -1, 2)],
  keyFinder: 'streamRead',
  syntax: '[COUNT count:integer] [BLOCK milliseconds:integer] STREAMS streams=(key... id...)',
  execute(ctx) {
    options.read(ctx, false);
    for (let i = 0; i < options.keyCount; i++) {
      const stream = findStream(ctx, options.firstKey + i);
      options.streams.push(stream);
      readStartId(ctx, options.idIndex(i), stream);
      options.after.push(id);
    }
    if (!replyWithNews(ctx)) wait(ctx);
    options.release();
  },
});

/** Sets `id` to the ID after which a stream is to be read. @throws CommandError */
function readStartId(ctx: Context, index: number, stream: Stream | undefined): void {
  if (isCharacter(ctx, index, '$')) {
    if (stream === undefined) id.setLeast();
    else id.copyFrom(stream.lastId);
  } else if (isCharacter(ctx, index, '+')) {
    // The last entry itself is wanted.
    if (stream?.readLastEntryId(id)) id.decrement();
    else if (stream !== undefined) id.copyFrom(stream.lastId);
    else id.setLeast();
  } else if (isCharacter(ctx, index, '>')) throw onlyForGroups;
  else readId(ctx, index, id);
}

/** @returns false where no stream has anything new: nothing was written then */
function replyWithNews(ctx: Context): boolean {
  const { reply } = ctx;
  const { bytes, starts, ends } = ctx.args;
  let served = 0;
  let gap = 0;
  for (let i = 0; i < options.keyCount; i++) {
    const stream = options.streams[i];
    if (stream === undefined) {
      // Redis looks here once more, so that a missing key is missed, and told to be, twice.
      ctx.lookup(options.firstKey + i);
      continue;
    }
    options.after.get(i, id);
    if (!hasEntryAbove(stream, id, top)) continue;
    if (served++ === 0) gap = reply.beginDeferred();
    if (reply.protocol === 2) reply.array(2);
    const key = options.firstKey + i;
    reply.bulk(bytes, starts[key], ends[key]);
    id.increment();
    replyWithRange(reply, stream, id, most, false, options.count);
  }
  if (served === 0) return false;
  if (reply.protocol === 2) reply.endArray(gap, served);
  else reply.endMap(gap, served);
  return true;
}

function wait(ctx: Context): void {
  const { firstKey, keyCount, timeoutMs } = options;
  if (timeoutMs === NOT_WAITING || ctx.denyBlocking) {
    ctx.reply.nullArray();
    return;
  }
  const block = { kind: KIND_STREAM, first: firstKey, last: firstKey + keyCount - 1, timeoutMs };
  const args = withoutLast(ctx);
  ctx.block(args === undefined ? block : { ...block, args });
}

/** The command with an ID for each `$`, which would mean another one when it is executed again; undefined if there is none. */
function withoutLast(ctx: Context): Arguments | undefined {
  let has = false;
  for (let i = 0; i < options.keyCount; i++) has ||= isCharacter(ctx, options.idIndex(i), '$');
  if (!has) return undefined;
  const first = options.idIndex(0);
  const words: (string | Uint8Array)[] = [];
  for (let i = 0; i < ctx.argc; i++) {
    const isLast = i >= first && isCharacter(ctx, i, '$');
    words.push(isLast ? streamIdText(options.after.get(i - first, id)) : ctx.copyOf(i));
  }
  return Arguments.of(...words);
}

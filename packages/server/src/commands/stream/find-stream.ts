import { KIND_STREAM, NO_EXPIRY, Stream, type StreamConsumer, type StreamGroup } from '@respite/store';
import { type KeyEvent, keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';

/** The stream at the key in argument `index`, for commands that read. @throws WRONGTYPE */
export function findStream(ctx: Context, index: number): Stream | undefined {
  const entry = ctx.lookup(index);
  if (entry === 0) return undefined;
  if (ctx.entries.kind(entry) !== KIND_STREAM) throw errors.wrongType;
  return ctx.db.collectionOf(entry) as Stream;
}

/** As `findStream`, for commands that change what groups know: they count as reading, for Redis. To be called before any change. */
export function findStreamToMark(ctx: Context, index: number): Stream | undefined {
  return streamToMark(ctx, ctx.lookup(index));
}

/** The stream at an entry that was looked up, or 0: as `findStreamToMark`. @throws WRONGTYPE */
export function streamToMark(ctx: Context, entry: number): Stream | undefined {
  if (entry === 0) return undefined;
  if (ctx.entries.kind(entry) !== KIND_STREAM) throw errors.wrongType;
  ctx.db.beforeChange(entry);
  return ctx.db.collectionOf(entry) as Stream;
}

/** The stream at the key in argument `index`, which the command is about to change. @throws WRONGTYPE */
export function findStreamForWrite(ctx: Context, index: number): Stream | undefined {
  const entry = ctx.lookupKindForWrite(index, KIND_STREAM);
  if (entry === 0) return undefined;
  ctx.db.beforeChange(entry);
  return ctx.db.collectionOf(entry) as Stream;
}

/** A new stream at the key in argument `index`, which was just looked up and is not there. */
export function createStream(ctx: Context, index: number): Stream {
  const { db, args } = ctx;
  const stream = new Stream(db.collections);
  const entry = db.putCollection(0, KIND_STREAM, args.bytes, args.starts[index], args.ends[index], stream, NO_EXPIRY);
  ctx.touch(entry);
  ctx.notify(keyEvents.newKey, index);
  return stream;
}

/** The group named by argument `index`. */
export function findGroup(ctx: Context, stream: Stream, index: number): StreamGroup | undefined {
  const { bytes, starts, ends } = ctx.args;
  return stream.findGroup(bytes, starts[index], ends[index]);
}

/** The consumer named by argument `index`. */
export function findConsumer(ctx: Context, group: StreamGroup, index: number): StreamConsumer | undefined {
  const { bytes, starts, ends } = ctx.args;
  return group.findConsumer(bytes, starts[index], ends[index]);
}

/** The consumer named by argument `index`, made if need be. @param key argument with the key of the stream */
export function consumerToUse(ctx: Context, group: StreamGroup, index: number, key: number): StreamConsumer {
  const found = findConsumer(ctx, group, index);
  if (found !== undefined) return found;
  const consumer = group.addConsumer(ctx.copyOf(index), ctx.now);
  changedInGroup(ctx, keyEvents.xgroupCreateConsumer, key);
  return consumer;
}

/** Tells of a change that leaves the entries as they are: it counts, but WATCH does not mind it. */
export function changedInGroup(ctx: Context, event: KeyEvent, index: number): void {
  ctx.server.effects.dirty++;
  ctx.notify(event, index);
}

/** What the command did is propagated in other forms or not at all, never as it came. */
export function propagateOnlyRewritten(ctx: Context): void {
  if (ctx.server.effects.propagating) ctx.rewritten ??= [];
}

/** There is no such key or group. */
export function failNoGroup(ctx: Context, key: number, group: number, rest = ''): void {
  ctx.failQuoting(`NOGROUP No such key '${ctx.quoted(key)}' or consumer group '${ctx.quoted(group)}'${rest}`);
}

/** There is no such group. */
export function failNoGroupForKey(ctx: Context, key: number, group: number): void {
  ctx.failQuoting(`NOGROUP No such consumer group '${ctx.quoted(group)}' for key name '${ctx.quoted(key)}'`);
}

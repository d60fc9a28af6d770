import { NO_EXPIRY } from '@respite/store';
import { KeyspaceEventClass } from '../../config/keyspace-event-classes.ts';
import { type KeyEvent, keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { deleteKey } from '../string/delete-key.ts';

/** Classes of events that tell what became of a key besides being written; nobody wants them as a rule. */
const RARE_CLASSES = KeyspaceEventClass.new | KeyspaceEventClass.overwritten | KeyspaceEventClass.typeChanged;

/**
 * Gives the key in argument `key` the value of an entry of the scratch database, in place of whatever it had, and tells of it. The
 * scratch database is empty afterwards. For SUNIONSTORE and the like.
 * @param expiry milliseconds of Unix time, or NO_EXPIRY
 */
export function storeResult(
  ctx: Context,
  made: number,
  key: number,
  event: KeyEvent,
  expiry: number = NO_EXPIRY,
): void {
  const { bytes, starts, ends } = ctx.args;
  const { scratch } = ctx.server.store;
  const old = ctx.db.find(bytes, starts[key], ends[key]);
  const oldKind = old === 0 ? 0 : ctx.entries.kind(old);
  if (old !== 0) ctx.db.remove(old);
  let entry = scratch.moveTo(ctx.db, made, bytes, starts[key], ends[key]);
  scratch.clear();
  if (expiry !== NO_EXPIRY) entry = ctx.db.setExpiry(entry, expiry);
  ctx.touch(entry);
  const isWatched = (ctx.server.effects.eventMask & RARE_CLASSES) !== 0;
  const replaces = old !== 0;
  const kindChanged = replaces && ctx.entries.kind(entry) !== oldKind;
  // RESTORE, as RENAME and COPY, deletes the key and makes a new one.
  const isMadeAnew = event === keyEvents.restore;
  if (isWatched && (isMadeAnew || !replaces)) ctx.notify(keyEvents.newKey, key);
  if (isWatched && !isMadeAnew) noteOverwritten(ctx, key, replaces, kindChanged);
  ctx.changed(event, key);
  if (isWatched && isMadeAnew) noteOverwritten(ctx, key, replaces, kindChanged);
}

function noteOverwritten(ctx: Context, key: number, replaces: boolean, kindChanged: boolean): void {
  if (replaces) ctx.notify(keyEvents.overwritten, key);
  if (kindChanged) ctx.notify(keyEvents.typeChanged, key);
}

/** What a command that stores does where there is nothing to store: the key in argument `key` goes, if it is there. */
export function storeNothing(ctx: Context, key: number): void {
  const { bytes, starts, ends } = ctx.args;
  const old = ctx.db.find(bytes, starts[key], ends[key]);
  if (old !== 0) deleteKey(ctx, old, key);
}

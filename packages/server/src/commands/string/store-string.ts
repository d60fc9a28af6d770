import { KIND_STRING, NO_EXPIRY, STRING_RAW, setString } from '@respite/store';
import { KeyspaceEventClass } from '../../config/keyspace-event-classes.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';

/** Classes of events that tell what became of a key besides being set; nobody wants them as a rule. */
const RARE_CLASSES = KeyspaceEventClass.new | KeyspaceEventClass.overwritten | KeyspaceEventClass.typeChanged;

/**
 * Sets the key in argument `key` to the string in argument `value`, whatever was there, and tells of it ("set").
 * @param old what a look-up has just found at the key
 * @param expiry milliseconds of Unix time, NO_EXPIRY or KEEP_EXPIRY
 */
export function storeString(ctx: Context, key: number, value: number, old: number, expiry: number): void {
  const { bytes, starts, ends } = ctx.args;
  const isWatched = (ctx.server.effects.eventMask & RARE_CLASSES) !== 0;
  const oldKind = isWatched && old !== 0 ? ctx.entries.kind(old) : KIND_STRING;
  const entry = setString(ctx.db, old, bytes, starts[key], ends[key], bytes, starts[value], ends[value], expiry);
  if (old === 0) ctx.touch(entry);
  if (isWatched) notifyStored(ctx, key, old !== 0, oldKind);
  ctx.changed(keyEvents.set, key);
}

/** As `storeString`, with bytes of the server's own, raw and without expiry. */
export function storeRaw(ctx: Context, key: number, old: number, value: Uint8Array): void {
  const { bytes, starts, ends } = ctx.args;
  const isWatched = (ctx.server.effects.eventMask & RARE_CLASSES) !== 0;
  const oldKind = isWatched && old !== 0 ? ctx.entries.kind(old) : KIND_STRING;
  const entry = ctx.db.put(KIND_STRING, STRING_RAW, bytes, starts[key], ends[key], value.length, NO_EXPIRY);
  ctx.entries.bytes.set(value, ctx.entries.valueStart);
  if (old === 0) ctx.touch(entry);
  if (isWatched) notifyStored(ctx, key, old !== 0, oldKind);
  ctx.changed(keyEvents.set, key);
}

function notifyStored(ctx: Context, key: number, wasThere: boolean, oldKind: number): void {
  if (!wasThere) {
    ctx.notify(keyEvents.newKey, key);
    return;
  }
  ctx.notify(keyEvents.overwritten, key);
  if (oldKind !== KIND_STRING) ctx.notify(keyEvents.typeChanged, key);
}

/** Notes that a command has just made the entry of the key in argument `key`. */
export function noteNewKey(ctx: Context, entry: number, key: number): void {
  ctx.touch(entry);
  ctx.notify(keyEvents.newKey, key);
}

import { HashCursor, KIND_HASH, NO_EXPIRY, REMOVE_DUE, SHOW_DUE } from '@respite/store';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { errors } from '../reply-errors.ts';
import { noteNewKey } from '../string/store-string.ts';
import { fieldExpirer } from './field-expirer.ts';

/** The hash that the present command reads or changes. One is enough: only one command runs at a time. */
export const hash = new HashCursor();

/** The hash is gone since all its fields were due. */
let isGone = false;

/** Begins with the hash at the key in argument 1, for a command that reads. @returns whether there is one. @throws WRONGTYPE */
export function openHash(ctx: Context): boolean {
  const entry = ctx.lookup(1);
  if (entry === 0) return false;
  if (ctx.entries.kind(entry) !== KIND_HASH) throw errors.wrongType;
  begin(ctx, entry);
  return true;
}

/** As `openHash`, for a command that writes. */
export function openHashForWrite(ctx: Context): boolean {
  const entry = ctx.lookupKindForWrite(1, KIND_HASH);
  if (entry === 0) return false;
  begin(ctx, entry);
  return true;
}

function begin(ctx: Context, entry: number): void {
  hash.begin(ctx.db, entry, ctx.server.config);
  isGone = false;
}

/** As `openHashForWrite`; where there is no hash it is made. @param fields how many the command may add */
export function openOrCreateHash(ctx: Context, fields: number): void {
  if (openHashForWrite(ctx)) {
    if (fields > ctx.server.config.hashMaxListpackEntries) hash.becomeLarge();
  } else createHash(ctx, fields);
}

/** Makes a hash at the key in argument 1, which has just not been found. */
export function createHash(ctx: Context, fields: number): void {
  const { bytes, starts, ends } = ctx.args;
  hash.create(ctx.db, 0, ctx.server.config, bytes, starts[1], ends[1], fields, NO_EXPIRY);
  isGone = false;
  noteNewKey(ctx, hash.entry, 1);
}

/**
 * As `createHash`, with the fields and values from argument 2 on.
 * @returns the first argument that was not taken: fields that come twice, or do not fit, are left for `setField`
 */
export function createHashFrom(ctx: Context): number {
  const { args } = ctx;
  const { bytes, starts, ends } = args;
  const next = hash.createFrom(ctx.db, ctx.server.config, bytes, starts[1], ends[1], args, 2, args.count);
  isGone = false;
  const { entry } = hash;
  noteNewKey(ctx, entry, 1);
  return next;
}

/** Finds the field in argument `index`, unless its time has come: then it is removed. @returns whether it is there */
export function findField(ctx: Context, index: number): boolean {
  if (isGone) return false;
  const { bytes, starts, ends } = ctx.args;
  if (!hash.find(bytes, starts[index], ends[index])) return false;
  if (hash.expiry >= ctx.now) return true;
  // While keys are to stay, a field is not seen, or is as if it had no time, but does not go.
  const { dueEntries } = ctx.server.dueKeys;
  if (dueEntries !== REMOVE_DUE) return dueEntries === SHOW_DUE;
  isGone = fieldExpirer.expireFound(ctx.server, ctx.db, hash);
  return false;
}

/** As `findField`, for a command that then gives the field a value: a hash that is gone is made again. */
export function findFieldToSet(ctx: Context, index: number): boolean {
  const isFound = findField(ctx, index);
  if (isGone) {
    const { bytes, starts, ends } = ctx.args;
    // The look-up is what the store wants to have seen before a key is made.
    ctx.db.find(bytes, starts[1], ends[1]);
    createHash(ctx, 1);
  }
  return isFound;
}

/** Removes all fields whose time has come. @returns whether anything is left of the hash */
export function expireFields(ctx: Context): boolean {
  if (hash.nearestExpiry < ctx.now && ctx.server.dueKeys.dueEntries !== SHOW_DUE) {
    isGone = fieldExpirer.expireDue(ctx.server, ctx.db, hash, ctx.now, Number.POSITIVE_INFINITY);
  }
  return !isGone;
}

/** Whether a field with this expiry is due. */
export function isDue(ctx: Context, expiry: number): boolean {
  return expiry < ctx.now;
}

/** Gives the field in argument `field` the value in argument `value`. @returns whether it is new */
export function setField(ctx: Context, field: number, value: number, keepsExpiry: boolean): boolean {
  const { bytes, starts, ends } = ctx.args;
  return hash.set(bytes, starts[field], ends[field], bytes, starts[value], ends[value], keepsExpiry);
}

/** Removes the key if the command has removed all its fields; tells of that, after what was told of the fields. */
export function removeIfEmpty(ctx: Context): boolean {
  if (hash.length > 0) return false;
  ctx.db.remove(hash.entry);
  return true;
}

/** Notes that the events which follow are about the fields in every `step`th argument from `first` on, if anybody wants to know. */
export function noteFields(ctx: Context, first: number, step: number): void {
  const { effects } = ctx.server;
  if (!effects.wantsFields) return;
  const fields: Uint8Array[] = [];
  for (let i = first; i < ctx.argc; i += step) fields.push(ctx.copyOf(i));
  effects.fields = fields;
}

/** Tells of removed fields, and of the key if it went with them. */
export function noteRemoved(ctx: Context): void {
  const isEmpty = removeIfEmpty(ctx);
  ctx.changed(keyEvents.hashDelete, 1);
  if (isEmpty) ctx.notify(keyEvents.del, 1);
}

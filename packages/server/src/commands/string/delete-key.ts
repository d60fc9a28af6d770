import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';

/** Removes the entry of the key in argument `key`, and tells of it. */
export function deleteKey(ctx: Context, entry: number, key: number): void {
  ctx.db.remove(entry);
  ctx.changed(keyEvents.del, key);
}

/** As `deleteKey`; what is propagated is the deletion, not the command. @param isLazy whether Redis would call it UNLINK */
export function deleteKeyInstead(ctx: Context, entry: number, key: number, isLazy = false): void {
  deleteKey(ctx, entry, key);
  if (ctx.server.effects.propagating) ctx.propagateAs(isLazy ? 'UNLINK' : 'DEL', ctx.copyOf(key));
}

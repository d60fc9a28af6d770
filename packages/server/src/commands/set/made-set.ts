import { addMember, createPackedSet, NO_EXPIRY, type SetMember } from '@respite/store';
import type { Context } from '../context.ts';

const KEY = Uint8Array.of(0);

/** A set in the making, in the scratch database of the store: what SUNION and the like find. */
class MadeSet {
  entry = 0;

  /** Begins with an empty set: SET_INTSET or SET_LISTPACK. */
  begin(ctx: Context, encoding: number): void {
    const { scratch } = ctx.server.store;
    const old = scratch.find(KEY, 0, 1);
    this.entry = createPackedSet(scratch, old, encoding, KEY, 0, 1, NO_EXPIRY);
  }

  /** Adds a member of another set. */
  add(ctx: Context, member: SetMember): void {
    member.toText();
    const { store, config } = ctx.server;
    this.entry = addMember(store.scratch, this.entry, config, member.bytes, member.start, member.end) || this.entry;
  }

  /** Looks the key up, for functions that ask for that. @returns the key: its bytes are all of the array */
  find(ctx: Context): Uint8Array {
    ctx.server.store.scratch.find(KEY, 0, 1);
    return KEY;
  }
}

/** One is enough: only one command runs at a time. */
export const madeSet = new MadeSet();

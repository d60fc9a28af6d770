import { type SetMember, SetWalk, setLength } from '@respite/store';
import type { Context } from '../context.ts';

/** Answers with a member as a bulk string. */
export function replyMember(ctx: Context, member: SetMember): void {
  if (member.isInteger && typeof member.integer === 'number') {
    ctx.reply.bulkInteger(member.integer);
    return;
  }
  member.toText();
  ctx.reply.bulk(member.bytes, member.start, member.end);
}

/** The text of a member, as bytes of its own, for `propagateAs`. */
export function copyOfMember(member: SetMember): Uint8Array {
  member.toText();
  return member.bytes.slice(member.start, member.end);
}

const walk = new SetWalk();

/** Answers with all members, as a set. */
export function replyMembers(ctx: Context, entry: number): void {
  ctx.reply.set(setLength(ctx.db, entry));
  for (walk.begin(ctx.db, entry); walk.next(); ) replyMember(ctx, walk);
}

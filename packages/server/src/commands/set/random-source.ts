import { RandomMember } from '@respite/store';
import type { Context } from '../context.ts';

/** The server's random floats, whichever server runs the command. */
let random: () => number = Math.random;
const member = new RandomMember(() => random());

/** What draws members at random for a command. */
export function randomMemberOf(ctx: Context): RandomMember {
  random = ctx.server.random;
  return member;
}

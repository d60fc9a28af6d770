import type { CommandSpec } from '../define-command.ts';
import { sadd, smove, srem } from './add-remove.ts';
import { sdiff, sdiffstore } from './difference.ts';
import { sinter, sintercard, sinterstore } from './intersection.ts';
import { scard, sismember, smembers, smismember } from './members.ts';
import { spop } from './pop.ts';
import { srandmember } from './random-member.ts';
import { sscan } from './scan.ts';
import { sunion, sunionstore } from './union.ts';

export const setCommands: readonly CommandSpec[] = [
  sadd,
  scard,
  sdiff,
  sdiffstore,
  sinter,
  sintercard,
  sinterstore,
  sismember,
  smembers,
  smismember,
  smove,
  spop,
  srandmember,
  srem,
  sscan,
  sunion,
  sunionstore,
];

import type { CommandSpec } from '../define-command.ts';
import { blmove, brpoplpush } from './blocking-move.ts';
import { blpop, brpop } from './blocking-pop.ts';
import { linsert, lset } from './edit.ts';
import { lmove, rpoplpush } from './move.ts';
import { blmpop, lmpop } from './multi-pop.ts';
import { lpop, rpop } from './pop.ts';
import { lpos } from './position.ts';
import { lpush, lpushx, rpush, rpushx } from './push.ts';
import { lindex, llen, lrange } from './range.ts';
import { lrem, ltrim } from './remove.ts';

export const listCommands: readonly CommandSpec[] = [
  blmove,
  blmpop,
  blpop,
  brpop,
  brpoplpush,
  lindex,
  linsert,
  llen,
  lmove,
  lmpop,
  lpop,
  lpos,
  lpush,
  lpushx,
  lrange,
  lrem,
  lset,
  ltrim,
  rpop,
  rpoplpush,
  rpush,
  rpushx,
];

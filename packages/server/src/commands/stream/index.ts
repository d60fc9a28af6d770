import type { CommandSpec } from '../define-command.ts';
import { xack } from './acknowledge.ts';
import { xadd } from './add.ts';
import { xautoclaim } from './auto-claim.ts';
import { xclaim } from './claim.ts';
import { xackdel, xdel, xdelex } from './delete.ts';
import { xgroup } from './group.ts';
import { xinfo } from './info.ts';
import { xpending } from './pending.ts';
import { xlen, xrange, xrevrange } from './range.ts';
import { xread } from './read.ts';
import { xreadgroup } from './read-group.ts';
import { xsetid } from './set-id.ts';
import { xtrim } from './trim.ts';

export const streamCommands: readonly CommandSpec[] = [
  xack,
  xackdel,
  xadd,
  xautoclaim,
  xclaim,
  xdel,
  xdelex,
  xgroup,
  xinfo,
  xlen,
  xpending,
  xrange,
  xread,
  xreadgroup,
  xrevrange,
  xsetid,
  xtrim,
];

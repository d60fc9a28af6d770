import type { CommandSpec } from '../define-command.ts';
import { zadd, zincrby } from './add.ts';
import { bzmpop, bzpopmax, bzpopmin } from './blocking-pop.ts';
import { zdiff, zdiffstore, zinter, zintercard, zinterstore, zunion, zunionstore } from './combine-commands.ts';
import { zcount, zlexcount } from './count.ts';
import { zmpop, zpopmax, zpopmin } from './pop.ts';
import { zrandmember } from './random.ts';
import { zrange, zrangebylex, zrangebyscore, zrevrange, zrevrangebylex, zrevrangebyscore } from './range.ts';
import { zrangestore } from './range-store.ts';
import { zrank, zrevrank } from './rank.ts';
import { zrem, zremrangebylex, zremrangebyrank, zremrangebyscore } from './remove.ts';
import { zscan } from './scan.ts';
import { zcard, zmscore, zscore } from './score.ts';

export const sortedSetCommands: readonly CommandSpec[] = [
  bzmpop,
  bzpopmax,
  bzpopmin,
  zadd,
  zcard,
  zcount,
  zdiff,
  zdiffstore,
  zincrby,
  zinter,
  zintercard,
  zinterstore,
  zlexcount,
  zmpop,
  zmscore,
  zpopmax,
  zpopmin,
  zrandmember,
  zrange,
  zrangebylex,
  zrangebyscore,
  zrangestore,
  zrank,
  zrem,
  zremrangebylex,
  zremrangebyrank,
  zremrangebyscore,
  zrevrange,
  zrevrangebylex,
  zrevrangebyscore,
  zrevrank,
  zscan,
  zscore,
  zunion,
  zunionstore,
];

import type { CommandSpec } from '../define-command.ts';
import { hdel, hgetdel } from './delete.ts';
import { hexpire, hexpireat, hpexpire, hpexpireat } from './expire.ts';
import { hexists, hget, hlen, hmget, hstrlen } from './get.ts';
import { hgetall, hkeys, hvals } from './get-all.ts';
import { hgetex } from './get-and-expire.ts';
import { hincrby, hincrbyfloat } from './increment.ts';
import { hrandfield } from './random-field.ts';
import { hscan } from './scan.ts';
import { hmset, hset, hsetnx } from './set.ts';
import { hsetex } from './set-and-expire.ts';
import { hexpiretime, hpersist, hpexpiretime, hpttl, httl } from './ttl.ts';

export const hashCommands: readonly CommandSpec[] = [
  hdel,
  hexists,
  hexpire,
  hexpireat,
  hexpiretime,
  hget,
  hgetall,
  hgetdel,
  hgetex,
  hincrby,
  hincrbyfloat,
  hkeys,
  hlen,
  hmget,
  hmset,
  hpersist,
  hpexpire,
  hpexpireat,
  hpexpiretime,
  hpttl,
  hrandfield,
  hscan,
  hset,
  hsetex,
  hsetnx,
  hstrlen,
  httl,
  hvals,
];

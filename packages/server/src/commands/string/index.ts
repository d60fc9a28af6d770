import type { CommandSpec } from '../define-command.ts';
import { append } from './append.ts';
import { delex, delifeq } from './delete-if.ts';
import { digest } from './digest.ts';
import { get } from './get.ts';
import { getdel, getex, getset } from './get-and-change.ts';
import { decr, decrby, incr, incrby } from './increment.ts';
import { incrbyfloat } from './increment-float.ts';
import { lcs } from './lcs.ts';
import { mget, mset, msetnx } from './many.ts';
import { msetex } from './msetex.ts';
import { getrange, setrange, substr } from './range.ts';
import { set } from './set.ts';
import { psetex, setex, setnx } from './set-variants.ts';
import { strlen } from './strlen.ts';

export const stringCommands: readonly CommandSpec[] = [
  append,
  decr,
  decrby,
  delex,
  delifeq,
  digest,
  get,
  getdel,
  getex,
  getrange,
  getset,
  incr,
  incrby,
  incrbyfloat,
  lcs,
  mget,
  mset,
  msetex,
  msetnx,
  psetex,
  set,
  setex,
  setnx,
  setrange,
  strlen,
  substr,
];

import { setLength } from '@respite/store';
import type { Context } from '../context.ts';
import { lookupSet } from './lookup-set.ts';

/**
 * The sets at the keys in arguments `first` to `end - 1`, 0 where there is none. The array is used again by the next call.
 * @throws WRONGTYPE
 */
export function lookupSets(ctx: Context, first: number, end: number): number[] {
  sets.length = 0;
  for (let i = first; i < end; i++) sets.push(lookupSet(ctx, i));
  return sets;
}

const sets: number[] = [];

/** Sorts sets from place `from` on by their number of members. @param sign 1: the smallest first; -1: the largest first */
export function sortByLength(ctx: Context, list: number[], from: number, sign: number): void {
  const tail = list.splice(from);
  const lengths = new Map(tail.map((entry) => [entry, entry === 0 ? 0 : setLength(ctx.db, entry)]));
  tail.sort((a, b) => sign * (lengths.get(a)! - lengths.get(b)!));
  for (const entry of tail) list.push(entry);
}

import type { LargeSortedSet } from '@respite/store';
import type { Aggregate, CombineOptions } from './combine-options.ts';
import type { ScoredSource } from './scored-source.ts';

/** Sources from the smallest to the largest; those of the same length as they were given. */
function bySize(sources: ScoredSource[]): ScoredSource[] {
  return sources.sort((a, b) => a.length - b.length);
}

function combined(score: number, other: number, aggregate: Aggregate): number {
  if (aggregate === 'sum') {
    // Infinities of both signs make 0.
    const sum = score + other;
    return Number.isNaN(sum) ? 0 : sum;
  }
  // Not Math.min: what is not a number, infinity times 0, is passed over.
  const takesOther = aggregate === 'min' ? other < score : other > score;
  return takesOther ? other : score;
}

function weighted({ score, weight }: ScoredSource): number {
  const product = score * weight;
  return Number.isNaN(product) ? 0 : product;
}

/** Puts the members of all sources into `result`, which is empty. */
export function unite({ sources, aggregate }: CombineOptions, result: LargeSortedSet): void {
  for (const source of bySize(sources)) {
    for (source.rewind(); source.next(); ) {
      const score = weighted(source);
      const member = result.find(source.bytes, source.start, source.end);
      if (member === 0) result.addUnordered(source.bytes, source.start, source.end, score);
      else result.setUnordered(member, combined(result.scoreOf(member), score, aggregate));
    }
  }
  result.order();
}

/** Puts the members that all sources have into `result`, which is empty. */
export function intersect({ sources, aggregate }: CombineOptions, result: LargeSortedSet): void {
  const [first, ...others] = bySize(sources);
  for (first.rewind(); first.next(); ) {
    const { bytes, start, end } = first;
    let score = weighted(first);
    let isInAll = true;
    for (const other of others) {
      if (!other.find(bytes, start, end)) {
        isInAll = false;
        break;
      }
      score = combined(score, other.score * other.weight, aggregate);
    }
    if (!isInAll) continue;
    result.find(bytes, start, end);
    result.add(bytes, start, end, score);
  }
}

/** @returns how many members all sources have, at most `limit` unless that is 0 */
export function countCommon({ sources, limit }: CombineOptions): number {
  const [first, ...others] = bySize(sources);
  let count = 0;
  for (first.rewind(); first.next(); ) {
    if (!others.every((other) => other.find(first.bytes, first.start, first.end))) continue;
    if (++count === limit) break;
  }
  return count;
}

/** Puts the members of the first source that no other one has into `result`, which is empty. */
export function subtract({ sources }: CombineOptions, result: LargeSortedSet): void {
  const [first, ...others] = sources;
  if (first.length === 0 || others.some((other) => other.entry === first.entry)) return;
  // To look each member of the first up in the others, or to remove theirs: whichever is less work.
  const lookUps = (first.length * sources.length) / 2;
  const removals = sources.reduce((sum, { length }) => sum + length, 0);
  if (lookUps <= removals) keepMissing(first, others, result);
  else removeOthers(first, others, result);
}

function keepMissing(first: ScoredSource, others: ScoredSource[], result: LargeSortedSet): void {
  // The largest is the likeliest to have it.
  others.sort((a, b) => b.length - a.length);
  for (first.rewind(); first.next(); ) {
    const { bytes, start, end, score } = first;
    if (others.some((other) => other.find(bytes, start, end))) continue;
    result.find(bytes, start, end);
    result.add(bytes, start, end, score);
  }
}

function removeOthers(first: ScoredSource, others: ScoredSource[], result: LargeSortedSet): void {
  for (first.rewind(); first.next(); ) {
    result.find(first.bytes, first.start, first.end);
    result.add(first.bytes, first.start, first.end, first.score);
  }
  for (const other of others) {
    for (other.rewind(); other.next() && result.length > 0; ) {
      const member = result.find(other.bytes, other.start, other.end);
      if (member !== 0) result.remove(member, result.scoreOf(member));
    }
  }
}

import type { CommandEncoder } from '@respite/resp';

/** Twelve digits, as redis-benchmark puts them in the place of `__rand_int__`. */
export function digits(value: number): string {
  return String(value).padStart(12, '0');
}

/** The members that redis-benchmark's test `zadd` adds. */
export function member(number: number): string {
  return `element:${digits(number)}`;
}

/** Numbers that look random, the same ones each time: a linear congruential generator (Numerical Recipes' constants). */
export class Scramble {
  #state = 1;

  /** The next number below `limit`. */
  next(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }
}

/** Writes requests that make a sorted set `key` of `count` members with random integer scores below `count`. */
export function sortedSetWriter(key: string, count: number): (requests: CommandEncoder, index: number) => void {
  const scores = new Scramble();
  return (requests, index) => requests.command(['ZADD', key, scores.next(count), member(index)]);
}

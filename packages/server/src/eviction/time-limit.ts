/** Up to here the limit grows evenly, beyond by 15 % with each step. */
const LINEAR_UP_TO = 10;
const STEP_MS = 0.05;
const GROWTH = 1.15;
const WITHOUT_LIMIT = 100;

/** How long one command may spend on eviction, in milliseconds, by `maxmemory-eviction-tenacity` (0 to 100), as in Redis. */
export function evictionTimeLimit(tenacity: number): number {
  if (tenacity >= WITHOUT_LIMIT) return Number.POSITIVE_INFINITY;
  if (tenacity <= LINEAR_UP_TO) return STEP_MS * tenacity;
  return STEP_MS * LINEAR_UP_TO * GROWTH ** (tenacity - LINEAR_UP_TO);
}

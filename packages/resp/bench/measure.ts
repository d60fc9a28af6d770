import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** One thing to be measured, and how much of what it does in one call. */
export interface Subject {
  name: string;
  run(): void;
}

const ROUND_MS = 40;
const WARM_UP_MS = 150;

/**
 * Runs the subjects in turn, round after round, and gives for each the median time of one call in nanoseconds.
 * In turn, so that what disturbs the machine for a second disturbs all of them; each after a garbage collection, so that
 * none has to clean up after the one before.
 */
export function measure(subjects: readonly Subject[], rounds: number): Map<string, number> {
  const calls = subjects.map((subject) => callsWithin(subject, ROUND_MS));
  const times = subjects.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < subjects.length; i++) {
      collectGarbage();
      times[i].push(time(subjects[i], calls[i]) / calls[i]);
    }
  }
  return new Map(subjects.map(({ name }, i) => [name, median(times[i])]));
}

/** How many calls fill `ms` milliseconds, once the engine has compiled what it will. */
function callsWithin(subject: Subject, ms: number): number {
  let calls = 1;
  let spent = 0;
  const start = performance.now();
  while (performance.now() - start < WARM_UP_MS) {
    spent = time(subject, calls);
    if (spent < 10e6) calls *= 2;
  }
  return Math.max(1, Math.round((calls * ms * 1e6) / spent));
}

function time(subject: Subject, calls: number): number {
  const start = process.hrtime.bigint();
  for (let i = 0; i < calls; i++) subject.run();
  return Number(process.hrtime.bigint() - start);
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

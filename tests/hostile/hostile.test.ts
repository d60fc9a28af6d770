import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { runBadClients } from './run-bad-clients.ts';

/** Nobody else waits longer for an answer, whatever a bad client does. The machines of CI are slow, and busy with other tests. */
const SLOWEST_MS = 15_000;
/** The bar, with some room for so small a set of data; `memory.ts` measures it with more. */
const MEMORY_GROWTH_MAX = 0.6;

test('bad clients get an error or are cut off; a good one is served, and memory comes back', async () => {
  const { outcomes, before, after, log, answers } = await runBadClients({
    random: seededRandom('hostile input'),
    keys: 100_000,
    rounds: 1,
    report: (line) => console.log(line),
  });
  expect(log).not.toContain('Internal error in');
  expect(log).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  expect(answers).toBeGreaterThan(100);
  for (const { what, slowestMs } of outcomes) expect(slowestMs, what).toBeLessThan(SLOWEST_MS);
  expect(after / before - 1).toBeLessThan(MEMORY_GROWTH_MAX);
}, 300_000);

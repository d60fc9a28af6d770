import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { runBadClients } from './run-bad-clients.ts';

/** Nobody else waits longer for an answer, whatever a bad client does. The machines of CI are slow, and busy with other tests. */
const SLOWEST_MS = 15_000;
/**
 * What may be left of the memory that bad clients took, beside the pages of the data: those stay with the store while there is something on each of
 * them, so that how much that is depends on the data that there was before. `memory.ts` shows both.
 *
 * What bad clients took was gigabytes. The C library keeps some of what was freed, 15 to 60 MB as chance has it: this is a limit for leaks.
 */
const GROWTH_MAX_BYTES = 128 * 1024 * 1024;

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
  const growth = after.resident - after.pages - (before.resident - before.pages);
  expect(growth).toBeLessThan(GROWTH_MAX_BYTES);
}, 300_000);

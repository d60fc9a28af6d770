import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { FLAG } from './young-generation.ts';

/** Size of the young generation in MiB, after a million objects of which few live on; with flags that are set while the program runs. */
function sizeAfter(...flags: string[]): number {
  const program = `
    import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
    for (const flag of ${JSON.stringify(flags)}) setFlagsFromString(flag);
    let kept = [];
    for (let i = 0; i < 1_000_000; i++) {
      const made = { number: i, list: [i] };
      if (i % 10 === 0) kept.push(made);
      if (kept.length > 20_000) kept = [];
    }
    console.log(getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 2 ** 20);
  `;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }));
}

test('the young generation does not grow', () => {
  expect(sizeAfter()).toBeGreaterThan(8);
  expect(sizeAfter(FLAG)).toBeLessThanOrEqual(2);
});

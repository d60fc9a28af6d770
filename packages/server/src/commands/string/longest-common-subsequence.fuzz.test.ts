import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { commonLength, commonRuns } from './longest-common-subsequence.ts';

/** By the definition, with the whole table. */
function slowLength(a: Uint8Array, b: Uint8Array): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      table[i][j] = a[i - 1] === b[j - 1] ? table[i - 1][j - 1] + 1 : Math.max(table[i - 1][j], table[i][j - 1]);
    }
  }
  return table[a.length][b.length];
}

test('as long as can be, and a subsequence of both', () => {
  const random = seededRandom('longest common subsequence');
  for (let round = 0; round < 1000; round++) {
    const letters = 1 + random.nextInt(4);
    const a = random.bytes(random.nextInt(40)).map((byte) => byte % letters);
    const b = random.bytes(random.nextInt(40)).map((byte) => byte % letters);
    const length = slowLength(a, b);
    expect(commonLength(a, b)).toBe(length);
    const runs = commonRuns(a, b);
    expect(runs.reduce((sum, run) => sum + run.length, 0)).toBe(length);
    let endInFirst = a.length;
    let endInSecond = b.length;
    for (const run of runs) {
      expect(run.length).toBeGreaterThan(0);
      expect(run.inFirst + run.length).toBeLessThanOrEqual(endInFirst);
      expect(run.inSecond + run.length).toBeLessThanOrEqual(endInSecond);
      expect(a.subarray(run.inFirst, run.inFirst + run.length)).toEqual(
        b.subarray(run.inSecond, run.inSecond + run.length),
      );
      endInFirst = run.inFirst;
      endInSecond = run.inSecond;
    }
  }
});

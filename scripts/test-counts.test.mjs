import { expect, test } from 'vitest';
import { testCounts } from './test-counts.mjs';

/** @param {[status: string, tests: string[]][]} files */
const report = (...files) =>
  JSON.stringify({
    testResults: files.map(([status, tests]) => ({
      status,
      assertionResults: tests.map((each) => ({ status: each })),
    })),
  });

test('counts what passed, failed and was skipped', () => {
  const files = report(
    ['passed', ['passed', 'passed', 'pending']],
    ['failed', ['passed', 'failed', 'failed', 'skipped']],
  );
  expect(testCounts(files, 1)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  expect(testCounts(report(['passed', ['passed']]), 0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
});

test('a file that does not load is a failure', () => {
  expect(testCounts(report(['passed', ['passed']], ['failed', []]), 1)).toMatchObject({ passed: 1, failed: 1 });
});

test('a failure outside any test, no report and no tests are failures', () => {
  expect(testCounts(report(['passed', ['passed']]), 1).failed).toBe(1);
  expect(testCounts(undefined, 0).failed).toBe(1);
  expect(testCounts(report(), 0).failed).toBe(1);
});

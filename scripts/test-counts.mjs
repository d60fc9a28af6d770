// node scripts/test-counts.mjs <report.json> <exit code of vitest>: the last words of .ci/run.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @param {string | undefined} report what vitest's json reporter wrote, if it came to that
 * @param {number} exitCode of vitest
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function testCounts(report, exitCode) {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for (const file of report === undefined ? [] : JSON.parse(report).testResults) {
    let failedHere = 0;
    for (const { status } of file.assertionResults) {
      if (status === 'passed') passed++;
      else if (status === 'failed') failedHere++;
      else skipped++;
    }
    // A file that could not even be loaded has no tests to fail.
    failed += file.status === 'failed' ? Math.max(1, failedHere) : failedHere;
  }
  // Something outside any test went wrong, or nothing ran at all.
  if (failed === 0 && (exitCode !== 0 || passed === 0)) failed = 1;
  return { passed, failed, skipped };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , file = '', exitCode = '0'] = process.argv;
  let report;
  try {
    report = readFileSync(file, 'utf8');
  } catch {
    console.log('the tests left no report');
  }
  const { passed, failed, skipped } = testCounts(report, Number(exitCode));
  if (skipped > 0) console.log(`${skipped} skipped`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

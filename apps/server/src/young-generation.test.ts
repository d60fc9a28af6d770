import { execFileSync } from 'node:child_process';
import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';

/** Size of the young generation in MiB, after `prepare` and a million objects of which few live on. */
function sizeAfter(prepare: string): number {
  const contents = `
    import { getHeapSpaceStatistics } from 'node:v8';
    import { keepYoungGenerationSmall } from './young-generation.ts';
    ${prepare}
    let kept = [];
    for (let i = 0; i < 1_000_000; i++) {
      const made = { number: i, list: [i] };
      if (i % 10 === 0) kept.push(made);
      if (kept.length > 20_000) kept = [];
    }
    console.log(getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 2 ** 20);
  `;
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  const program = outputFiles[0].text;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }));
}

test('the young generation does not grow', () => {
  expect(sizeAfter('')).toBeGreaterThan(8);
  expect(sizeAfter('keepYoungGenerationSmall();')).toBeLessThanOrEqual(2);
});

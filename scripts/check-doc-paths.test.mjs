import { expect, test } from 'vitest';
import { docPathProblems, pathsNamedIn } from './check-doc-paths.mjs';
import { temporaryTree } from './temporary-tree.mjs';

const TREE = {
  'packages/resp/src/request-decoder.ts': '',
  'packages/resp/src/reply-decoder.ts': '',
  'packages/server/src/commands/string/set.ts': '',
  'docs/errors.md': '# Errors\n\n## What `WRONGTYPE` means, and when\n',
};

/** @param {string} page @param {string} [at] */
const problemsOf = (page, at = 'README.md') => docPathProblems(temporaryTree({ ...TREE, [at]: page })).problems;

test('paths that exist are fine, in every form', () => {
  const page = [
    'See [errors](docs/errors.md#what-wrongtype-means-and-when), [resp](packages/resp/), [here](#here).',
    '# Here',
    'The decoder is `packages/resp/src/request-decoder.ts`, or `request-decoder.ts`, in `packages/resp`.',
    '`commands/string/set.ts` leaves out its beginning, `packages/*/src/{request,reply}-decoder.ts` and `*.bench.ts`',
    'are patterns. `apps/server/dist/main.js` is made later, `SET k v`, `a/b`, `1.5` and `redis.conf` are no paths.',
    '[Redis](https://redis.io/missing.md) is elsewhere. `[not a link](nowhere.md)`',
    '[ref]: docs/errors.md',
    '```',
    'packages/resp/src/reply-decoder.ts   decodes',
    'somewhere/else.ts',
    '```',
  ].join('\n');
  expect(problemsOf(page)).toEqual([]);
});

test.each([
  ['[a](docs/gone.md)', 'README.md:1: the link to docs/gone.md leads nowhere'],
  ['[ref]: docs/gone.md', 'README.md:1: the link to docs/gone.md leads nowhere'],
  ['\n[a](docs/errors.md#gone)', 'README.md:2: docs/errors.md has no heading #gone'],
  ['`packages/resp/src/gone.ts`', 'README.md:1: there is no packages/resp/src/gone.ts'],
  ['`gone.ts`', 'README.md:1: there is no gone.ts'],
  ['`ecoder.ts`', 'README.md:1: there is no ecoder.ts'],
  ['`string/gone.ts`', 'README.md:1: there is no string/gone.ts'],
  ['`docs/formats/`', 'README.md:1: there is no docs/formats/'],
  ['`packages/*/src/gone-*.ts`', 'README.md:1: there is no packages/*/src/gone-*.ts'],
  ['```\nnode scripts/gone.mjs\n```', 'README.md:2: there is no scripts/gone.mjs'],
])('%j is found', (page, problem) => {
  expect(problemsOf(page)).toEqual([problem]);
});

test('links are relative to their page', () => {
  expect(problemsOf('[a](errors.md) [b](../packages/resp)', 'docs/memory.md')).toEqual([]);
  expect(problemsOf('[a](docs/errors.md)', 'docs/memory.md')).toHaveLength(1);
});

test('histories may name what is gone', () => {
  expect(problemsOf('`gone.ts`', 'packages/resp/CHANGELOG.md')).toEqual([]);
});

test('a page gives its paths with their lines', () => {
  expect(pathsNamedIn('a\n`x.ts` [l](y.md "title")')).toEqual([
    { line: 2, path: 'x.ts', link: false },
    { line: 2, path: 'y.md', link: true },
  ]);
});

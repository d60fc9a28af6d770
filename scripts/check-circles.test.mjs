import { describe, expect, test } from 'vitest';
import { circleProblems, circles } from './check-circles.mjs';
import { readImportGraph } from './import-graph.mjs';
import { manifest, temporaryTree } from './temporary-tree.mjs';

const BYTES = { 'packages/bytes/package.json': manifest('@respite/bytes') };
const STORE = { 'packages/store/package.json': manifest('@respite/store', ['@respite/bytes']) };

/** @param {Record<string, string>} files */
const problemsIn = (files) => circleProblems(readImportGraph(temporaryTree(files)));

test('a tree that goes one way has no problem', () => {
  const problems = problemsIn({
    ...BYTES,
    ...STORE,
    'packages/bytes/src/index.ts': "export * from './hash.ts';",
    'packages/bytes/src/hash.ts': 'export const hash = 1;',
    'packages/store/src/index.ts': "export { a } from './memory/a.ts'; import type { B } from './limits.ts';",
    'packages/store/src/memory/a.ts':
      "import { hash } from '@respite/bytes'; import '../limits.ts'; export const a = hash;",
    'packages/store/src/limits.ts': 'export type B = 1;',
    'packages/store/src/limits.test.ts': "import { test } from 'vitest'; import './memory/a.ts';",
  });
  expect(problems).toEqual([]);
});

describe('a circle among files', () => {
  const forms = [
    "import { b } from './b.ts';",
    "import type { b } from './b.ts';",
    "import { type b } from './b.ts';",
    "export * from './b.ts';",
    "export type { b } from './b.ts';",
    "const b = import('./b.ts');",
    "type B = import('./b.ts').B;",
    "import './b.ts';",
  ];
  test.each(forms)('is found through %s', (form) => {
    const problems = problemsIn({
      'scripts/a.ts': form,
      'scripts/b.ts': "import './c.ts';",
      'scripts/c.ts': "import './a.ts';",
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('scripts/a.ts\n    -> scripts/b.ts\n    -> scripts/c.ts\n    -> scripts/a.ts');
  });

  test('is found through package names', () => {
    const problems = problemsIn({
      'packages/bytes/package.json': manifest('@respite/bytes', ['@respite/store']),
      ...STORE,
      'packages/bytes/src/index.ts': "import '@respite/store';",
      'packages/store/src/index.ts': "import '@respite/bytes';",
    });
    expect(problems.join('\n')).toMatch(/packages\/bytes\/src\/index.ts\n {4}-> packages\/store\/src\/index.ts/);
    expect(problems.join('\n')).toContain('@respite/store, which is not below @respite/bytes');
  });
});

test('a circle among folders is found where no file is in one', () => {
  const problems = problemsIn({
    ...STORE,
    'packages/store/src/memory/a.ts': "import type { B } from '../values/b.ts';",
    'packages/store/src/values/b.ts': '',
    'packages/store/src/values/c.ts': "import '../memory/d.ts';",
    'packages/store/src/memory/d.ts': '',
  });
  expect(problems).toEqual([
    'in packages/store/src, memory -> values -> memory is a circle of folders:\n' +
      '    packages/store/src/memory/a.ts imports packages/store/src/values/b.ts\n' +
      '    packages/store/src/values/c.ts imports packages/store/src/memory/d.ts',
  ]);
});

test('tests may look at everything, and are in no circle of folders', () => {
  const problems = problemsIn({
    ...STORE,
    'packages/store/src/memory/a.test.ts': "import '../values/b.ts';",
    'packages/store/src/memory/a.ts': '',
    'packages/store/src/values/b.ts': "import '../memory/a.ts';",
  });
  expect(problems).toEqual([]);
});

test('layers: upwards, undeclared and unknown are three problems', () => {
  const problems = problemsIn({
    'packages/bytes/package.json': manifest('@respite/bytes', ['@respite/pubsub']),
    'packages/bytes/src/index.ts': "import 'left-pad';",
    'packages/pubsub/package.json': manifest('@respite/pubsub'),
    'packages/soup/package.json': manifest('@respite/soup'),
  });
  expect(problems.sort()).toEqual([
    '@respite/soup has no place in LAYERS of scripts/check-circles.mjs',
    'packages/bytes/package.json depends on @respite/pubsub, which is not below @respite/bytes',
    'packages/bytes/src/index.ts imports left-pad, which packages/bytes/package.json does not declare for it',
  ]);
});

test('an import of nothing is a problem', () => {
  const problems = problemsIn({
    ...BYTES,
    'packages/bytes/src/index.ts': "import './gone.ts'; import '@respite/bytes/inner';",
  });
  expect(problems).toEqual([
    'packages/bytes/src/index.ts imports "./gone.ts": there is no packages/bytes/src/gone.ts',
    'packages/bytes/src/index.ts imports "@respite/bytes/inner": @respite/bytes exports no "./inner"',
  ]);
});

test('circles gives one shortest circle per knot', () => {
  const edges = new Map([
    ['a', new Set(['b'])],
    ['b', new Set(['c', 'a'])],
    ['c', new Set(['a'])],
    ['d', new Set(['d', 'a'])],
    ['e', new Set(['a'])],
  ]);
  expect(circles(edges)).toEqual([
    ['a', 'b', 'a'],
    ['d', 'd'],
  ]);
});

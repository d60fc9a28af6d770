import { describe, expect, test } from 'vitest';
import { manifest, temporaryTree } from './temporary-tree.mjs';
import { RULES, tidyProblems } from './tidy.mjs';

const STORE = { 'packages/store/package.json': manifest('@respite/store') };
const INDEX = 'packages/store/src/index.ts';
const TEST = 'packages/store/src/index.test.ts';

/** @param {Record<string, string>} files */
const tidy = (files) => tidyProblems(temporaryTree({ ...STORE, [INDEX]: '', ...files }));

test('a tidy tree has no problem', () => {
  expect(tidy({ [INDEX]: "export * from './a.ts';\n", 'packages/store/src/a.ts': 'export {};\n' })).toEqual({
    problems: [],
    warnings: [],
    files: 3,
  });
});

// Put together here, so that this file does not break the rules itself.
const note = ['FIX', 'ME'].join('');
const dot = '.';

/** @type {[rule: string, file: string, line: string, fine: string][]} */
const CASES = [
  ['leftover', INDEX, `// ${note} later`, '// fix me later'],
  ['leftover', 'README.md', `${['TO', 'DO'].join('')}: write`, 'to do'],
  ['machine-path', 'README.md', `cd /${'work'}/main`, 'cd packages/work/main'],
  ['machine-path', '.github/ci.yml', `cd /${'home'}/me/x`, 'cd ~/x'],
  ['registry-host', 'pnpm-lock.yaml', 'tarball: https://example.org/x.tgz', 'integrity: sha512-x'],
  ['registry-host', '.npmrc', 'registry=//example.org', 'save-exact=true'],
  ['sleep', TEST, `await new Promise((resolve) => set${'Timeout'}(resolve, 5));`, `set${'Timeout'}(() => fail(), 5);`],
  ['sleep', TEST, `import 'node:timers/${'promises'}';`, "import 'node:timers';"],
  ['silent-skip', TEST, `test${dot}skip('x', () => {});`, "test.each([1])('x', () => {});"],
  ['silent-skip', TEST, `describe${dot}concurrent${dot}only('x', () => {});`, "describe('x', () => {});"],
  ['console', INDEX, "console.log('x');", '// the console shows it'],
  ['wall-clock', INDEX, 'const a = Date.now();', 'const a = clock.nowMs();'],
  ['wall-clock', INDEX, 'const a = performance.now();', 'const a = new Date(5);'],
  ['chance', INDEX, 'const a = Math.random();', 'const a = random.nextInt(6);'],
  ['node-global', INDEX, "const a = Buffer.from('x');", 'const a = receiveBuffer.from;'],
  ['node-global', INDEX, 'const a = process.env;', "import './directives/process.mjs';"],
];

describe.each(CASES)('%s in %s', (rule, file, line, fine) => {
  test('is found', () => {
    const { problems } = tidy({ [file]: `${line}\n` });
    expect(problems.filter((problem) => problem.startsWith(`${file}:1: ${rule}: `))).toHaveLength(1);
  });

  test('may be excused with a reason, and only with one', () => {
    expect(tidy({ [file]: `// tidy-allow(${rule}): because\n${line}\n` }).problems).toEqual([]);
    expect(tidy({ [file]: `${line} // tidy-allow(${rule}): because\n` }).problems).toEqual([]);
    expect(tidy({ [file]: `// tidy-allow(${rule}):\n${line}\n` }).problems).toHaveLength(1);
  });

  test('is seen in a comment only where it matters there', () => {
    const inComments = RULES.find(({ name }) => name === rule)?.inComments ?? false;
    const { problems } = tidy({ [file]: `// ${line}\n` });
    expect(problems.some((problem) => problem.includes(rule))).toBe(inComments);
  });

  test('is not seen where it is not', () => {
    expect(tidy({ [file]: `${fine}\n` }).problems.filter((problem) => problem.includes(rule))).toEqual([]);
  });
});

test('every rule has a case above', () => {
  expect(new Set(CASES.map(([rule]) => rule))).toEqual(new Set(RULES.map(({ name }) => name)));
});

test('Node is for net/, persistence, apps and tests', () => {
  const line = "import { connect } from 'node:net';\n";
  const free = ['packages/server/src/net/listener.test.ts', TEST, 'apps/cli/src/main.ts'];
  for (const file of free) expect(tidy({ [file]: line }).problems).toEqual([]);
  const index = "import './net/listener.ts'; import './dispatch/a.ts';\n";
  const server = {
    'packages/server/package.json': manifest('@respite/server'),
    'packages/server/src/index.ts': index,
    'packages/server/src/net/listener.ts': line,
    'packages/server/src/dispatch/a.ts': "import type { Socket } from 'net';\n",
    [INDEX]: line,
  };
  expect(tidy(server).problems).toEqual([
    'packages/server/src/dispatch/a.ts:1: node-import: net in code that runs without Node',
    'packages/store/src/index.ts:1: node-import: node:net in code that runs without Node',
  ]);
});

test('dead files are found: those that only each other, or nobody, imports', () => {
  const { problems } = tidy({
    'package.json': '{ "scripts": { "x": "node scripts/run.mjs" } }',
    'scripts/run.mjs': '// node scripts/run.mjs\n',
    'scripts/alone.mjs': '// node scripts/alone.mjs\n',
    'packages/store/src/a.ts': "import './b.ts';\n",
    'packages/store/src/b.ts': "import type {} from './a.ts';\n",
    'packages/store/src/used-by-a-test.ts': '',
    [TEST]: "import './used-by-a-test.ts';\n",
    'examples/cache.ts': '',
  });
  expect(problems).toEqual([
    'packages/store/src/a.ts: dead-file: nothing imports or runs it',
    'packages/store/src/b.ts: dead-file: nothing imports or runs it',
    'scripts/alone.mjs: dead-file: nothing imports or runs it',
  ]);
});

test('a long file is a warning, no problem', () => {
  const { problems, warnings } = tidy({ [INDEX]: '\n'.repeat(401) });
  expect(problems).toEqual([]);
  expect(warnings).toEqual(['packages/store/src/index.ts has 401 lines: does it hold one idea?']);
});

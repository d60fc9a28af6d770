// node scripts/tidy.mjs [root]
//
// What a linter does not know about this project. RULES below says what is not wanted, where, and what to do instead.
// A line may be excused where there is a reason, in a comment on it or on the line above:
//
//   // tidy-allow(wall-clock): the one place where real time comes in
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isTestFile, packageOf, readImportGraph, sourceEntry } from './import-graph.mjs';
import { listFiles } from './list-files.mjs';

/** A file with more lines than this is worth a second look: it may hold two ideas. */
const LINES_WORTH_A_LOOK = 400;

/** Where nothing of Node itself is used: these run in a browser, behind any transport. */
const WITHOUT_NODE = /^packages\/(?:bytes|resp|store|pubsub)\/src\/|^packages\/server\/src\/(?!net\/)/;
/** The heart of the server, where time and chance are handed in. */
const CORE = /^packages\/(?:bytes|resp|store|pubsub|persistence|server)\/src\//;

const CODE = /\.(?:ts|mts|mjs|js)$/;
const TEXT = /\.(?:ts|mts|mjs|js|json|jsonc|md|ya?ml|sh|css|html|conf|txt)$|(?:^|\/)(?:\.\w+|run|LICENSE)$/;
/** A line that is nothing but a comment. */
const COMMENT = /^\s*(?:\/\/|\/\*|\*)/;

/**
 * @typedef {object} Rule
 * @property {string} name
 * @property {(file: string) => boolean} where
 * @property {RegExp} pattern
 * @property {string} instead
 * @property {boolean} [inComments] whether comments are looked at too; an example in one does nothing
 */

/** @type {Rule[]} */
export const RULES = [
  {
    name: 'leftover',
    inComments: true,
    where: (file) => TEXT.test(file),
    // tidy-allow(leftover): the rule has to name what it looks for
    pattern: /\b(?:TODO|FIXME|XXX:|HACK:)/,
    instead: 'do it, or open an issue and leave no note',
  },
  {
    name: 'machine-path',
    inComments: true,
    where: (file) => TEXT.test(file),
    pattern: /(?<![\w.$}*-])\/(?:work\/|root\/|home\/\w+\/|Users\/\w+\/|tmp\/(?:ck|team)\b)|\b[A-Z]:\\Users\\/,
    instead: 'a path of one machine means nothing on another',
  },
  {
    name: 'registry-host',
    where: (file) => /(?:^|\/)(?:pnpm-lock\.yaml|\.npmrc)$/.test(file),
    pattern: /https?:\/\/|^\s*(?:@\S+:)?registry\s*=/,
    instead: 'where packages come from is for each machine to say',
  },
  {
    name: 'sleep',
    // A benchmark that watches what a server does of its own accord has to let time pass.
    where: (file) => isTestFile(file) && !/^benchmarks\/src\/measurements\//.test(file),
    pattern: /\bsetTimeout\(\s*(?:resolve|res|done|r|ok)\b|\btimers\/promises\b|\bAtomics\.wait\b|\bsleep\(/,
    instead: 'advance a FakeClock, or wait for the event itself',
  },
  {
    name: 'silent-skip',
    where: isTestFile,
    pattern: /\b(?:test|it|describe|suite|bench)(?:\.\w+)*\.(?:skip|skipIf|runIf|todo|only|fails)\b/,
    instead: 'a test runs or is not there; one that needs the oracle uses describeWithOracle',
  },
  {
    name: 'console',
    where: (file) => CORE.test(file) && !isTestFile(file),
    pattern: /\bconsole\.\w+\(/,
    instead: 'write to the log that was handed in',
  },
  {
    name: 'wall-clock',
    where: (file) => CORE.test(file) && !isTestFile(file),
    pattern: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/,
    instead: 'ask the Clock that was handed in',
  },
  {
    name: 'chance',
    where: (file) => CORE.test(file) && !isTestFile(file),
    pattern: /\bMath\.random\(|\bcrypto\.(?:getRandomValues|randomUUID|randomBytes)\(/,
    instead: 'ask the random source that was handed in',
  },
  {
    name: 'node-global',
    where: (file) => WITHOUT_NODE.test(file) && !isTestFile(file),
    pattern: /\bBuffer\.(?:from|alloc|allocUnsafe|concat|byteLength)\(|(?<![\w./])process\.\w|\brequire\(/,
    instead: 'this code runs without Node; use Uint8Array, or have it handed in',
  },
];

/**
 * @param {string} root
 * @returns {{ problems: string[], warnings: string[], files: number }}
 */
export function tidyProblems(root) {
  const files = listFiles(root);
  const problems = [];
  const warnings = [];
  for (const file of files) {
    if (!TEXT.test(file)) continue;
    const lines = readFileSync(join(root, file), 'utf8').split('\n');
    problems.push(...ruleBreaks(file, lines));
    if (CODE.test(file) && lines.length - 1 > LINES_WORTH_A_LOOK) {
      warnings.push(`${file} has ${lines.length - 1} lines: does it hold one idea?`);
    }
  }
  const graph = readImportGraph(root);
  problems.push(...nodeImports(root, graph), ...deadFiles(root, graph, files));
  return { problems, warnings, files: files.length };
}

/** @param {string} file @param {string[]} lines */
function ruleBreaks(file, lines) {
  const problems = [];
  for (const rule of RULES) {
    if (!rule.where(file)) continue;
    for (const [index, line] of lines.entries()) {
      if (!rule.inComments && COMMENT.test(line)) continue;
      if (rule.pattern.test(line) && !isExcused(rule.name, line, lines[index - 1])) {
        problems.push(`${file}:${index + 1}: ${rule.name}: ${rule.instead}\n    ${line.trim()}`);
      }
    }
  }
  return problems;
}

/** @param {string} rule @param {string} line @param {string | undefined} above */
function isExcused(rule, line, above) {
  const excuse = new RegExp(`tidy-allow\\(${rule}\\): \\S`);
  return excuse.test(line) || (above !== undefined && excuse.test(above));
}

/** @param {string} root @param {import('./import-graph.mjs').ImportGraph} graph */
function nodeImports(root, graph) {
  const problems = [];
  for (const [file, imports] of graph.files) {
    if (!WITHOUT_NODE.test(file) || isTestFile(file)) continue;
    for (const { specifier, builtin } of imports) {
      if (!builtin) continue;
      const lines = readFileSync(join(root, file), 'utf8').split('\n');
      const at = lines.findIndex((line) => line.includes(`'${specifier}'`) || line.includes(`"${specifier}"`));
      if (isExcused('node-import', lines[at] ?? '', lines[at - 1])) continue;
      problems.push(`${file}:${at + 1}: node-import: ${specifier} in code that runs without Node`);
    }
  }
  return problems;
}

/**
 * Sources that nobody reaches: not from an entry of a package, not from a test, not from a script that a manifest, a
 * workflow, .ci, another script or a page names.
 *
 * @param {string} root @param {import('./import-graph.mjs').ImportGraph} graph @param {string[]} files
 */
function deadFiles(root, graph, files) {
  const callers = files.filter(
    (file) =>
      /(?:^|\/)package\.json$|^\.github\/|^\.ci\/|\.md$|\.config\.\w+$|^scripts\/.*\.mjs$/.test(file) &&
      (file.endsWith('package.json') || !isTestFile(file)),
  );
  const texts = callers.map((caller) => ({ caller, text: readFileSync(join(root, caller), 'utf8') }));
  /** @param {string} file */
  const isNamed = (file) => {
    const owner = packageOf(graph, file);
    const name = owner ? file.slice(owner.folder.length + 1) : file;
    const quoted = `${name.slice(name.lastIndexOf('/') + 1)}'`;
    return texts.some(({ caller, text }) => {
      if (caller === file) return false;
      return text.includes(name) || (file.startsWith('scripts/') && text.includes(quoted));
    });
  };
  const entries = new Set(
    graph.packages.flatMap(({ folder, manifest }) =>
      Object.values(manifest.exports ?? {}).map((entry) =>
        join(folder, sourceEntry(entry) ?? '').replaceAll('\\', '/'),
      ),
    ),
  );
  const queue = [...graph.files.keys()].filter(
    (file) =>
      entries.has(file) ||
      /\.(?:test|bench)\.(?:ts|mjs)$/.test(file) ||
      /\.config\.\w+$/.test(file) ||
      /^apps\/\w+\/src\/main\.ts$/.test(file) ||
      /^examples\/[^/]+\.ts$/.test(file) ||
      isNamed(file),
  );
  const alive = new Set(queue);
  for (const file of queue) {
    for (const { file: imported } of graph.files.get(file) ?? []) {
      if (imported && !alive.has(imported)) {
        alive.add(imported);
        queue.push(imported);
      }
    }
  }
  return [...graph.files.keys()]
    .filter((file) => !alive.has(file))
    .map((file) => `${file}: dead-file: nothing imports or runs it`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = resolve(process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url))));
  const { problems, warnings, files } = tidyProblems(root);
  for (const warning of warnings) console.log(`warning: ${warning}`);
  for (const problem of problems) console.error(problem);
  console.log(`${files} files, ${problems.length} problems, ${warnings.length} warnings`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

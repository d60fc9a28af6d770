// node scripts/check-doc-paths.mjs [root]
//
// Every path that a page (*.md) names exists. A path is
//   - the target of a link that is no URL, with the heading that follows a #;
//   - in `code`, what begins with a folder of the root, or ends like a source or a page; * and {a,b} stand for what
//     they stand for in a shell;
//   - in a fenced block, a word that begins with a folder of the root.
// Links are relative to their page. In code a path may leave out its beginning: `commands/string/set.ts` is enough.
import { readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listFiles } from './list-files.mjs';

const ROOT_FOLDERS = [
  ...['apps', 'packages', 'tests', 'benchmarks', 'examples', 'docs', 'scripts'],
  ...['.github', '.changeset', '.ci'],
];
const FROM_ROOT = new RegExp(`^(?:${ROOT_FOLDERS.join('|').replaceAll('.', '\\.')})/`);
const LIKE_A_SOURCE = /\.(?:ts|mts|mjs|md)$/;
const PATH_CHARACTERS = /^[\w.@{},*/-]+$/;
/** `*.bench.ts` is a way to name files, whether there is one or not. */
const KIND_OF_FILE = /^\*[^/]*$/;

/** What builds and installations make is not there on a clean checkout. */
const MADE_LATER = /(?:^|\/)(?:dist|node_modules)(?:\/|$)/;

/**
 * @param {string} root
 * @returns {{ problems: string[], pages: number, paths: number }}
 */
export function docPathProblems(root) {
  const files = listFiles(root);
  // Histories name files as they were.
  const pages = files.filter((file) => file.endsWith('.md') && !file.endsWith('CHANGELOG.md'));
  const known = new Set(files.flatMap((file) => [file, ...foldersAbove(file)]));
  /** @type {string[]} */
  const problems = [];
  let paths = 0;
  for (const page of pages) {
    for (const { line, path, link } of pathsNamedIn(readFileSync(join(root, page), 'utf8'))) {
      paths++;
      const problem = link ? linkProblem(root, known, page, path) : codeProblem(known, page, path);
      if (problem) problems.push(`${page}:${line}: ${problem}`);
    }
  }
  return { problems, pages: pages.length, paths };
}

/**
 * @param {string} text of a page
 * @returns {{ line: number, path: string, link: boolean }[]}
 */
export function pathsNamedIn(text) {
  const named = [];
  let fence = '';
  for (const [index, content] of text.split('\n').entries()) {
    const line = index + 1;
    const mark = /^\s*(```+|~~~+)/.exec(content)?.[1];
    if (mark && (fence === '' || mark.startsWith(fence))) {
      fence = fence === '' ? mark : '';
      continue;
    }
    if (fence !== '') {
      for (const word of content.split(/[\s"'`()=:;]+/)) {
        const path = word.replace(/[.,]+$/, '');
        if (FROM_ROOT.test(path) && PATH_CHARACTERS.test(path)) named.push({ line, path, link: false });
      }
      continue;
    }
    for (const [, span = ''] of content.matchAll(/`([^`]+)`/g)) {
      const path = span.replace(/^\.\//, '');
      if (!PATH_CHARACTERS.test(path) || KIND_OF_FILE.test(path)) continue;
      if (FROM_ROOT.test(path) || LIKE_A_SOURCE.test(path)) named.push({ line, path, link: false });
    }
    const prose = content.replace(/`[^`]+`/g, (code) => 'x'.repeat(code.length));
    for (const [, inline, reference] of prose.matchAll(/\]\(<?([^()\s>]+)>?(?:\s+"[^"]*")?\)|^\[[^\]]+\]:\s+(\S+)/g)) {
      const target = inline ?? reference ?? '';
      if (!/^[a-z][a-z+.-]*:/i.test(target) && target !== '') named.push({ line, path: target, link: true });
    }
  }
  return named;
}

/** @param {string} root @param {Set<string>} known @param {string} page @param {string} target */
function linkProblem(root, known, page, target) {
  const [path = '', anchor] = target.split('#');
  const file =
    path === '' ? page : posix.join(path.startsWith('/') ? '' : posix.dirname(page), path).replace(/\/$/, '');
  if (file !== '.' && !known.has(file)) return `the link to ${target} leads nowhere`;
  if (anchor === undefined || !file.endsWith('.md')) return undefined;
  if (headings(readFileSync(join(root, file), 'utf8')).has(anchor)) return undefined;
  return `${file} has no heading #${anchor}`;
}

/** @param {Set<string>} known @param {string} page @param {string} path */
function codeProblem(known, page, path) {
  if (MADE_LATER.test(path)) return undefined;
  const wanted = path.replace(/^\.\//, '').replace(/\/$/, '');
  if (wanted.startsWith('../')) {
    return known.has(posix.join(posix.dirname(page), wanted)) ? undefined : `there is no ${path}`;
  }
  const pattern = new RegExp(`(?:^|/)${globToPattern(wanted)}$`);
  for (const file of known) if (pattern.test(file)) return undefined;
  return `there is no ${path}`;
}

/** @param {string} glob */
function globToPattern(glob) {
  let inBraces = false;
  return glob.replace(/\*\*\/?|[.*+?^$()|[\]\\{},]/g, (token) => {
    if (token.startsWith('**')) return '.*';
    if (token === '*') return '[^/]*';
    if (token === '{') inBraces = true;
    if (token === '}') inBraces = false;
    if (token === '{') return '(?:';
    if (token === '}') return ')';
    if (token === ',') return inBraces ? '|' : ',';
    return `\\${token}`;
  });
}

/** The anchors that GitHub gives a page's headings. @param {string} text */
function headings(text) {
  const anchors = new Set();
  for (const [, heading = ''] of text.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    anchors.add(
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    );
  }
  return anchors;
}

/** @param {string} file */
function foldersAbove(file) {
  const parts = file.split('/');
  return parts.slice(0, -1).map((_, i) => parts.slice(0, i + 1).join('/'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = resolve(process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url))));
  const { problems, pages, paths } = docPathProblems(root);
  for (const problem of problems) console.error(problem);
  console.log(`${pages} pages name ${paths} paths, ${problems.length} of them do not exist`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

// node scripts/check-circles.mjs [root]
//
// Imports go one way, types counted:
//   1. no circle among files;
//   2. no circle among the entries of any folder: if something in commands/ imports from dispatch/, nothing in
//      dispatch/ imports from commands/, and so for packages too (test files are free here, they look at everything);
//   3. a package imports only what its package.json declares, and the layers below allow.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isTestFile, packageOf, readImportGraph } from './import-graph.mjs';

/** @typedef {import('./import-graph.mjs').ImportGraph} ImportGraph */

/**
 * The layers: what each package may depend on at run time. Apps, tests, benchmarks and examples sit on top.
 *
 * @type {Record<string, string[]>}
 */
export const LAYERS = {
  '@respite/bytes': [],
  '@respite/resp': [],
  '@respite/store': ['@respite/bytes'],
  '@respite/pubsub': ['@respite/bytes'],
  '@respite/persistence': ['@respite/bytes', '@respite/resp', '@respite/store'],
  '@respite/server': ['@respite/bytes', '@respite/persistence', '@respite/pubsub', '@respite/resp', '@respite/store'],
  '@respite/testing': [],
};

/** @param {ImportGraph} graph @returns {string[]} one line or more per problem; empty when all is well */
export function circleProblems(graph) {
  return [...unresolved(graph), ...fileCircles(graph), ...folderCircles(graph), ...layerBreaks(graph)];
}

/** @param {ImportGraph} graph */
function unresolved(graph) {
  return [...graph.files].flatMap(([file, imports]) =>
    imports.flatMap(({ specifier, problem }) => (problem ? [`${file} imports "${specifier}": ${problem}`] : [])),
  );
}

/** @param {ImportGraph} graph */
function fileCircles(graph) {
  /** @type {Map<string, Set<string>>} */
  const edges = new Map();
  for (const [file, imports] of graph.files) {
    edges.set(file, new Set(imports.flatMap((imported) => imported.file ?? [])));
  }
  return circles(edges).map((circle) => `files import each other in a circle:\n    ${circle.join('\n    -> ')}`);
}

/** @param {ImportGraph} graph */
function folderCircles(graph) {
  /** For each folder: entry -> entry -> an import that shows it. @type {Map<string, Map<string, Map<string, string>>>} */
  const folders = new Map();
  for (const [file, imports] of graph.files) {
    if (isTestFile(file)) continue;
    for (const imported of imports) {
      if (!imported.file) continue;
      const from = file.split('/');
      const to = imported.file.split('/');
      let shared = 0;
      while (from[shared] === to[shared] && shared < from.length - 1) shared++;
      const folder = from.slice(0, shared).join('/');
      const entries = folders.get(folder) ?? new Map();
      folders.set(folder, entries);
      const targets = entries.get(from[shared]) ?? new Map();
      entries.set(from[shared], targets);
      if (!targets.has(to[shared])) targets.set(to[shared], `${file} imports ${imported.file}`);
    }
  }
  const problems = [];
  for (const [folder, entries] of folders) {
    const edges = new Map([...entries].map(([entry, targets]) => [entry, new Set(targets.keys())]));
    for (const circle of circles(edges)) {
      // A circle of files alone has been told as such.
      if (circle.every((entry) => graph.files.has(folder === '' ? entry : `${folder}/${entry}`))) continue;
      const proof = circle.slice(1).map((entry, i) => entries.get(circle[i] ?? '')?.get(entry));
      problems.push(
        `in ${folder || 'the root'}, ${circle.join(' -> ')} is a circle of folders:\n    ${proof.join('\n    ')}`,
      );
    }
  }
  return problems;
}

/** @param {ImportGraph} graph */
function layerBreaks(graph) {
  const problems = [];
  const inWorkspace = new Set(graph.packages.map(({ name }) => name));
  for (const { name, folder, dependencies } of graph.packages) {
    const allowed = LAYERS[name];
    if (!allowed) {
      if (folder.startsWith('packages/')) problems.push(`${name} has no place in LAYERS of scripts/check-circles.mjs`);
      continue;
    }
    for (const dependency of Object.keys(dependencies)) {
      if (inWorkspace.has(dependency) && !allowed.includes(dependency)) {
        problems.push(`${folder}/package.json depends on ${dependency}, which is not below ${name}`);
      }
    }
  }
  for (const [file, imports] of graph.files) {
    const owner = packageOf(graph, file);
    if (!owner) continue;
    for (const { packageName } of imports) {
      if (!packageName || packageName === owner.name) continue;
      if (packageName in owner.dependencies) continue;
      // Bundled apps, tests and measurements have everything as a development dependency; vitest is the root's.
      const development = isTestFile(file) || !(owner.name in LAYERS) || owner.manifest.private === true;
      if (development && (packageName in owner.devDependencies || packageName === 'vitest')) continue;
      problems.push(`${file} imports ${packageName}, which ${owner.folder}/package.json does not declare for it`);
    }
  }
  return problems;
}

/**
 * Every knot of a graph, told as one shortest circle in it.
 *
 * @param {Map<string, Set<string>>} edges
 * @returns {string[][]} circles whose first node is their last too
 */
export function circles(edges) {
  return knots(edges).map((knot) => {
    const [first = ''] = [...knot].sort();
    // Breadth first from a node of the knot until it is met again.
    /** @type {Map<string, string>} */
    const cameFrom = new Map();
    const queue = [first];
    for (const node of queue) {
      for (const next of edges.get(node) ?? []) {
        if (!knot.has(next) || cameFrom.has(next)) continue;
        cameFrom.set(next, node);
        queue.push(next);
      }
      if (cameFrom.has(first)) break;
    }
    const circle = [first];
    let node = first;
    do {
      node = cameFrom.get(node) ?? first;
      circle.unshift(node);
    } while (node !== first);
    return circle;
  });
}

/**
 * Strongly connected components of more than one node, and nodes with an edge to themselves (Tarjan 1972).
 *
 * @param {Map<string, Set<string>>} edges
 * @returns {Set<string>[]}
 */
function knots(edges) {
  /** @type {Map<string, number>} */
  const order = new Map();
  /** @type {string[]} */
  const stack = [];
  const onStack = new Set();
  /** @type {Set<string>[]} */
  const found = [];

  /** @param {string} node */
  const visit = (node) => {
    order.set(node, order.size);
    let low = order.size - 1;
    stack.push(node);
    onStack.add(node);
    for (const next of edges.get(node) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (onStack.has(next)) low = Math.min(low, order.get(next) ?? 0);
    }
    if (low === order.get(node)) {
      const knot = new Set(stack.splice(stack.indexOf(node)));
      for (const member of knot) onStack.delete(member);
      if (knot.size > 1 || edges.get(node)?.has(node)) found.push(knot);
    }
    return low;
  };
  for (const node of edges.keys()) if (!order.has(node)) visit(node);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = resolve(process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url))));
  const graph = readImportGraph(root);
  const problems = circleProblems(graph);
  for (const problem of problems) console.error(problem);
  console.log(`${graph.files.size} files, ${problems.length} problems with imports`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

import { argumentCount } from './argument-count.ts';
import type { CommandFacts } from './command-facts.ts';
import { commandMeta } from './command-meta.ts';
import { KeyFlag } from './key-spec.ts';
import { type CommandArgument, parseSyntax } from './syntax.ts';

const namePattern = /^[A-Z][A-Z0-9_-]*(\|[A-Z][A-Z0-9_-]*)?$/;
const versionPattern = /^\d+\.\d+\.\d+$/;
const summaryLength = 100;

/**
 * Commands that take other numbers of arguments than their syntax says, in Redis too: QUIT ignores any, PSYNC takes one
 * that nobody writes down, and of CLIENT KILL's filters each is optional, but not all.
 */
const looseArity = new Set(['QUIT', 'PSYNC', 'CLIENT|KILL']);

/**
 * What does not fit together in the facts of a command and of its subcommands. Facts say some things twice (arity and
 * syntax, key specs and the arguments that are keys); a test over all commands holds them against one another.
 *
 * @returns one line for each problem, with the command's name
 */
export function factProblems(facts: CommandFacts): string[] {
  const problems = [...nameProblems(facts), ...containerProblems(facts)];
  try {
    commandMeta(facts);
    problems.push(...argumentProblems(facts, parseSyntax(facts.syntax)));
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  const ofSubcommands = facts.subcommands?.flatMap(factProblems) ?? [];
  return [...problems.map((problem) => `${facts.name}: ${problem}`), ...ofSubcommands];
}

function nameProblems({ name, summary, since }: CommandFacts): string[] {
  const problems: string[] = [];
  if (!namePattern.test(name)) problems.push('a name is written in capitals');
  if (!summary.endsWith('.')) problems.push('the summary is no sentence');
  if (summary.length > summaryLength) problems.push(`the summary has ${summary.length} characters`);
  if (!versionPattern.test(since)) problems.push(`'${since}' is no version`);
  return problems;
}

function containerProblems(facts: CommandFacts): string[] {
  const { name, container, subcommands } = facts;
  if (!container) return subcommands === undefined ? [] : ['has subcommands, but is no container'];
  if (subcommands === undefined) return ['a container without subcommands'];
  const names = subcommands.map((sub) => sub.name);
  const problems = names.filter((sub) => !sub.startsWith(`${name}|`)).map((sub) => `${sub} is no subcommand of it`);
  if (new Set(names).size < names.length) problems.push('two subcommands of one name');
  return problems;
}

function argumentProblems(facts: CommandFacts, list: readonly CommandArgument[]): string[] {
  const problems: string[] = [];
  const keys = facts.keys ?? [];
  const used = new Set<number>();
  collectKeySpecs(list, used);
  for (const index of used) if (index >= keys.length) problems.push(`no key spec ${index}`);
  keys.forEach((spec, index) => {
    const isKey = (spec.flags & KeyFlag.not_key) === 0;
    if (isKey && !used.has(index)) problems.push(`key spec ${index} belongs to no argument`);
  });

  const vague = KeyFlag.variable_flags | KeyFlag.incomplete;
  const wantsFinder = keys.some((spec) => spec.begin === 'unknown' || (spec.flags & vague) !== 0);
  if (wantsFinder && facts.keyFinder === undefined) problems.push('its key specs want a keyFinder');
  if (!wantsFinder && facts.keyFinder !== undefined) problems.push('its key specs need no keyFinder');

  const known = facts.docFlags !== 'syscmd' && !facts.container && !looseArity.has(facts.name);
  if (known && facts.arity !== arityOfSyntax(facts.name, list)) {
    problems.push(`arity ${facts.arity}, by the syntax ${arityOfSyntax(facts.name, list)}`);
  }
  return problems;
}

function collectKeySpecs(list: readonly CommandArgument[], into: Set<number>): void {
  for (const argument of list) {
    if (argument.keySpecIndex !== undefined) into.add(argument.keySpecIndex);
    if (argument.arguments !== undefined) collectKeySpecs(argument.arguments, into);
  }
}

function arityOfSyntax(name: string, list: readonly CommandArgument[]): number {
  const words = name.split('|').length;
  const { least, most } = argumentCount(list);
  return most === least ? words + least : -(words + least);
}

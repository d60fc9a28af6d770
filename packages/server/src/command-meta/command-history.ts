import type { CommandFacts } from './command-facts.ts';
import { type CommandArgument, parseSyntax } from './syntax.ts';

/**
 * What later versions changed about a command, oldest first: what the facts tell, and for every argument with a version
 * a line of its own making ("EXAT and PXAT added.").
 */
export function commandHistory(facts: CommandFacts): (readonly [since: string, change: string])[] {
  const added = new Map<string, Set<string>>();
  const deprecated = new Map<string, Set<string>>();
  collect(parseSyntax(facts.syntax), added, deprecated);
  const history = [
    ...(facts.history ?? []),
    ...[...added].map(([since, words]) => [since, `${enumeration([...words])} added.`] as const),
    ...[...deprecated].map(([since, words]) => [since, `${enumeration([...words])} deprecated.`] as const),
  ];
  return history.sort(([a], [b]) => compareVersions(a, b));
}

type WordsByVersion = Map<string, Set<string>>;

function collect(list: readonly CommandArgument[], added: WordsByVersion, deprecated: WordsByVersion): void {
  for (const argument of list) {
    if (argument.since !== undefined) note(added, argument.since, namesOf(argument));
    if (argument.deprecatedSince !== undefined) note(deprecated, argument.deprecatedSince, namesOf(argument));
    if (argument.arguments !== undefined) collect(argument.arguments, added, deprecated);
  }
}

function note(versions: WordsByVersion, version: string, words: readonly string[]): void {
  const known = versions.get(version) ?? new Set<string>();
  for (const word of words) known.add(word);
  versions.set(version, known);
}

/** People know an argument by its word; one of several without a word of its own by the words of all of them. */
function namesOf(argument: CommandArgument): string[] {
  if (argument.token) return [argument.token];
  const inner = argument.arguments?.filter((choice) => choice.since === undefined).flatMap(namesOf) ?? [];
  return inner.length > 0 ? inner : [argument.displayText ?? argument.name];
}

function enumeration(words: readonly string[]): string {
  if (words.length === 1) return words[0];
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

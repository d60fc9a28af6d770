import type { CommandArgument } from './syntax.ts';

/** How many words the arguments of a syntax take on the wire. */
export interface ArgumentCount {
  readonly least: number;
  /** Infinity where something may be repeated. */
  readonly most: number;
}

/** Facts write a command's arguments twice, as arity and as syntax; by this a test holds them against one another. */
export function argumentCount(list: readonly CommandArgument[]): ArgumentCount {
  let least = 0;
  let most = 0;
  for (const argument of list) {
    const count = countOf(argument);
    least += count.least;
    most += count.most;
  }
  return { least, most };
}

function countOf(argument: CommandArgument): ArgumentCount {
  const value = valueCount(argument);
  const token = argument.token === undefined ? 0 : 1;
  return {
    least: argument.optional ? 0 : value.least + token,
    most: argument.multiple ? Number.POSITIVE_INFINITY : value.most + token,
  };
}

function valueCount(argument: CommandArgument): ArgumentCount {
  if (argument.type === 'pure-token') return { least: 0, most: 0 };
  if (argument.type === 'block') return argumentCount(argument.arguments ?? []);
  if (argument.type !== 'oneof') return { least: 1, most: 1 };
  const counts = (argument.arguments ?? []).map(countOf);
  return {
    least: Math.min(...counts.map((count) => count.least)),
    most: Math.max(...counts.map((count) => count.most)),
  };
}

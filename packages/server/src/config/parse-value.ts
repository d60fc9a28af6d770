import type { Directive, EnumDirective, EnumFlagsDirective, NumberDirective } from './directive.ts';
import { INT64_MAX } from './directive.ts';
import { parseLenientInteger, parseStrictInteger } from './integer-text.ts';
import { parseMemory } from './memory-units.ts';
import { type Parsed, type ResolveDirectory, type StructuredValues, structuredParsers } from './structured-values.ts';

/**
 * Reads the arguments of a directive.
 *
 * @param current the value it has now, which some types add to
 * @returns the value, or the reason against the arguments in Redis's words
 */
export function parseValue(
  directive: Directive,
  args: readonly string[],
  current: unknown,
  resolveDirectory: ResolveDirectory,
): Parsed<unknown> | string {
  switch (directive.type) {
    case 'bool':
      return parseBool(args[0]);
    case 'integer':
    case 'memory':
    case 'memory-or-percent':
    case 'octal':
      return parseNumber(directive, args[0]);
    case 'enum':
      return parseEnum(directive, args[0]);
    case 'enum-flags':
      return parseEnumFlags(directive, args);
    case 'string':
      return directive.check?.(args[0]) ?? { value: args[0], text: args[0] };
    default: {
      // The value under a directive's property always has the directive's type; the compiler cannot follow that.
      const parse = structuredParsers[directive.type] as (
        args: readonly string[],
        current: StructuredValues[keyof StructuredValues] | undefined,
        resolveDirectory: ResolveDirectory,
      ) => Parsed<unknown> | string;
      return parse(args, current as StructuredValues[keyof StructuredValues] | undefined, resolveDirectory);
    }
  }
}

function parseBool(text: string): Parsed<boolean> | string {
  const word = text.toLowerCase();
  if (word !== 'yes' && word !== 'no') return "argument must be 'yes' or 'no'";
  return { value: word === 'yes', text: word };
}

const MALFORMED_NUMBER = {
  integer: "argument couldn't be parsed into an integer",
  memory: 'argument must be a memory value',
  'memory-or-percent': 'argument must be a memory or percent value',
  octal: "argument couldn't be parsed as an octal number",
} as const;

function parseNumber(directive: NumberDirective<string>, argument: string): Parsed<number> | string {
  const { type, min, max, clamp } = directive;
  let value = numberOf(directive, argument);
  if (value === undefined) return MALFORMED_NUMBER[type];
  if (type === 'memory-or-percent' && value < 0n) {
    if (value < min) return `percentage argument must be less or equal to ${-min}`;
  } else if (value < min || value > max) {
    const base = type === 'octal' ? 8 : 10;
    return `argument must be between ${min.toString(base)} and ${max.toString(base)} inclusive`;
  }
  if (clamp !== undefined) {
    if (value < clamp[0]) value = clamp[0];
    if (value > clamp[1]) value = clamp[1];
  }
  return { value: Number(value), text: formatNumber(type, value) };
}

function numberOf({ type, max }: NumberDirective<string>, argument: string): bigint | undefined {
  if (type === 'integer') return parseStrictInteger(argument);
  if (type === 'octal') return parseLenientInteger(argument, 8);
  const bytes = parseMemory(argument);
  // Where values are signed, an amount of 2^63 or more is negative and fails the check of the bounds, as in Redis.
  if (bytes !== undefined) return max > INT64_MAX ? bytes : BigInt.asIntN(64, bytes);
  if (type !== 'memory-or-percent' || !argument.endsWith('%')) return undefined;
  const percent = parseStrictInteger(argument.slice(0, -1));
  return percent === undefined || percent < 0n ? undefined : -percent;
}

function formatNumber(type: NumberDirective<string>['type'], value: bigint): string {
  if (type === 'octal') return value.toString(8);
  return type === 'memory-or-percent' && value < 0n ? `${-value}%` : String(value);
}

function parseEnum({ values, sameAs }: EnumDirective<string, string>, argument: string): Parsed<string> | string {
  const word = findWord(values, argument);
  if (word === undefined) return refuseWord(values);
  const value = sameAs[word] ?? word;
  return { value, text: value };
}

function parseEnumFlags(
  { values, check }: EnumFlagsDirective<string, string>,
  args: readonly string[],
): Parsed<readonly string[]> | string {
  const words = new Set<string>();
  for (const arg of args) {
    const word = findWord(values, arg);
    if (word === undefined) return refuseWord(values);
    words.add(word);
  }
  if (words.size === 0) return refuseWord(values);
  const flags = values.filter((value, i) => i > 0 && words.has(value));
  return check?.(flags) ?? { value: flags, text: flags.length === 0 ? values[0] : flags.join(' ') };
}

function findWord(words: readonly string[], wanted: string): string | undefined {
  const lower = wanted.toLowerCase();
  return words.find((word) => word.toLowerCase() === lower);
}

function refuseWord(words: readonly string[]): string {
  return `argument(s) must be one of the following: ${words.join(', ')}`;
}

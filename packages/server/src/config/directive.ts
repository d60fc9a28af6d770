/**
 * A directive is everything there is to know about one setting, as plain data: what it is called, which values it takes, when it
 * may change, and whether this server acts on it. The tables in `directives/` are made of these; reading, CONFIG GET, CONFIG SET,
 * CONFIG REWRITE, `--help` and docs/configuration.md all follow from them.
 */
export type Directive =
  | BoolDirective<string>
  | NumberDirective<string>
  | EnumDirective<string, string>
  | EnumFlagsDirective<string, string>
  | StringDirective<string>
  | StructuredDirective<string, StructuredType>;

/** Types whose values are more than one word or number; `structured-values.ts` knows their syntax. */
export type StructuredType =
  | 'addresses'
  | 'directory'
  | 'event-classes'
  | 'oom-scores'
  | 'output-buffer-limits'
  | 'percentiles'
  | 'replica-of'
  | 'save-points';

/**
 * How far the server acts on a directive.
 *
 * - `full`: as documented.
 * - `pending`: the part of the server that it belongs to is not there yet; `because` names that part.
 * - `none`: it has no meaning here and never will; it is accepted so that configurations written for Redis keep working, its
 *   value is kept, shown and rewritten. `because` says why.
 */
export type Effect = 'full' | 'pending' | 'none';

/** What most directives do not need to say. */
export interface Extras {
  /** Other names for it; CONFIG GET shows them beside the first one. */
  aliases?: readonly string[];
  /** Which of its names only an exact CONFIG GET finds, not a pattern: all of them (`true`), or those listed. */
  hidden?: true | readonly string[];
  /** Only at start: the file and the command line. */
  immutable?: true;
  /** CONFIG SET needs `enable-protected-configs`. */
  protected?: true;
  /** CONFIG SET is refused while the data is being loaded. */
  deniedWhileLoading?: true;
  /** Its value is a secret: logs, SLOWLOG and MONITOR must not show it. */
  sensitive?: true;
  /** Setting it to the value it has counts as a change: what it names (a certificate) may have changed. */
  volatile?: true;
  /** Part of what a crash report lists. */
  debug?: true;
  /** Why it has no effect and never will. */
  none?: string;
  /** Which part of the server is still missing for it. */
  pending?: string;
}

interface Common<Name extends string> {
  readonly name: Name;
  readonly aliases: readonly string[];
  /** Names that patterns do not find. */
  readonly hiddenNames: readonly string[];
  readonly immutable: boolean;
  readonly protected: boolean;
  readonly deniedWhileLoading: boolean;
  readonly sensitive: boolean;
  readonly volatile: boolean;
  readonly debug: boolean;
  readonly effect: Effect;
  /** Reason for an effect that is not `full`, else empty. */
  readonly because: string;
  /** One sentence for people. */
  readonly summary: string;
  /** The default as CONFIG GET shows it. */
  readonly default: string;
}

export interface BoolDirective<Name extends string> extends Common<Name> {
  readonly type: 'bool';
}

/** `memory-or-percent` keeps a percentage of the machine's memory as a negative number. `octal` is written in base 8. */
export interface NumberDirective<Name extends string> extends Common<Name> {
  readonly type: 'integer' | 'memory' | 'memory-or-percent' | 'octal';
  /** Bounds of what is accepted. */
  readonly min: bigint;
  readonly max: bigint;
  /** Narrower bounds to which an accepted value is silently moved. */
  readonly clamp?: readonly [min: bigint, max: bigint];
}

export interface EnumDirective<Name extends string, Value extends string> extends Common<Name> {
  readonly type: 'enum';
  readonly values: readonly Value[];
  /** Values that mean the same as another one, which CONFIG GET then shows. */
  readonly sameAs: Readonly<Record<string, Value>>;
}

/** A set of words. The first of `values` means that none of the others is set. */
export interface EnumFlagsDirective<Name extends string, Value extends string> extends Common<Name> {
  readonly type: 'enum-flags';
  readonly values: readonly Value[];
  readonly check?: (flags: readonly string[]) => string | undefined;
}

export interface StringDirective<Name extends string> extends Common<Name> {
  readonly type: 'string';
  /** The empty string means "not set": CONFIG REWRITE then leaves the directive out. */
  readonly emptyIsUnset: boolean;
  /** Gives the reason why a value is refused. */
  readonly check?: (text: string) => string | undefined;
}

export interface StructuredDirective<Name extends string, Type extends StructuredType> extends Common<Name> {
  readonly type: Type;
}

export const INT32_MIN = -(2n ** 31n);
export const INT32_MAX = 2n ** 31n - 1n;
export const UINT32_MAX = 2n ** 32n - 1n;
export const INT64_MAX = 2n ** 63n - 1n;
export const UINT64_MAX = 2n ** 64n - 1n;

type Bounds = readonly [min: number | bigint, max: number | bigint];
type NumberExtras = Extras & { clamp?: Bounds };

export function bool<const Name extends string>(
  name: Name,
  byDefault: boolean,
  summary: string,
  extras: Extras = {},
): BoolDirective<Name> {
  return { type: 'bool', ...common(name, byDefault ? 'yes' : 'no', summary, extras) };
}

export function integer<const Name extends string>(
  name: Name,
  byDefault: number,
  bounds: Bounds,
  summary: string,
  extras: NumberExtras = {},
): NumberDirective<Name> {
  return { type: 'integer', ...common(name, String(byDefault), summary, extras), ...limitsOf(bounds, extras) };
}

/** A number of bytes, with or without a unit. */
export function memory<const Name extends string>(
  name: Name,
  byDefault: number,
  bounds: Bounds,
  summary: string,
  extras: NumberExtras = {},
): NumberDirective<Name> {
  return { type: 'memory', ...common(name, String(byDefault), summary, extras), ...limitsOf(bounds, extras) };
}

/** A number of bytes, or `n%` of the machine's memory, kept as -n. */
export function memoryOrPercent<const Name extends string>(
  name: Name,
  byDefault: number,
  bounds: Bounds,
  summary: string,
  extras: Extras = {},
): NumberDirective<Name> {
  return { type: 'memory-or-percent', ...common(name, String(byDefault), summary, extras), ...limitsOf(bounds) };
}

export function octal<const Name extends string>(
  name: Name,
  byDefault: number,
  bounds: Bounds,
  summary: string,
  extras: Extras = {},
): NumberDirective<Name> {
  return { type: 'octal', ...common(name, byDefault.toString(8), summary, extras), ...limitsOf(bounds) };
}

export function oneOf<const Name extends string, const Value extends string>(
  name: Name,
  byDefault: NoInfer<Value>,
  values: readonly Value[],
  summary: string,
  extras: Extras & { sameAs?: Readonly<Record<string, NoInfer<Value>>> } = {},
): EnumDirective<Name, Value> {
  return { type: 'enum', ...common(name, byDefault, summary, extras), values, sameAs: extras.sameAs ?? {} };
}

export function flags<const Name extends string, const Value extends string>(
  name: Name,
  byDefault: NoInfer<Value>,
  values: readonly Value[],
  summary: string,
  extras: Extras & { check?: (flags: readonly string[]) => string | undefined } = {},
): EnumFlagsDirective<Name, Value> {
  const { check } = extras;
  const facts = { type: 'enum-flags', ...common(name, byDefault, summary, extras), values } as const;
  return check === undefined ? facts : { ...facts, check };
}

/** A string that may be empty. */
export function text<const Name extends string>(
  name: Name,
  byDefault: string,
  summary: string,
  extras: Extras & { check?: (text: string) => string | undefined } = {},
): StringDirective<Name> {
  return stringDirective(name, byDefault, false, summary, extras);
}

/** A string that is not set by default, and is unset by the empty string. */
export function optionalText<const Name extends string>(
  name: Name,
  summary: string,
  extras: Extras & { check?: (text: string) => string | undefined } = {},
): StringDirective<Name> {
  return stringDirective(name, '', true, summary, extras);
}

export function structured<const Name extends string, const Type extends StructuredType>(
  type: Type,
  name: Name,
  byDefault: string,
  summary: string,
  extras: Extras = {},
): StructuredDirective<Name, Type> {
  return { type, ...common(name, byDefault, summary, extras) };
}

function stringDirective<Name extends string>(
  name: Name,
  byDefault: string,
  emptyIsUnset: boolean,
  summary: string,
  extras: Extras & { check?: (text: string) => string | undefined },
): StringDirective<Name> {
  const { check } = extras;
  const facts = { type: 'string', ...common(name, byDefault, summary, extras), emptyIsUnset } as const;
  return check === undefined ? facts : { ...facts, check };
}

function limitsOf(
  [min, max]: Bounds,
  { clamp }: NumberExtras = {},
): Pick<NumberDirective<string>, 'min' | 'max' | 'clamp'> {
  const limits = { min: BigInt(min), max: BigInt(max) };
  return clamp === undefined ? limits : { ...limits, clamp: [BigInt(clamp[0]), BigInt(clamp[1])] };
}

function common<Name extends string>(name: Name, byDefault: string, summary: string, extras: Extras): Common<Name> {
  const aliases = extras.aliases ?? [];
  const effect = extras.none !== undefined ? 'none' : extras.pending !== undefined ? 'pending' : 'full';
  return {
    name,
    aliases,
    hiddenNames: extras.hidden === true ? [name, ...aliases] : (extras.hidden ?? []),
    immutable: extras.immutable ?? false,
    protected: extras.protected ?? false,
    deniedWhileLoading: extras.deniedWhileLoading ?? false,
    sensitive: extras.sensitive ?? false,
    volatile: extras.volatile ?? false,
    debug: extras.debug ?? false,
    effect,
    because: extras.none ?? extras.pending ?? '',
    summary,
    default: byDefault,
  };
}

import { globMatches } from '@respite/bytes';
import { ConfigValues } from './config-values.ts';
import type { Directive } from './directive.ts';
import {
  type DirectiveName,
  directiveNames,
  directives,
  findDirective,
  type PropertyName,
  propertyName,
  takesSeveralArguments,
} from './directives.ts';
import { bytesOfText } from './lossless-text.ts';
import { parseValue } from './parse-value.ts';
import type { Parsed, ResolveDirectory } from './structured-values.ts';

/** Settings as a program writes them: `{ port: 0, maxmemory: '100mb', bind: ['127.0.0.1'], appendonly: true }`. */
export type ConfigInput = Partial<Readonly<Record<PropertyName, string | number | boolean | readonly string[]>>>;

export interface ConfigOptions {
  values?: ConfigInput;
  /** How `dir` is resolved and checked. Without it any path is taken as it is. */
  resolveDirectory?: ResolveDirectory;
  /** Told when undoing a failed CONFIG SET failed as well. */
  warn?: (message: string) => void;
}

/** Who asks for CONFIG SET, and when. */
export interface SetAccess {
  /** The client is on this machine: enough for protected directives under `enable-protected-configs local`. */
  local?: boolean;
  /** The data is being loaded. */
  loading?: boolean;
}

/** undefined: done. Otherwise the error line for the client, without the `-`. */
export type SetResult = string | undefined;

/** Puts a change into effect; a string is the reason why that cannot be. It reads the new values from the configuration. */
export type ApplyChange = (config: Config) => string | undefined | Promise<string | undefined>;

interface Applier {
  readonly directives: ReadonlySet<Directive>;
  readonly apply: ApplyChange;
}

interface Change {
  readonly directive: Directive;
  /** The name that the client used, in lower case. */
  readonly name: string;
  readonly input: string;
  readonly before: Parsed<unknown>;
}

/**
 * The live configuration of one server. Each directive is a property with a typed value, `config.maxmemory`, for those who work by
 * it, and a text, `config.get('maxmemory')`, for people. Both change together, only through `assign` and `set`.
 */
export class Config extends ConfigValues {
  /** Texts of directives that were given a value; the others have their default. */
  readonly #texts = new Map<Directive, string>();
  readonly #appliers: Applier[] = [];
  readonly #resolveDirectory: ResolveDirectory;
  readonly #warn: (message: string) => void;
  /** Settles when the CONFIG SET that waits for its appliers is over. */
  #setting: Promise<unknown> | undefined;

  /** @throws {RangeError} a value of `options.values` is refused; the message names it */
  constructor(options: ConfigOptions = {}) {
    super();
    this.#resolveDirectory = options.resolveDirectory ?? ((path) => ({ path }));
    this.#warn = options.warn ?? (() => {});
    this.#assignInput('dir', this.dir);
    for (const [property, input] of Object.entries(options.values ?? {})) this.#assignInput(property, input);
  }

  /** The value as CONFIG GET shows it; undefined for an unknown name. */
  get(name: DirectiveName): string;
  get(name: string): string | undefined;
  get(name: string): string | undefined {
    const directive = findDirective(name);
    return directive === undefined ? undefined : this.#textOf(directive);
  }

  /** Whether it has the value that it has without any configuration. */
  isDefault(directive: Directive): boolean {
    return this.#textOf(directive) === directive.default;
  }

  /** Directives that somebody has set although the server does not act on them, or not yet: worth a line in the log. */
  withoutEffect(): Directive[] {
    return directives.filter((directive) => directive.effect !== 'full' && !this.isDefault(directive));
  }

  /**
   * CONFIG GET: names and texts for names and glob patterns, every name once. A name without a pattern comes back as it was
   * written, hidden or not; what patterns find comes in alphabetical order.
   */
  getMatching(patterns: readonly string[]): [name: string, text: string][] {
    const found = new Map<string, [string, string]>();
    for (const pattern of patterns) {
      if (!/[[*?]/.test(pattern)) {
        const text = this.get(pattern);
        if (text !== undefined && !found.has(pattern.toLowerCase())) found.set(pattern.toLowerCase(), [pattern, text]);
        continue;
      }
      const bytes = bytesOfText(pattern);
      for (const name of directiveNames) {
        if (found.has(name)) continue;
        const directive = findDirective(name) as Directive;
        if (directive.hiddenNames.includes(name)) continue;
        const nameBytes = bytesOfText(name);
        if (!globMatches(bytes, 0, bytes.length, nameBytes, 0, nameBytes.length, true)) continue;
        found.set(name, [name, this.#textOf(directive)]);
      }
    }
    return [...found.values()];
  }

  /**
   * Gives a directive a value before the server runs: nothing is immutable, nobody is told.
   *
   * @param args as they stand in a line of redis.conf
   * @returns the reason against it
   */
  assign(directive: Directive, args: readonly string[]): string | undefined {
    if (!takesSeveralArguments(directive) && args.length !== 1) return 'wrong number of arguments';
    return this.#parseAndStore(directive, args);
  }

  /** Calls `apply` after CONFIG SET changed one or several of `names`: once per CONFIG SET, before the client hears of it. */
  onChange(names: readonly DirectiveName[], apply: ApplyChange): void {
    this.#appliers.push({ directives: new Set(names.map((name) => findDirective(name) as Directive)), apply });
  }

  /**
   * CONFIG SET: all pairs or none. If a value is refused, or applying it fails, every directive has its old value again and
   * appliers that ran have run once more. One that must wait for appliers makes those that follow wait too.
   */
  set(
    pairs: readonly (readonly [name: string, value: string])[],
    access: SetAccess = {},
  ): SetResult | Promise<SetResult> {
    if (this.#setting !== undefined) return this.#setting.then(() => this.set(pairs, access));
    const planned = this.#plan(pairs, access);
    if (typeof planned === 'string') return planned;
    for (const [i, change] of planned.entries()) {
      const reason = this.#parseAndStore(change.directive, splitInput(change.directive, change.input));
      if (reason === undefined) continue;
      this.#restore(planned.slice(0, i));
      return failure(change.name, reason);
    }
    const result = this.#apply(planned, this.#affectedBy(planned), 0);
    if (!(result instanceof Promise)) return result;
    this.#setting = result.then(() => {
      this.#setting = undefined;
    });
    return result;
  }

  /** What CONFIG SET is to do, or the error if it may not. The first error counts. */
  #plan(pairs: readonly (readonly [string, string])[], access: SetAccess): Change[] | string {
    const changes: Change[] = [];
    const mayProtected =
      this.enableProtectedConfigs === 'yes' || (this.enableProtectedConfigs === 'local' && access.local === true);
    for (const [name, input] of pairs) {
      const directive = findDirective(name);
      if (directive === undefined) return `ERR Unknown option or number of arguments for CONFIG SET - '${name}'`;
      if (directive.immutable) return failure(name, "can't set immutable config");
      if (directive.protected && !mayProtected) return failure(name, "can't set protected config");
      if (access.loading === true && directive.deniedWhileLoading) {
        return 'LOADING Redis is loading the dataset in memory';
      }
      if (changes.some((change) => change.directive === directive)) return failure(name, 'duplicate parameter');
      const before = { value: this[propertyName(directive.name)], text: this.#textOf(directive) };
      changes.push({ directive, name: name.toLowerCase(), input, before });
    }
    return changes;
  }

  /** The appliers that must run, in the order of the changes, each with the name it stands for in an error. */
  #affectedBy(changes: readonly Change[]): Map<Applier, string> {
    const affected = new Map<Applier, string>();
    for (const { directive, name, before } of changes) {
      if (!directive.volatile && before.text === this.#textOf(directive)) continue;
      for (const applier of this.#appliers) {
        if (applier.directives.has(directive) && !affected.has(applier)) affected.set(applier, name);
      }
    }
    return affected;
  }

  /** Runs the appliers from number `first` on; synchronous as long as they are. */
  #apply(changes: readonly Change[], affected: Map<Applier, string>, first: number): SetResult | Promise<SetResult> {
    const appliers = [...affected];
    for (let i = first; i < appliers.length; i++) {
      const [applier, name] = appliers[i];
      const judge = (reason: string | undefined): SetResult | Promise<SetResult> => {
        if (reason === undefined) return this.#apply(changes, affected, i + 1);
        this.#restore(changes);
        return this.#applyAgain(
          appliers.slice(0, i + 1).map(([ran]) => ran),
          failure(name, reason),
        );
      };
      const reason = run(applier, this);
      if (reason instanceof Promise) return reason.then(judge);
      if (reason !== undefined) return judge(reason);
    }
    return undefined;
  }

  /** Lets appliers follow the restored values, and then gives `error`. */
  #applyAgain(appliers: readonly Applier[], error: string): string | Promise<string> {
    for (const [i, applier] of appliers.entries()) {
      const judge = (reason: string | undefined): void => {
        if (reason !== undefined) this.#warn(`Failed applying restored failed CONFIG SET command: ${reason}`);
      };
      const reason = run(applier, this);
      if (reason instanceof Promise) {
        return reason.then((awaited) => {
          judge(awaited);
          return this.#applyAgain(appliers.slice(i + 1), error);
        });
      }
      judge(reason);
    }
    return error;
  }

  #textOf(directive: Directive): string {
    return this.#texts.get(directive) ?? directive.default;
  }

  #restore(changes: readonly Change[]): void {
    for (const { directive, before } of changes) this.#store(directive, before);
  }

  #parseAndStore(directive: Directive, args: readonly string[]): string | undefined {
    const parsed = parseValue(directive, args, this[propertyName(directive.name)], this.#resolveDirectory);
    if (typeof parsed === 'string') return parsed;
    this.#store(directive, parsed);
    return undefined;
  }

  #store(directive: Directive, { value, text }: Parsed<unknown>): void {
    (this as unknown as Record<PropertyName, unknown>)[propertyName(directive.name)] = value;
    this.#texts.set(directive, text);
  }

  #assignInput(property: string, input: string | number | boolean | readonly string[]): void {
    const directive = directives.find(({ name }) => propertyName(name) === property);
    if (directive === undefined) throw new RangeError(`${property}: there is no such setting`);
    const words = typeof input === 'boolean' ? (input ? 'yes' : 'no') : input;
    const reason = this.assign(directive, isList(words) ? words : splitInput(directive, String(words)));
    if (reason !== undefined) throw new RangeError(`${property}: ${reason}`);
  }
}

/** `Array.isArray` does not narrow readonly arrays. */
function isList(input: string | number | readonly string[]): input is readonly string[] {
  return Array.isArray(input);
}

/** Several arguments in one value are separated by exactly one blank each; an empty value has none. */
function splitInput(directive: Directive, input: string): readonly string[] {
  if (!takesSeveralArguments(directive)) return [input];
  return input === '' ? [] : input.split(' ');
}

/** What an applier throws counts as its reason. */
function run({ apply }: Applier, config: Config): string | undefined | Promise<string | undefined> {
  try {
    const reason = apply(config);
    return reason instanceof Promise ? reason.catch(messageOf) : reason;
  } catch (error) {
    return messageOf(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function failure(name: string, reason: string): string {
  return `ERR CONFIG SET failed (possibly related to argument '${name}') - ${reason}`;
}

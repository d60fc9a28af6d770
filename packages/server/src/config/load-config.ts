import type { Config } from './config.ts';
import { ConfigFileError } from './config-file-error.ts';
import type { Directive } from './directive.ts';
import { findDirective, ignoredDirectives, takesSeveralArguments } from './directives.ts';
import { type ConfigLine, parseConfigFile } from './parse-config-file.ts';
import { splitArguments } from './split-arguments.ts';

/** A piece of configuration and where it comes from: a path, `standard input`, `command line`. */
export interface ConfigSource {
  readonly name: string;
  readonly text: string;
}

/**
 * Reads what an `include` line names: one file, or with `*`, `?` or `[` in the path the files that match, perhaps none. A relative
 * path starts at the `dir` that the configuration has by then.
 *
 * @throws {Error} a file cannot be read; the message says why
 */
export type ReadIncluded = (path: string) => readonly ConfigSource[];

/** A line that is no setting, for another part of the server to judge; `refuse` makes the error that points at it. */
export interface LoadedLine {
  /** What stands behind the directive. */
  readonly args: readonly string[];
  refuse(reason: string): ConfigFileError;
}

const INCLUDE_DEPTH_MAX = 32;

/** The word alone would start the mode; with more it configures it. */
const SENTINEL_REFUSED = ['there is no sentinel mode', 'sentinel directive while not in sentinel mode'];

/**
 * Puts redis.conf texts into a configuration, line by line, so that of several errors the first one is reported. Load the sources
 * in the order file, standard input, command line; where they disagree the last line counts.
 */
export class ConfigLoader {
  /** `rename-command name new-name` */
  readonly renamedCommands: LoadedLine[] = [];
  /** `user name rule ...` */
  readonly users: LoadedLine[] = [];
  /** `loadmodule path argument ...` */
  readonly modules: LoadedLine[] = [];

  readonly #config: Config;
  readonly #readIncluded: ReadIncluded;
  /** The first `save` line replaces the default, those that follow add to it. */
  #savePointsLoaded = false;

  constructor(config: Config, readIncluded: ReadIncluded) {
    this.#config = config;
    this.#readIncluded = readIncluded;
  }

  /** @throws {ConfigFileError} */
  load(source: ConfigSource): void {
    this.#load(source, 0);
  }

  #load(source: ConfigSource, depth: number): void {
    for (const line of parseConfigFile(source.text)) {
      const refuse = (reason: string): ConfigFileError =>
        new ConfigFileError(reason, { source: source.name, line: line.number, text: line.text });
      const reason = this.#loadLine(line, depth, refuse);
      if (reason !== undefined) throw refuse(reason);
    }
  }

  #loadLine({ args: words }: ConfigLine, depth: number, refuse: LoadedLine['refuse']): string | undefined {
    if (words === undefined) return 'Unbalanced quotes in configuration line';
    const [name, ...args] = words;
    const directive = findDirective(name);
    if (directive !== undefined) return this.#assign(directive, args);
    if (ignoredDirectives.includes(name) && args.length === 1) return undefined;
    if (name === 'include' && args.length === 1) return this.#include(args[0], depth);
    if (name === 'rename-command' && args.length === 2) this.renamedCommands.push({ args, refuse });
    else if (name === 'user' && args.length >= 1) this.users.push({ args, refuse });
    else if (name === 'loadmodule' && args.length >= 1) this.modules.push({ args, refuse });
    else if (name === 'sentinel') return SENTINEL_REFUSED[Math.min(args.length, 1)];
    else return 'Bad directive or wrong number of arguments';
    return undefined;
  }

  #assign(directive: Directive, args: readonly string[]): string | undefined {
    let values = args;
    if (takesSeveralArguments(directive) && args.length === 1 && args[0] !== '') {
      // `--shutdown-on-sigint "nosave now"` passes several values as one.
      const split = splitArguments(args[0]);
      if (split === undefined) return 'Unbalanced quotes in configuration line';
      values = split;
    }
    if (directive.type === 'save-points') return this.#assignSavePoints(directive, values);
    return this.#config.assign(directive, values);
  }

  #assignSavePoints(directive: Directive, values: readonly string[]): string | undefined {
    const clears = values.length === 1 && values[0] === '';
    const earlier = this.#savePointsLoaded && !clears ? this.#config.get('save').split(' ').filter(Boolean) : [];
    // Checked alone first: an odd number of values must not pair up with those of an earlier line.
    const reason = this.#config.assign(directive, values);
    if (reason !== undefined) return reason;
    this.#savePointsLoaded = true;
    return earlier.length === 0 ? undefined : this.#config.assign(directive, [...earlier, ...values]);
  }

  #include(path: string, depth: number): string | undefined {
    if (depth === INCLUDE_DEPTH_MAX)
      return `include is nested more than ${INCLUDE_DEPTH_MAX} deep; does a file include itself?`;
    let included: readonly ConfigSource[];
    try {
      included = this.#readIncluded(path);
    } catch (error) {
      return `can't open config file '${path}': ${error instanceof Error ? error.message : String(error)}`;
    }
    for (const inner of included) this.#load(inner, depth + 1);
    return undefined;
  }
}

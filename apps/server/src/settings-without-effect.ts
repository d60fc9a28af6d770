import type { Config, Directive, LoadedLine } from '@respite/server';
import { type Message, messages } from './log-messages.ts';

/**
 * What the log has to say of settings that somebody made and that change nothing here, so that nobody relies on, say, an append-only
 * file that is not written: once when the server starts, and again after a CONFIG SET of such a directive.
 */
export class SettingsWithoutEffect {
  readonly #config: Config;
  readonly #log: (...message: Message) => void;
  /** The values that were told of. */
  readonly #told = new Map<Directive, string>();

  constructor(config: Config, log: (...message: Message) => void) {
    this.#config = config;
    this.#log = log;
  }

  /** @param modules lines `loadmodule path argument ...` */
  tell(modules: readonly Pick<LoadedLine, 'args'>[] = []): void {
    for (const directive of this.#config.withoutEffect()) {
      const value = this.#config.get(directive.name) ?? '';
      if (this.#told.get(directive) === value) continue;
      this.#told.set(directive, value);
      this.#log(...messages.withoutEffect(directive));
    }
    for (const { args } of modules) this.#log(...messages.moduleNotLoaded(args[0]));
  }
}

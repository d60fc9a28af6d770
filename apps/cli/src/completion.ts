import { readCommandDocs, readCommandNames } from './command-docs.ts';
import type { Session } from './session.ts';

/** What readline is told: what the word could become, and the text that stands in its place. */
export type Completions = [candidates: string[], typed: string];

/** Completes names of commands, subcommands and, after `help`, groups. The server is asked once, at the first TAB. */
export class Completion {
  readonly #session: Session;
  #names: string[] | undefined;
  #groups: string[] = [];

  constructor(session: Session) {
    this.#session = session;
  }

  async complete(line: string): Promise<Completions> {
    this.#names ??= await this.#load();
    const names = this.#names ?? [];
    const help = /^\s*help\s+/i.exec(line);
    return help === null
      ? completeFrom(names, line)
      : completeFrom([...names, ...this.#groups], line.slice(help[0].length));
  }

  async #load(): Promise<string[] | undefined> {
    const docsReply = await this.#session.ask('COMMAND', 'DOCS');
    const docs = docsReply === null ? [] : readCommandDocs(docsReply);
    if (docs.length > 0) {
      this.#groups = [...new Set(docs.map(({ group }) => `@${group}`))].sort();
      return docs.map(({ name }) => name);
    }
    const reply = docsReply === null ? null : await this.#session.ask('COMMAND');
    return reply === null ? undefined : readCommandNames(reply).sort();
  }
}

/** Names that begin as `typed` does, in the case in which it is typed. */
export function completeFrom(names: readonly string[], typed: string): Completions {
  const wanted = typed.toUpperCase();
  const isLower = typed !== '' && typed === typed.toLowerCase();
  const found = names.filter((name) => name.toUpperCase().startsWith(wanted));
  // What is complete is not offered again.
  if (found.length === 1 && found[0].toUpperCase() === wanted) return [[], typed];
  return [found.map((name) => (isLower ? name.toLowerCase() : name)), typed];
}

import type { TypedReply } from '@respite/resp';
import { argumentSyntax } from './argument-syntax.ts';
import { elementsOf, isError, pairsOf, replyText } from './reply-text.ts';

/** What the server says about one of its commands. Text is byte text. */
export interface CommandDoc {
  /** In upper case; a subcommand's has two words: `CONFIG GET`. */
  readonly name: string;
  readonly summary: string;
  readonly since: string;
  readonly group: string;
  /** Its arguments: `key [NX|XX]`. */
  readonly syntax: string;
}

/** Reads the reply to COMMAND DOCS, which is a map in RESP3 and a flat array in RESP2. Sorted by name. */
export function readCommandDocs(reply: TypedReply): CommandDoc[] {
  if (isError(reply)) return [];
  const docs = pairsOf(reply).flatMap(([name, facts]) => docsOf(name.toUpperCase(), facts));
  return docs.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Reads the names of commands and subcommands from the reply to COMMAND, for servers without COMMAND DOCS. */
export function readCommandNames(reply: TypedReply): string[] {
  return (elementsOf(reply) ?? []).flatMap((entry) => {
    const facts = elementsOf(entry);
    if (facts === null || facts.length === 0) return [];
    const name = replyText(facts[0]).toUpperCase();
    // Since 7.0 the tenth fact is a list of subcommands, named `config|get`.
    const subcommands = facts.length < 10 ? [] : readCommandNames(facts[9]);
    return [name.replace('|', ' '), ...subcommands];
  });
}

function docsOf(name: string, facts: TypedReply): CommandDoc[] {
  const found = new Map(pairsOf(facts));
  const text = (fact: string) => {
    const value = found.get(fact);
    return value === undefined ? '' : replyText(value);
  };
  const args = found.get('arguments');
  const doc: CommandDoc = {
    name: name.replace('|', ' '),
    summary: text('summary'),
    since: text('since'),
    group: text('group'),
    syntax: args === undefined ? '' : argumentSyntax(elementsOf(args) ?? []),
  };
  const subcommands = found.get('subcommands');
  const inner = subcommands === undefined ? [] : pairsOf(subcommands);
  return [doc, ...inner.flatMap(([subname, subfacts]) => docsOf(subname.toUpperCase(), subfacts))];
}

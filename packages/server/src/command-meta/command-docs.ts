import type { CommandFacts } from './command-facts.ts';
import { commandHistory } from './command-history.ts';
import { type ReplyData, simpleTexts } from './reply-data.ts';
import { type CommandArgument, parseSyntax } from './syntax.ts';

/** A command as COMMAND DOCS describes it; what a command does not have is left out. */
export function commandDocs(facts: CommandFacts): ReadonlyMap<string, ReplyData> {
  const docs = new Map<string, ReplyData>([
    ['summary', facts.summary],
    ['since', facts.since],
    ['group', facts.group],
    ['complexity', facts.complexity],
  ]);
  const docFlags: string[] = [];
  if (facts.deprecated !== undefined) docFlags.push('deprecated');
  if (facts.docFlags !== undefined) docFlags.push(facts.docFlags);
  if (docFlags.length > 0) docs.set('doc_flags', simpleTexts(docFlags));
  if (facts.deprecated !== undefined) docs.set('deprecated_since', facts.deprecated.since);
  if (facts.deprecated?.replacedBy !== undefined) docs.set('replaced_by', facts.deprecated.replacedBy);

  const history = commandHistory(facts);
  if (history.length > 0) docs.set('history', new Set(history));
  if (facts.syntax !== '') docs.set('arguments', parseSyntax(facts.syntax).map(argumentDocs));
  if (facts.subcommands !== undefined) {
    docs.set('subcommands', new Map(facts.subcommands.map((sub) => [sub.name.toLowerCase(), commandDocs(sub)])));
  }
  return docs;
}

function argumentDocs(argument: CommandArgument): ReadonlyMap<string, ReplyData> {
  const { name, type, keySpecIndex, token, since, deprecatedSince } = argument;
  const docs = new Map<string, ReplyData>([
    ['name', name],
    ['type', type],
  ]);
  const composed = type === 'oneof' || type === 'block';
  if (!composed) docs.set('display_text', argument.displayText ?? name);
  if (keySpecIndex !== undefined) docs.set('key_spec_index', keySpecIndex);
  if (token !== undefined) docs.set('token', token);
  if (since !== undefined) docs.set('since', since);
  if (deprecatedSince !== undefined) docs.set('deprecated_since', deprecatedSince);
  const flags: string[] = [];
  if (argument.optional) flags.push('optional');
  if (argument.multiple) flags.push('multiple');
  if (argument.multipleToken) flags.push('multiple_token');
  if (flags.length > 0) docs.set('flags', simpleTexts(flags));
  if (composed) docs.set('arguments', (argument.arguments ?? []).map(argumentDocs));
  return docs;
}

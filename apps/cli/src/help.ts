import type { CommandDoc } from './command-docs.ts';
import { readCommandDocs } from './command-docs.ts';
import type { Session } from './session.ts';
import { versionText } from './usage.ts';

const BOLD = '\x1b[1m';
const YELLOW = '\x1b[33m';
const GREY = '\x1b[90m';
const PLAIN = '\x1b[0m';

/** Prints help about the prompt, about the commands that begin with `words`, or about the group `@words[0]`. */
export async function printHelp(session: Session, words: readonly string[]): Promise<void> {
  const { streams } = session.printer;
  if (words.length === 0) {
    streams.write(PROMPT_HELP);
    return;
  }
  const reply = await session.ask('COMMAND', 'DOCS');
  const docs = reply === null ? [] : readCommandDocs(reply);
  if (docs.length === 0) {
    streams.write('Help about commands comes from the server, which cannot be asked now.\n');
    return;
  }
  const text = words[0].startsWith('@')
    ? groupHelp(docs, words[0].slice(1).toLowerCase())
    : commandHelp(docs, words.join(' ').toUpperCase());
  streams.write(streams.isTerminal ? text : withoutColors(text));
}

const PROMPT_HELP = `${versionText()}
Type a command of the server, or

  help <command>      what a command does and takes
  help @<group>       the commands of a group: @string, @generic, @hash ...
  <tab>               completes the name of a command
  3 <command>         runs a command three times
  connect <host> <port>
  clear               clears the screen
  quit, exit, Ctrl-D

Arguments may stand in quotes: "a b\\n\\xff" knows escapes, 'a b' takes all as it is.
`;

function commandHelp(docs: readonly CommandDoc[], wanted: string): string {
  const found = docs.filter(({ name }) => name === wanted || name.startsWith(`${wanted} `));
  return `${found.map((doc) => describe(doc, true)).join('')}\r\n`;
}

function groupHelp(docs: readonly CommandDoc[], wanted: string): string {
  const found = docs.filter(({ group }) => group === wanted);
  return `${found.map((doc) => describe(doc, false)).join('')}\r\n`;
}

function describe(doc: CommandDoc, withGroup: boolean): string {
  const lines = [
    '',
    `  ${BOLD}${doc.name}${PLAIN} ${GREY}${doc.syntax}${PLAIN}`,
    `  ${YELLOW}summary:${PLAIN} ${doc.summary}`,
    `  ${YELLOW}since:${PLAIN} ${doc.since}`,
  ];
  if (withGroup) lines.push(`  ${YELLOW}group:${PLAIN} ${doc.group}`);
  return lines.map((line) => `${line}\r\n`).join('');
}

function withoutColors(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
  return text.replace(/\x1b\[\d+m/g, '');
}

import { isatty } from 'node:tty';
import { argumentBytes } from './argument-bytes.ts';
import { askPassword } from './ask-password.ts';
import { parseFlags, type Settings } from './flags.ts';
import { History, historyFile } from './history.ts';
import { Printer, type Streams } from './printer.ts';
import { runPrompt } from './repl.ts';
import { runOneCommand } from './run-one-command.ts';
import { runStdinLines } from './run-stdin-lines.ts';
import { scanKeys } from './scan-keys.ts';
import { Session } from './session.ts';
import { StdinLines } from './stdin-lines.ts';
import { usageText, versionText } from './usage.ts';

const PASSWORD_WARNING =
  "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\n";
const CLUSTER_NOTE = 'Note: respite-cli does not follow redirections of a cluster yet; -c has no effect.\n';

async function main(): Promise<number> {
  const invocation = parseFlags(process.argv.slice(2), process.env);
  switch (invocation.action) {
    case 'help':
      process.stdout.write(usageText());
      return 0;
    case 'version':
      process.stdout.write(`${versionText()}\n`);
      return 0;
    case 'refuse':
      process.stderr.write(`${invocation.reason}\n`);
      return 1;
    case 'run':
      return run(invocation.settings, invocation.command);
  }
}

async function run(settings: Settings, command: readonly string[]): Promise<number> {
  if (settings.authWarning) process.stderr.write(PASSWORD_WARNING);
  if (settings.cluster) process.stderr.write(CLUSTER_NOTE);
  const isTerminal = isatty(0);
  const isTyped = command.length === 0 && !settings.scan;
  const lines = !isTerminal && (isTyped || settings.askPassword) ? new StdinLines(process.stdin) : undefined;
  if (settings.askPassword) {
    const password = lines === undefined ? await askPassword(process.stdin) : await lines.next();
    if (password === null) return 1;
    settings.password = typeof password === 'string' ? password : Buffer.from(password).toString('utf8');
  }

  // At a prompt an error is an answer like any other.
  const session = new Session({ ...settings, failOnError: settings.failOnError && !isTyped }, printerFor(settings));
  if (isTyped && lines === undefined) {
    process.on('SIGINT', () => {
      if (!session.stopMonitoring()) process.exit(1);
    });
    const terminal = { input: process.stdin, output: process.stdout };
    return runPrompt(session, terminal, new History(historyFile(process.env)));
  }
  let code: number;
  if (settings.scan) code = await scanKeys(session, settings);
  else if (isTyped) code = await runStdinLines(session, lines as StdinLines);
  else code = await runOneCommand(session, { settings, args: argumentBytes(command.length), readStdin });
  lines?.close();
  session.disconnect();
  return code;
}

function printerFor(settings: Settings): Printer {
  const streams: Streams = {
    write: (text) => void process.stdout.write(text, 'latin1'),
    writeBytes: (bytes) => void process.stdout.write(bytes),
    complain: (line) => void process.stderr.write(`${line}\n`, 'latin1'),
    // FAKETTY is how the tests of Redis ask for the form of a terminal.
    isTerminal: isatty(1) || process.env.FAKETTY !== undefined,
  };
  return new Printer(settings, streams);
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

// Whoever reads our output may have seen enough: `respite-cli keys '*' | head`.
process.stdout.on('error', () => process.exit(1));
process.exitCode = await main();

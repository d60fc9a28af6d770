import { byteText, utf8ByteText } from './byte-text.ts';
import { printHelp } from './help.ts';
import { leadingInteger } from './leading-integer.ts';
import type { Session } from './session.ts';
import { splitLine } from './split-line.ts';

/** A command that took so long is followed by its time. */
const SLOW_MS = 500;
const CLEAR_SCREEN = '\x1b[H\x1b[2J';

/** A typed line, taken apart. */
export type TypedLine =
  | { readonly kind: 'blank' | 'unbalanced' | 'bad-repeat' }
  | { readonly kind: 'command'; readonly args: readonly Uint8Array[]; readonly repeat: number };

/** `3 PING` runs PING three times; a number alone is a command. */
export function readTypedLine(line: Uint8Array): TypedLine {
  const args = splitLine(line);
  if (args === null) return { kind: 'unbalanced' };
  if (args.length === 0) return { kind: 'blank' };
  const first = byteText(args[0]);
  if (args.length === 1 || !/^\s*[+-]?\d+$/.test(first)) return { kind: 'command', args, repeat: 1 };
  const repeat = leadingInteger(first);
  if (repeat <= 0 || !Number.isSafeInteger(repeat)) return { kind: 'bad-repeat' };
  return { kind: 'command', args: args.slice(1), repeat };
}

/** Does what a typed line says, and prints what comes of it. @returns false if it says to leave */
export async function runTypedLine(session: Session, line: Uint8Array): Promise<boolean> {
  const { printer } = session;
  const typed = readTypedLine(line);
  switch (typed.kind) {
    case 'blank':
      return true;
    case 'unbalanced':
      printer.streams.write('Invalid argument(s)\n');
      return true;
    case 'bad-repeat':
      printer.streams.write('Invalid redis-cli repeat command option value.\n');
      return true;
    case 'command':
      break;
  }
  const { args, repeat } = typed;
  const words = args.map(byteText);
  switch (words[0].toLowerCase()) {
    case 'quit':
    case 'exit':
      return false;
    case 'help':
    case '?':
      await printHelp(session, words.slice(1));
      return true;
    case 'clear':
      if (args.length > 1) break;
      printer.streams.write(CLEAR_SCREEN);
      return true;
    case 'connect':
      if (args.length !== 3) break;
      session.address = { host: words[1], port: leadingInteger(words[2]), socket: undefined };
      await session.connect();
      return true;
  }
  if (words[0].startsWith(':')) {
    printer.streams.write(`unknown respite-cli internal command '${words[0]}'\n`);
    return true;
  }
  const startedAt = performance.now();
  const outcome = await session.run(args, repeat);
  const elapsedMs = performance.now() - startedAt;
  if (elapsedMs >= SLOW_MS && outcome !== 'stopped' && printer.format.mode === 'tty') {
    printer.streams.write(utf8ByteText(`(${(elapsedMs / 1000).toFixed(2)}s)\n`));
  }
  return true;
}

import { byteText, utf8ByteText } from './byte-text.ts';
import type { Settings } from './flags.ts';
import { printHelp } from './help.ts';
import type { Session } from './session.ts';
import { unquoteArgument } from './split-line.ts';

export interface OneCommand {
  readonly settings: Settings;
  readonly args: readonly Uint8Array[];
  /** All of standard input, read when it is asked for. */
  readonly readStdin: () => Promise<Uint8Array>;
}

/** Runs the command of the command line; after SUBSCRIBE, prints messages until the end. @returns the exit code */
export async function runOneCommand(session: Session, { settings, args, readStdin }: OneCommand): Promise<number> {
  let command: Uint8Array[] = [...args];
  if (settings.quotedInput) {
    const unquoted = args.map(unquoteArgument);
    if (unquoted.includes(null)) {
      session.printer.streams.write('Invalid quoted string\n');
      return 1;
    }
    command = unquoted as Uint8Array[];
  }
  if (settings.lastArgumentFromStdin) command.push(await readStdin());
  if (settings.stdinTag !== undefined) {
    const tag = utf8ByteText(settings.stdinTag);
    const at = command.findIndex((arg) => byteText(arg) === tag);
    if (at < 0) {
      session.printer.complain('Using -X option but stdin tag not match.');
      return 1;
    }
    command[at] = await readStdin();
  }

  const words = command.map(byteText);
  if (/^(?:help|\?)$/i.test(words[0])) {
    await printHelp(session, words.slice(1));
    return 0;
  }
  const outcome = await session.run(command, settings.repeat);
  if (outcome !== 'done') return 1;
  return (await session.printMessages()) === 'done' ? 0 : 1;
}

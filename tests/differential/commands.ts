/** A command. Each character of an argument is one byte, so that any bytes can be shown, compared and cut. */
export type Command = readonly string[];

/** Commands that only make sense together: shrinking keeps all of them or none. */
export type Step = readonly Command[];

/** The bytes of commands, one after the other, as clients send them. */
export function encodeCommands(commands: readonly Command[]): Uint8Array {
  let text = '';
  for (const command of commands) {
    text += `*${command.length}\r\n`;
    for (const arg of command) text += `$${arg.length}\r\n${arg}\r\n`;
  }
  return Buffer.from(text, 'latin1');
}

/** A command as a line for redis-cli. */
export function commandLine(command: Command): string {
  return command.map(quoteArgument).join(' ');
}

function quoteArgument(arg: string): string {
  if (/^[\w.:*+\-()[\]{}^?!@,/<>=]+$/.test(arg)) return arg;
  let text = '"';
  for (const character of arg) {
    if (character === '"' || character === '\\') text += `\\${character}`;
    else if (character >= ' ' && character <= '~') text += character;
    else text += `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  }
  return `${text}"`;
}

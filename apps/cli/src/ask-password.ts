import type { ReadStream } from 'node:tty';

const PROMPT = 'Please input password: ';
const CTRL_C = '\x03';
const CTRL_D = '\x04';
const BACKSPACE = '\x7f';

/** Asks for a password at the terminal, a star for each character. @returns null if it was not given: Ctrl-C, Ctrl-D */
export function askPassword(terminal: ReadStream): Promise<string | null> {
  return new Promise((resolve) => {
    let typed: string[] = [];
    const done = (password: string | null) => {
      terminal.removeListener('data', take);
      terminal.removeListener('end', giveUp);
      terminal.setRawMode(false);
      terminal.pause();
      process.stdout.write('\n');
      resolve(password);
    };
    const giveUp = () => done(null);
    const take = (chunk: Uint8Array) => {
      for (const char of Buffer.from(chunk).toString('utf8')) {
        if (char === '\r' || char === '\n') return done(typed.join(''));
        if (char === CTRL_C || char === CTRL_D) return giveUp();
        typed = char === BACKSPACE || char === '\b' ? typed.slice(0, -1) : [...typed, char];
      }
      process.stdout.write(`\r\x1b[K${PROMPT}${'*'.repeat(typed.length)}`);
    };
    process.stdout.write(PROMPT);
    terminal.setRawMode(true);
    terminal.on('data', take);
    terminal.on('end', giveUp);
    terminal.resume();
  });
}

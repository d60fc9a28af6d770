import { PassThrough, type Readable, type Writable } from 'node:stream';
import { utf8Bytes } from './byte-text.ts';
import { Completion } from './completion.ts';
import { belongsInHistory, HISTORY_LINES, type History } from './history.ts';
import type { Session } from './session.ts';
import { runTypedLine } from './typed-line.ts';

const CTRL_C = 3;
const CR = 13;
const LF = 10;

/** What a prompt needs of a terminal: `tty.ReadStream` and `tty.WriteStream` have it. */
export interface Terminal {
  readonly input: Readable & { setRawMode(raw: boolean): unknown };
  readonly output: Writable;
}

/**
 * The prompt at a terminal.
 *
 * While a line is typed, the terminal is raw and readline sees every key. While a command runs it is not: Ctrl-C is
 * then a signal, and what is typed ahead waits. Readline does not read the terminal itself but is handed what is read
 * one line at a time, so that pasted commands run one after another, each after a prompt of its own.
 */
export async function runPrompt(session: Session, { input, output }: Terminal, history: History): Promise<number> {
  // Loaded here, since a single command has no use for it and would wait for it.
  const { createInterface } = await import('node:readline');
  const completion = new Completion(session);
  const keys = new Keys(input);
  const line = createInterface({
    input: keys.stream,
    output,
    terminal: true,
    history: history.lines.toReversed(),
    historySize: HISTORY_LINES,
    completer: (typed: string, answer: (error: null, result: [string[], string]) => void) => {
      completion.complete(typed).then(
        (found) => answer(null, found),
        () => answer(null, [[], typed]),
      );
    },
  });
  line.on('history', (lines) => {
    if (lines.length === 0) return;
    if (belongsInHistory(lines[0])) history.add(lines[0]);
    else lines.shift();
  });

  /** null: Ctrl-C, Ctrl-D, or the terminal is gone. */
  const nextLine = () =>
    new Promise<string | null>((resolve) => {
      const leave = () => done(null);
      const done = (typed: string | null) => {
        for (const event of ['SIGINT', 'close'] as const) line.removeListener(event, leave);
        line.removeListener('line', done);
        line.pause();
        input.setRawMode(false);
        resolve(typed);
      };
      line.once('SIGINT', leave);
      line.once('close', leave);
      line.once('line', done);
      input.setRawMode(true);
      line.setPrompt(session.prompt);
      line.prompt();
    });
  line.on('SIGCONT', () => line.prompt(true));

  await session.connect();
  for (;;) {
    const typed = await nextLine();
    if (typed === null) {
      output.write('\n');
      break;
    }
    if (!(await runTypedLine(session, utf8Bytes(typed)))) break;
    if (session.isSubscribed) await showMessages(session, input, keys);
  }
  line.close();
  session.disconnect();
  input.destroy();
  return 0;
}

/** Prints messages until a key is pressed, which begins the next line; Ctrl-C ends the subscriptions. */
async function showMessages(session: Session, input: Terminal['input'], keys: Keys): Promise<void> {
  let stop = false;
  input.setRawMode(true);
  keys.whenPressed((key) => {
    stop = key === CTRL_C;
    session.interruptMessages();
    return !stop;
  });
  await session.printMessages(true);
  keys.whenPressed(undefined);
  input.setRawMode(false);
  if (stop) await session.connect();
}

/** What is read from the terminal, handed on in pieces that hold one line at most. */
class Keys {
  readonly stream = new PassThrough({ objectMode: true });
  #pressed: ((key: number) => boolean) | undefined;

  constructor(input: Readable) {
    input.on('data', (chunk: Uint8Array) => this.#take(chunk));
    input.on('end', () => this.stream.end());
    input.on('error', () => this.stream.end());
  }

  /** @param callback is told of the first key of what is typed next; it says whether that is part of a line */
  whenPressed(callback: ((key: number) => boolean) | undefined): void {
    this.#pressed = callback;
  }

  #take(chunk: Uint8Array): void {
    const isForLine = this.#pressed?.(chunk[0]) ?? true;
    if (!isForLine) return;
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      if (chunk[i] !== CR && chunk[i] !== LF) continue;
      this.stream.write(chunk.subarray(start, i + 1));
      start = i + 1;
    }
    if (start < chunk.length) this.stream.write(chunk.subarray(start));
  }
}

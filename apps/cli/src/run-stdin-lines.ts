import type { Session } from './session.ts';
import type { StdinLines } from './stdin-lines.ts';
import { runTypedLine } from './typed-line.ts';

/** Runs the lines of standard input as if they were typed at the prompt, one after another. @returns the exit code */
export async function runStdinLines(session: Session, lines: StdinLines): Promise<number> {
  await session.connect();
  for (;;) {
    const line = await lines.next();
    if (line === null || !(await runTypedLine(session, line))) return 0;
    if (!session.isSubscribed) continue;
    // Messages are printed while there is nothing to read.
    lines.whenReady(() => session.interruptMessages());
    if ((await session.printMessages(true)) === 'lost') return 1;
  }
}

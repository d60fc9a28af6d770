import { utf8Bytes } from './byte-text.ts';
import type { Settings } from './flags.ts';
import { quoteByteText } from './quote-bytes.ts';
import { elementsOf, isError, replyText } from './reply-text.ts';
import type { Session } from './session.ts';

export type ScanSettings = Pick<Settings, 'pattern' | 'count' | 'intervalMs'>;

/** Prints the keys of the database, a line each: in quotes for people, else as they are. @returns the exit code */
export async function scanKeys(session: Session, { pattern, count, intervalMs }: ScanSettings): Promise<number> {
  const { streams, format } = session.printer;
  const match = pattern === undefined ? [] : [utf8Bytes('MATCH'), pattern];
  const steps = count === 10 ? [] : [utf8Bytes('COUNT'), utf8Bytes(String(count))];
  let cursor = '0';
  do {
    const reply = await session.query([utf8Bytes('SCAN'), utf8Bytes(cursor), ...match, ...steps]);
    if (reply === null) return 1;
    if (isError(reply)) {
      session.printer.complain(`ERROR: ${replyText(reply)}`);
      return 1;
    }
    const [next, keys] = elementsOf(reply) ?? [];
    cursor = next === undefined ? '0' : replyText(next);
    const names = (keys === undefined ? null : elementsOf(keys))?.map(replyText) ?? [];
    streams.write(names.map((name) => `${format.mode === 'tty' ? quoteByteText(name) : name}\n`).join(''));
    if (intervalMs > 0 && cursor !== '0') await new Promise((resolve) => setTimeout(resolve, intervalMs));
  } while (cursor !== '0');
  return 0;
}

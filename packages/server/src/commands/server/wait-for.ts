import type { ReplyWriter } from '@respite/resp';
import { bytesOfText } from '../../config/lossless-text.ts';
import { ClientState } from '../../session/client.ts';
import type { Context } from '../context.ts';

/**
 * Lets the client wait until `result` settles, while others go on, and then answers: with `succeed`, or with the error line that
 * the promise gave (text as the configuration has it, see lossless-text).
 */
export function waitFor(
  ctx: Context,
  result: Promise<string | undefined>,
  succeed: (reply: ReplyWriter) => void,
): void {
  const { client, server } = ctx;
  client.state |= ClientState.blocked;
  const answer = (error: string | undefined): void => {
    if (error !== undefined) {
      server.counters.totalErrorReplies++;
      server.commandStats.countError(error);
    }
    server.sessions.answer(client, (reply) => {
      if (error === undefined) {
        succeed(reply);
        return;
      }
      const bytes = bytesOfText(error);
      reply.errorBytes(bytes, 0, bytes.length);
    });
  };
  result.then(answer, (failure: unknown) =>
    answer(`ERR ${failure instanceof Error ? failure.message : String(failure)}`),
  );
}

import { type Client, ClientState } from '../../session/client.ts';
import type { ServerParts } from '../server-parts.ts';

/** The client's transaction is over: nothing is queued or watched any more. */
export function endTransaction(server: ServerParts, client: Client): void {
  client.transaction = undefined;
  client.state &= ~ClientState.inTransaction;
  server.watchedKeys.forget(client);
}

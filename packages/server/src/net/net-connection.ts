import type { Client } from '../session/client.ts';
import type { Transport } from '../session/transport.ts';

/** What the server does with the connections that it has accepted, encrypted or not. */
export interface NetConnection extends Transport {
  /** Called once when the socket has closed. */
  onClosed: () => void;
  /**
   * Begins to read; replies and events go to `client`.
   * @param keepAliveSeconds how long the other side may be silent before it is asked whether it is still there; 0: as long as it likes
   */
  start(client: Client, keepAliveSeconds: number): void;
  /** Reads no more, sends all that waits for the client, and closes. */
  finish(): void;
}

/** `127.0.0.1:50712`, `[::1]:50712` */
export function endpoint(address: string | undefined, port: number | undefined): string {
  if (address === undefined) return '?:0';
  // A dual-stack socket shows IPv4 peers as ::ffff:127.0.0.1.
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  return plain.includes(':') ? `[${plain}]:${port}` : `${plain}:${port}`;
}

import type { Arguments } from '@respite/resp';
import { type Client, ClientState } from '../session/client.ts';
import type { Push } from '../session/push.ts';
import { ServerState } from '../session/server-state.ts';
import { quotedBytes } from './quoted-bytes.ts';

/** Clients that watch every command (MONITOR). While there are some, all commands take the guarded way. */
export class Monitors {
  readonly #clients = new Set<Client>();
  readonly #push: Push;
  readonly #gates: { state: number };

  constructor(push: Push, gates: { state: number }) {
    this.#push = push;
    this.#gates = gates;
  }

  get count(): number {
    return this.#clients.size;
  }

  add(client: Client): void {
    client.state |= ClientState.monitor;
    this.#clients.add(client);
    this.#gates.state |= ServerState.monitored;
  }

  remove(client: Client): void {
    if (!client.is(ClientState.monitor)) return;
    client.state &= ~ClientState.monitor;
    this.#clients.delete(client);
    if (this.#clients.size === 0) this.#gates.state &= ~ServerState.monitored;
  }

  /**
   * Shows a command to all: `+1700000000.123456 [0 127.0.0.1:50712] "set" "k" "v"`
   *
   * @param microseconds Unix time
   * @param isSecret whether argument `index` must not be shown
   */
  show(client: Client, args: Arguments, microseconds: number, isSecret: (index: number) => boolean): void {
    const { bytes, count, ends, starts } = args;
    const seconds = Math.floor(microseconds / 1e6);
    const fraction = String(microseconds % 1e6).padStart(6, '0');
    let line = `${seconds}.${fraction} [${client.database.index} ${addressOf(client)}]`;
    for (let i = 0; i < count; i++) {
      line += isSecret(i) ? ' "(redacted)"' : ` ${quotedBytes(bytes, starts[i], ends[i])}`;
    }
    for (const monitor of this.#clients) this.#push.to(monitor)?.simple(line);
  }
}

function addressOf({ transport }: Client): string {
  if (transport.kind !== 'unix') return transport.remoteAddress;
  return `unix:${transport.remoteAddress.replace(/:0$/, '')}`;
}

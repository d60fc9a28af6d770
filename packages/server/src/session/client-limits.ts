import type { Config } from '../config/config.ts';
import type { Counters } from '../stats/counters.ts';
import type { Client } from './client.ts';
import type { ClientTable } from './client-table.ts';
import type { Sessions } from './sessions.ts';

/** A limit on the memory of all clients is at least this, or the server could be told nothing any more. */
const TOTAL_MIN = 128 * 1024;

export interface LimitedServer {
  readonly config: Config;
  readonly clients: ClientTable;
  readonly sessions: Sessions;
  readonly counters: Counters;
  readonly host: { log(level: 'notice' | 'warning', message: string): void };
}

/** What one client and all clients together may take, as the configuration has it now; counts and logs who goes for it. */
export class ClientLimits {
  readonly #server: LimitedServer;
  readonly #describe: (client: Client) => string;

  /** @param describe a client as CLIENT LIST shows it, without the line break */
  constructor(server: LimitedServer, describe: (client: Client) => string) {
    this.#server = server;
    this.#describe = describe;
    const { config, sessions } = server;
    this.#report();
    this.#follow(['client-query-buffer-limit'], () => {
      sessions.inputBytesMax = config.clientQueryBufferLimit;
    });
    this.#follow(['client-output-buffer-limit'], () => {
      sessions.outputs.limits.configure(config.clientOutputBufferLimit);
      for (const client of server.clients) sessions.outputs.limits.bound(client);
    });
    this.#follow(['maxmemory-clients', 'maxmemory'], () => this.#limitMemory());
  }

  #follow(names: Parameters<Config['onChange']>[0], apply: () => void): void {
    apply();
    this.#server.config.onChange(names, () => {
      apply();
      return undefined;
    });
  }

  /** Takes effect at the end of the turn, when the client that set it has its reply. */
  #limitMemory(): void {
    const { clients, config, sessions } = this.#server;
    const { maxmemoryClients, maxmemory } = config;
    // Percent of maxmemory are negative, and without a maxmemory they are percent of nothing.
    const wanted = maxmemoryClients < 0 ? Math.floor((maxmemory * -maxmemoryClients) / 100) : maxmemoryClients;
    sessions.eviction.configure(wanted === 0 ? 0 : Math.max(wanted, TOTAL_MIN), clients);
  }

  #report(): void {
    const { counters, host, sessions } = this.#server;
    sessions.onGreedy = (client) => {
      counters.queryBufferLimitDisconnections++;
      host.log('warning', `Closing client that reached max query buffer length: ${this.#describe(client)}`);
    };
    sessions.outputs.onSlow = (client) => {
      counters.outputBufferLimitDisconnections++;
      host.log('warning', `Client ${this.#describe(client)} is closed for overcoming of output buffer limits.`);
    };
    const { eviction } = sessions;
    eviction.evict = (client) => {
      counters.evictedClients++;
      host.log('notice', `Evicting client: ${this.#describe(client)}`);
      sessions.close(client, true);
    };
    eviction.onHelpless = () => {
      host.log('warning', 'Over client maxmemory after evicting all evictable clients');
    };
  }
}

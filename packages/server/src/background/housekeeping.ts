import type { ServerParts } from '../commands/server-parts.ts';
import { ClientState } from '../session/client.ts';
import type { BackgroundJob } from './ticker.ts';

/** Moves the clocks on, and disconnects clients that were idle for longer than `timeout`. */
export class Housekeeping implements BackgroundJob {
  readonly #server: ServerParts;
  #lastIdleCheckMs = 0;

  constructor(server: ServerParts) {
    this.#server = server;
  }

  run(): void {
    const { clock, accessClock, config, eviction, rates } = this.#server;
    clock.refresh();
    const now = clock.nowMs();
    accessClock.refresh(now);
    rates.measure(clock.monotonic);
    eviction.tick();
    if (config.timeout > 0 && now - this.#lastIdleCheckMs >= 1000) {
      this.#lastIdleCheckMs = now;
      this.#disconnectIdle(now - config.timeout * 1000);
    }
  }

  #disconnectIdle(before: number): void {
    const { clients, host, sessions } = this.#server;
    const spared = ClientState.blocked | ClientState.subscribed | ClientState.monitor;
    for (const client of clients) {
      if (client.lastActiveAt < before && !client.is(spared)) {
        host.log('verbose', 'Closing idle client');
        sessions.close(client, true);
      }
    }
  }
}

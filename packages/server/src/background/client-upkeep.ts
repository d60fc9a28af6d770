import { SMALL_CHUNK_SIZE } from '@respite/resp';
import type { ServerParts } from '../commands/server-parts.ts';
import { type Client, ClientState } from '../session/client.ts';
import { SILENT_MS } from '../session/client-memory.ts';
import type { BackgroundJob } from './ticker.ts';

/** At least so many clients are looked at per tick, where there are so many. */
const CLIENTS_MIN = 5;
/** Who waits for something is not idle. */
const NEVER_IDLE = ClientState.blocked | ClientState.subscribed | ClientState.monitor;

/**
 * Looks at every client about once a second, some of them each tick: lets go of who was idle for longer than `timeout`, and takes back
 * buffers that are larger than what was needed lately. Who is over a soft limit of output is asked each tick.
 */
export class ClientUpkeep implements BackgroundJob {
  readonly #server: ServerParts;
  #rest: IterableIterator<Client>;
  /** When the peaks of replies were forgotten last, by the monotonic clock, and whether they are this round. */
  #repliesForgottenAt = 0;
  #forgetsReplies = false;

  constructor(server: ServerParts) {
    this.#server = server;
    this.#rest = server.clients[Symbol.iterator]();
  }

  run(): void {
    const { clients, clock, config, sessions } = this.#server;
    sessions.outputs.checkSoftLimits();
    const second = Math.floor(clock.nowMs() / 1000);
    sessions.inputPeak.advance(second);
    sessions.outputs.peak.advance(second);
    let left = Math.min(clients.size, Math.max(CLIENTS_MIN, Math.ceil(clients.size / config.hz)));
    while (left-- > 0) {
      let next = this.#rest.next();
      if (next.done) {
        this.#beginRound();
        next = this.#rest.next();
        if (next.done) return;
      }
      this.#lookAt(next.value);
    }
  }

  #beginRound(): void {
    const { clients, clock, debug, sessions } = this.#server;
    sessions.trim();
    this.#rest = clients[Symbol.iterator]();
    this.#forgetsReplies = clock.monotonic - this.#repliesForgottenAt >= debug.replyPeakResetMs;
    if (this.#forgetsReplies) this.#repliesForgottenAt = clock.monotonic;
  }

  #lookAt(client: Client): void {
    const { clock, config, host, sessions } = this.#server;
    const silentMs = clock.nowMs() - client.lastActiveAt;
    if (config.timeout > 0 && silentMs > config.timeout * 1000 && !client.is(NEVER_IDLE)) {
      host.log('verbose', 'Closing idle client');
      sessions.close(client, true);
      return;
    }
    const { decoder } = client;
    if (decoder.capacity > 0) {
      if (silentMs > SILENT_MS) {
        decoder.trim();
        if (sessions.eviction.limit > 0) sessions.touched(client);
      }
      sessions.inputPeak.note(decoder.capacity);
    }
    client.inputPeak = decoder.capacity;
    if (client.unsent > 0) sessions.outputs.peak.note(client.unsent);
    this.#resizeReplyBuffer(client);
  }

  #resizeReplyBuffer(client: Client): void {
    const { counters, debug } = this.#server;
    const { reply, replyPeak } = client;
    if (debug.replyBufferResizing && !reply.beginsSmall && replyPeak <= SMALL_CHUNK_SIZE) {
      reply.beginsSmall = true;
      counters.replyBufferShrinks++;
    }
    if (this.#forgetsReplies) client.replyPeak = reply.length;
  }
}

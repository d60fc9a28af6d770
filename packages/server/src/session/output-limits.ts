import type { OutputBufferLimit, OutputBufferLimits } from '../config/structured-values.ts';
import { type Client, ClientState } from './client.ts';

/** What is written for a client in one turn at most, where nothing else limits it: a billion random fields are asked for with forty bytes. */
const TURN_BYTES_MAX = 4 * 1024 ** 3;
/** What may wait for a client that is told what it did not ask for, where nothing else limits it: not to read from it would not help. */
const UNASKED_BYTES_MAX = 1024 ** 3;
/**
 * What a limit is at least. Redis does not count what fits into the buffer of a client either: with a limit of a byte nobody could ask for
 * anything any more, not even for another limit.
 */
const LIMIT_BYTES_MIN = 16 * 1024;
const TOLD_UNASKED = ClientState.monitor | ClientState.tracking;

/**
 * Who has left too much unsent (client-output-buffer-limit): more than the hard limit of its class at any moment, or more than the
 * soft one for longer than its seconds. What counts is what the writer holds and what waits in the transport.
 */
export class OutputLimits {
  /** With so many bytes or fewer nobody is over a limit: what is asked first, for it costs nothing. */
  floor: number = UNASKED_BYTES_MAX - 1;
  #limits: Pick<OutputBufferLimits, 'normal' | 'pubsub'> | undefined;
  /** Clients over their soft limit, and since when, by the monotonic clock. */
  readonly #overSoft = new Map<Client, number>();

  configure(limits: OutputBufferLimits): void {
    const normal = atLeast(limits.normal);
    const pubsub = atLeast(limits.pubsub);
    this.#limits = { normal, pubsub };
    this.#overSoft.clear();
    const all = [normal, pubsub].flatMap(({ hard, soft }) => [hard, soft]);
    // A limit is reached, not passed.
    this.floor = Math.min(UNASKED_BYTES_MAX - 1, ...all.filter((limit) => limit > 0).map((limit) => limit - 1));
  }

  /**
   * Lets the client's writer give up by itself what is longer than the hard limit, so that a reply without end takes no memory without
   * end. Due when the client has come, when its class has changed, and when the limits have.
   */
  bound(client: Client): void {
    const hard = this.#limitOf(client)?.hard ?? 0;
    client.reply.limit = hard === 0 ? TURN_BYTES_MAX : hard;
  }

  /** @param now of the monotonic clock */
  isOver(client: Client, now: number): boolean {
    if (client.reply.overflowed) return true;
    const limit = this.#limitOf(client);
    if (limit === undefined) return false;
    const unsent = client.reply.length + client.transport.unsentBytes;
    if (limit.hard > 0 && unsent >= limit.hard) return true;
    if (limit.hard === 0 && unsent >= UNASKED_BYTES_MAX && client.is(TOLD_UNASKED)) return true;
    if (limit.soft === 0 || unsent < limit.soft) {
      this.#overSoft.delete(client);
      return false;
    }
    const since = this.#overSoft.get(client);
    if (since === undefined) {
      this.#overSoft.set(client, now);
      return false;
    }
    return now - since > limit.softSeconds * 1000;
  }

  /** Clients whose time over the soft limit has run out. */
  overdue(now: number): Client[] {
    return this.#overSoft.size === 0 ? [] : [...this.#overSoft.keys()].filter((client) => this.isOver(client, now));
  }

  /** The client has taken all, or is gone. */
  forget(client: Client): void {
    if (this.#overSoft.size > 0) this.#overSoft.delete(client);
  }

  #limitOf(client: Client): OutputBufferLimit | undefined {
    return client.is(ClientState.subscribed) ? this.#limits?.pubsub : this.#limits?.normal;
  }
}

function atLeast({ hard, soft, softSeconds }: OutputBufferLimit): OutputBufferLimit {
  return { hard: hard && Math.max(hard, LIMIT_BYTES_MIN), soft: soft && Math.max(soft, LIMIT_BYTES_MIN), softSeconds };
}

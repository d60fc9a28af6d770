import type { TypedReply } from '@respite/resp';
import { elementsOf, replyText } from './reply-text.ts';

/** Counts what the connection is subscribed to, by what the server confirms: `[subscribe, channel, count]`. */
export class Subscriptions {
  /** Channels and patterns, which the server counts together. */
  #channels = 0;
  #shardChannels = 0;

  get active(): boolean {
    return this.#channels + this.#shardChannels > 0;
  }

  /** Looks at a message of `messageKind`. */
  notice(kind: string, message: TypedReply): void {
    if (!kind.endsWith('subscribe')) return;
    const count = Number(elementsOf(message)?.[2]?.value ?? 0);
    if (kind === 'ssubscribe' || kind === 'sunsubscribe') this.#shardChannels = count;
    else this.#channels = count;
  }
}

/**
 * The kind of a message of publish and subscribe: `message`, `pmessage`, `subscribe`, `unsubscribe` and so on. Null for
 * anything else. In RESP2 such a message is an array, in RESP3 a push.
 */
export function messageKind(reply: TypedReply, resp3: boolean): string | null {
  const elements = elementsOf(reply);
  if (reply.type !== (resp3 ? '>' : '*') || elements === null || elements.length < 3) return null;
  const kind = replyText(elements[0]);
  return /^(?:[ps]?message|[ps]?(?:un)?subscribe)$/.test(kind) ? kind : null;
}

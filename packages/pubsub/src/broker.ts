import { globMatches } from '@respite/bytes';
import type { Subscriber } from './subscriber.ts';
import { Subscriptions } from './subscriptions.ts';

/**
 * Publish and subscribe, as Redis has it: a message goes to those who are there, in the order in which they subscribed, first by
 * channel, then by pattern. Nothing is kept.
 */
export class Broker {
  readonly channels: Subscriptions = new Subscriptions();
  readonly patterns: Subscriptions = new Subscriptions();

  /** @returns how many times the message was delivered; one that is there by channel and by pattern counts for each. */
  publish(channel: Uint8Array, payload: Uint8Array, start = 0, end: number = payload.length): number {
    let receivers = 0;
    const topic = this.channels.get(channel);
    if (topic !== undefined) {
      for (const subscriber of topic.subscribers) {
        subscriber.message(topic.name, payload, start, end);
        receivers++;
      }
    }
    for (const { name, subscribers } of this.patterns.topics()) {
      if (!globMatches(name, 0, name.length, channel, 0, channel.length)) continue;
      for (const subscriber of subscribers) {
        subscriber.patternMessage(name, channel, payload, start, end);
        receivers++;
      }
    }
    return receivers;
  }

  /** Ends all subscriptions of one who leaves. */
  leave(subscriber: Subscriber): void {
    for (const name of this.channels.namesOf(subscriber)) this.channels.remove(name, subscriber);
    for (const name of this.patterns.namesOf(subscriber)) this.patterns.remove(name, subscriber);
  }

  /** Channels with a subscriber that match the pattern; all of them without one. */
  channelsMatching(pattern?: Uint8Array): Uint8Array[] {
    const found: Uint8Array[] = [];
    for (const { name } of this.channels.topics()) {
      if (pattern === undefined || globMatches(pattern, 0, pattern.length, name, 0, name.length)) found.push(name);
    }
    return found;
  }
}

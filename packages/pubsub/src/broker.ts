import { globMatches, KeyedHash } from '@respite/bytes';
import type { Topic } from './topic.ts';
import { Topics } from './topics.ts';

/**
 * Brings messages to subscribers. It is called once for each channel or pattern, not for each subscriber, so that a message can be put in
 * its form once and then handed to everybody in `topic.subscribers`. The slices are good only during the call. Subscribers may come and
 * leave during it: one who leaves before its turn gets nothing.
 */
export interface Delivery<Subscriber> {
  /** A message for the subscribers of a channel. */
  toChannel(topic: Topic<Subscriber>, message: Uint8Array, start: number, end: number): void;
  /** A message for those with a pattern that matches the channel. */
  toPattern(
    topic: Topic<Subscriber>,
    channel: Uint8Array,
    channelStart: number,
    channelEnd: number,
    message: Uint8Array,
    start: number,
    end: number,
  ): void;
  /** A message for the subscribers of a shard channel. */
  toShardChannel(topic: Topic<Subscriber>, message: Uint8Array, start: number, end: number): void;
}

/**
 * Publish and subscribe, as Redis has it: a message goes to those who are there, to subscribers of its channel first, in the order in
 * which they subscribed, then to those of patterns. Nothing is kept. Shard channels are a world of their own, without patterns.
 *
 * Publishing allocates nothing, however many subscribers there are.
 */
export class Broker<Subscriber> {
  readonly channels: Topics<Subscriber>;
  readonly patterns: Topics<Subscriber>;
  readonly shardChannels: Topics<Subscriber>;
  readonly #delivery: Delivery<Subscriber>;

  /** @param hash of names, with a secret, so that nobody can choose names that collide */
  constructor(delivery: Delivery<Subscriber>, hash: KeyedHash = secretHash(Math.random)) {
    this.channels = new Topics(hash);
    this.patterns = new Topics(hash);
    this.shardChannels = new Topics(hash);
    this.#delivery = delivery;
  }

  /**
   * Sends `message[start, end)` to the channel named `channel[channelStart, channelEnd)`.
   * @returns how many times it was delivered; one who is there by channel and by pattern counts for each
   */
  publish(
    channel: Uint8Array,
    channelStart: number,
    channelEnd: number,
    message: Uint8Array,
    start: number,
    end: number,
  ): number {
    let receivers = 0;
    const topic = this.channels.get(channel, channelStart, channelEnd);
    if (topic !== undefined) {
      receivers = topic.subscribers.size;
      this.#delivery.toChannel(topic, message, start, end);
    }
    if (this.patterns.size === 0) return receivers;
    const first = channelStart < channelEnd ? channel[channelStart] : -1;
    const patterns = this.patterns.all();
    for (let i = 0; i < patterns.length; i++) {
      const pattern = patterns[i];
      if (pattern.firstByte >= 0 && pattern.firstByte !== first) continue;
      const { name } = pattern;
      if (!globMatches(name, 0, name.length, channel, channelStart, channelEnd)) continue;
      receivers += pattern.subscribers.size;
      this.#delivery.toPattern(pattern, channel, channelStart, channelEnd, message, start, end);
    }
    return receivers;
  }

  /** As `publish`, to a shard channel. */
  publishToShard(
    channel: Uint8Array,
    channelStart: number,
    channelEnd: number,
    message: Uint8Array,
    start: number,
    end: number,
  ): number {
    const topic = this.shardChannels.get(channel, channelStart, channelEnd);
    if (topic === undefined) return 0;
    const receivers = topic.subscribers.size;
    this.#delivery.toShardChannel(topic, message, start, end);
    return receivers;
  }

  /** Ends all subscriptions of one who leaves. */
  leave(subscriber: Subscriber): void {
    this.channels.leaveAll(subscriber);
    this.patterns.leaveAll(subscriber);
    this.shardChannels.leaveAll(subscriber);
  }
}

/** @param random floats in [0, 1) */
function secretHash(random: () => number): KeyedHash {
  return new KeyedHash(random() * 2 ** 32, random() * 2 ** 32);
}

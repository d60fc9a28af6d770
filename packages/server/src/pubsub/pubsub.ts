import type { KeyedHash } from '@respite/bytes';
import { Broker, type Delivery, type Topic, type Topics } from '@respite/pubsub';
import { type Client, ClientState } from '../session/client.ts';
import type { Push } from '../session/push.ts';
import { bulkRoom, MessageForm, messageHead } from './message-form.ts';

const MESSAGE = messageHead(3, 'message');
const PATTERN_MESSAGE = messageHead(4, 'pmessage');
const SHARD_MESSAGE = messageHead(3, 'smessage');

/** What a subscription takes besides its name, in bytes, about: an entry in the set of the client and one in that of the topic. */
const SUBSCRIPTION_BYTES = 96;

/** Who listens to which channel, and messages to them: `@respite/pubsub` with clients as subscribers. */
export class PubSub implements Delivery<Client> {
  readonly #broker: Broker<Client>;
  readonly #push: Push;
  readonly #form: MessageForm;
  /** Called when there is a first subscriber of channels or patterns, or there are none any more. */
  onAudience: () => void = () => {};
  /** Number of clients that subscribe to something. */
  clientCount = 0;

  /** @param hash of names */
  constructor(push: Push, hash: KeyedHash) {
    this.#push = push;
    this.#form = new MessageForm(push);
    this.#broker = new Broker<Client>(this, hash);
  }

  get channels(): Topics<Client> {
    return this.#broker.channels;
  }

  get patterns(): Topics<Client> {
    return this.#broker.patterns;
  }

  get shardChannels(): Topics<Client> {
    return this.#broker.shardChannels;
  }

  /** Whether anybody might hear of a message to a channel. */
  get hasAudience(): boolean {
    return this.channels.size + this.patterns.size > 0;
  }

  /** The client subscribes to the name `bytes[start, end)`; nothing changes if it did so before. */
  subscribe(topics: Topics<Client>, client: Client, bytes: Uint8Array, start: number, end: number): void {
    // Who comes or goes now has no part in messages that were sent before, or has one.
    this.#push.settle();
    const hadAudience = this.hasAudience;
    if (topics.add(client, bytes, start, end) === undefined) return;
    client.subscriptionBytes += SUBSCRIPTION_BYTES + (end - start);
    if (!client.is(ClientState.subscribed)) {
      client.state |= ClientState.subscribed;
      this.#push.classChanged(client);
      this.clientCount++;
    }
    if (!hadAudience && this.hasAudience) this.onAudience();
  }

  unsubscribe(topics: Topics<Client>, client: Client, bytes: Uint8Array, start: number, end: number): void {
    this.#push.settle();
    const topic = topics.remove(client, bytes, start, end);
    if (topic === undefined) return;
    client.subscriptionBytes -= SUBSCRIPTION_BYTES + (end - start);
    this.#left(client);
  }

  /** The client has gone, or shall subscribe to nothing. */
  leave(client: Client): void {
    if (!client.is(ClientState.subscribed)) return;
    this.#push.settle();
    this.#broker.leave(client);
    client.subscriptionBytes = 0;
    this.#left(client);
  }

  #left(client: Client): void {
    if (client.subscriptionBytes === 0) {
      client.state &= ~ClientState.subscribed;
      this.#push.classChanged(client);
      this.clientCount--;
    }
    if (!this.hasAudience) this.onAudience();
  }

  /** @returns how many times the message was delivered */
  publish(
    channel: Uint8Array,
    channelStart: number,
    channelEnd: number,
    message: Uint8Array,
    start: number,
    end: number,
  ): number {
    return this.#broker.publish(channel, channelStart, channelEnd, message, start, end);
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
    return this.#broker.publishToShard(channel, channelStart, channelEnd, message, start, end);
  }

  toChannel(topic: Topic<Client>, message: Uint8Array, start: number, end: number): void {
    this.#toSubscribers(MESSAGE, topic, message, start, end);
  }

  toShardChannel(topic: Topic<Client>, message: Uint8Array, start: number, end: number): void {
    this.#toSubscribers(SHARD_MESSAGE, topic, message, start, end);
  }

  #toSubscribers(
    head: Uint8Array,
    { name, subscribers }: Topic<Client>,
    message: Uint8Array,
    start: number,
    end: number,
  ): void {
    const form = this.#form;
    form.begin(head, subscribers, bulkRoom(name.length) + bulkRoom(end - start));
    form.bulk(name, 0, name.length);
    form.bulk(message, start, end);
  }

  toPattern(
    { name, subscribers }: Topic<Client>,
    channel: Uint8Array,
    channelStart: number,
    channelEnd: number,
    message: Uint8Array,
    start: number,
    end: number,
  ): void {
    const form = this.#form;
    form.begin(
      PATTERN_MESSAGE,
      subscribers,
      bulkRoom(name.length) + bulkRoom(channelEnd - channelStart) + bulkRoom(end - start),
    );
    form.bulk(name, 0, name.length);
    form.bulk(channel, channelStart, channelEnd);
    form.bulk(message, start, end);
  }
}

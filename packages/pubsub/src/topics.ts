import { equalBytes, globMatches, type KeyedHash } from '@respite/bytes';
import { Topic } from './topic.ts';

/**
 * Topics by their names, and who subscribes to which. A topic is there as long as it has a subscriber.
 *
 * Names are bytes. A topic is found by a hash of them, so that to look for one makes no string; topics whose names have the same hash
 * are chained.
 */
export class Topics<Subscriber> {
  readonly #hash: KeyedHash;
  readonly #byHash = new Map<number, Topic<Subscriber>>();
  readonly #bySubscriber = new Map<Subscriber, Set<Topic<Subscriber>>>();
  #size = 0;
  /** What `all` gave last, as long as it holds. */
  #all: readonly Topic<Subscriber>[] | undefined = undefined;

  constructor(hash: KeyedHash) {
    this.#hash = hash;
  }

  /** Number of topics. */
  get size(): number {
    return this.#size;
  }

  /** Number of subscribers, of whatever topics. */
  get subscriberCount(): number {
    return this.#bySubscriber.size;
  }

  /** The topic whose name is `bytes[start, end)`. */
  get(bytes: Uint8Array, start = 0, end: number = bytes.length): Topic<Subscriber> | undefined {
    // Without topics, the hash need not be computed.
    return this.#size === 0 ? undefined : this.#find(this.#hash.of(bytes, start, end), bytes, start, end);
  }

  /** All topics. The array stays as it is when topics come and go. */
  all(): readonly Topic<Subscriber>[] {
    if (this.#all === undefined) {
      const all: Topic<Subscriber>[] = [];
      for (let topic of this.#byHash.values()) {
        for (; ; topic = topic.next) {
          all.push(topic);
          if (topic.next === undefined) break;
        }
      }
      this.#all = all;
    }
    return this.#all;
  }

  /** The topics with names that a pattern matches. */
  matching(pattern: Uint8Array, start = 0, end: number = pattern.length): Topic<Subscriber>[] {
    return this.all().filter(({ name }) => globMatches(pattern, start, end, name, 0, name.length));
  }

  /** @returns the topic; undefined: it was subscribed to already */
  add(subscriber: Subscriber, bytes: Uint8Array, start = 0, end: number = bytes.length): Topic<Subscriber> | undefined {
    const hash = this.#hash.of(bytes, start, end);
    const topic = this.#find(hash, bytes, start, end) ?? this.#insert(hash, bytes, start, end);
    if (topic.subscribers.has(subscriber)) return undefined;
    topic.subscribers.add(subscriber);
    const topics = this.#bySubscriber.get(subscriber);
    if (topics === undefined) this.#bySubscriber.set(subscriber, new Set([topic]));
    else topics.add(topic);
    return topic;
  }

  /** @returns the topic, which may be gone now; undefined: it was not subscribed to */
  remove(
    subscriber: Subscriber,
    bytes: Uint8Array,
    start = 0,
    end: number = bytes.length,
  ): Topic<Subscriber> | undefined {
    const topic = this.get(bytes, start, end);
    return topic !== undefined && this.leave(subscriber, topic) ? topic : undefined;
  }

  /** Ends one subscription. @returns false: there was none */
  leave(subscriber: Subscriber, topic: Topic<Subscriber>): boolean {
    if (!topic.subscribers.delete(subscriber)) return false;
    const topics = this.#bySubscriber.get(subscriber) as Set<Topic<Subscriber>>;
    topics.delete(topic);
    if (topics.size === 0) this.#bySubscriber.delete(subscriber);
    if (topic.subscribers.size === 0) this.#delete(topic);
    return true;
  }

  /** Ends all subscriptions of one who leaves. */
  leaveAll(subscriber: Subscriber): void {
    for (const topic of this.#bySubscriber.get(subscriber) ?? []) this.leave(subscriber, topic);
  }

  /** How many topics it subscribes to. */
  countOf(subscriber: Subscriber): number {
    return this.#bySubscriber.get(subscriber)?.size ?? 0;
  }

  /** What it subscribes to, in the order in which it did. */
  topicsOf(subscriber: Subscriber): Topic<Subscriber>[] {
    return [...(this.#bySubscriber.get(subscriber) ?? [])];
  }

  #find(hash: number, bytes: Uint8Array, start: number, end: number): Topic<Subscriber> | undefined {
    let topic = this.#byHash.get(hash);
    while (topic !== undefined && !equalBytes(topic.name, 0, topic.name.length, bytes, start, end)) topic = topic.next;
    return topic;
  }

  #insert(hash: number, bytes: Uint8Array, start: number, end: number): Topic<Subscriber> {
    // Not by `slice`, which of a Buffer is a view.
    const topic = new Topic<Subscriber>(new Uint8Array(bytes.subarray(start, end)), hash);
    const first = this.#byHash.get(hash);
    if (first === undefined) this.#byHash.set(hash, topic);
    else {
      topic.next = first.next;
      first.next = topic;
    }
    this.#size++;
    this.#all = undefined;
    return topic;
  }

  #delete(topic: Topic<Subscriber>): void {
    const first = this.#byHash.get(topic.hash);
    if (first !== topic) {
      let before = first as Topic<Subscriber>;
      while (before.next !== topic) before = before.next as Topic<Subscriber>;
      before.next = topic.next;
    } else if (topic.next === undefined) this.#byHash.delete(topic.hash);
    else this.#byHash.set(topic.hash, topic.next);
    this.#size--;
    this.#all = undefined;
  }
}

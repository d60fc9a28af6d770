import type { Subscriber } from './subscriber.ts';

/** A channel or pattern, and who wants it, in the order in which they asked. */
export interface Topic {
  readonly name: Uint8Array;
  readonly subscribers: Set<Subscriber>;
}

/** Topics by their bytes. A string of one code unit per byte is the key, since a Map compares those by content. */
export class Subscriptions {
  readonly #topics = new Map<string, Topic>();
  readonly #bySubscriber = new Map<Subscriber, Set<string>>();

  /** Topics that have a subscriber. */
  get size(): number {
    return this.#topics.size;
  }

  get(name: Uint8Array): Topic | undefined {
    return this.#topics.get(keyOf(name));
  }

  topics(): IterableIterator<Topic> {
    return this.#topics.values();
  }

  /** @returns false: it was subscribed already */
  add(name: Uint8Array, subscriber: Subscriber): boolean {
    const key = keyOf(name);
    let topic = this.#topics.get(key);
    if (topic === undefined) {
      topic = { name: name.slice(), subscribers: new Set() };
      this.#topics.set(key, topic);
    }
    if (topic.subscribers.has(subscriber)) return false;
    topic.subscribers.add(subscriber);
    const names = this.#bySubscriber.get(subscriber);
    if (names === undefined) this.#bySubscriber.set(subscriber, new Set([key]));
    else names.add(key);
    return true;
  }

  /** @returns false: it was not subscribed */
  remove(name: Uint8Array, subscriber: Subscriber): boolean {
    const key = keyOf(name);
    const names = this.#bySubscriber.get(subscriber);
    if (!names?.delete(key)) return false;
    if (names.size === 0) this.#bySubscriber.delete(subscriber);
    const topic = this.#topics.get(key) as Topic;
    topic.subscribers.delete(subscriber);
    if (topic.subscribers.size === 0) this.#topics.delete(key);
    return true;
  }

  countOf(subscriber: Subscriber): number {
    return this.#bySubscriber.get(subscriber)?.size ?? 0;
  }

  /** The names that a subscriber has, in the order in which it asked. */
  namesOf(subscriber: Subscriber): Uint8Array[] {
    const names = this.#bySubscriber.get(subscriber);
    return names === undefined ? [] : [...names].map((key) => (this.#topics.get(key) as Topic).name);
  }
}

function keyOf(name: Uint8Array): string {
  let key = '';
  for (const byte of name) key += String.fromCharCode(byte);
  return key;
}

import { KeyedHash } from '@respite/bytes';
import { describe, expect, test } from 'vitest';
import { Broker, type Delivery, type Topic } from './index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (value: Uint8Array): string => new TextDecoder().decode(value);

class Inbox {
  readonly lines: string[] = [];
  onMessage: () => void = () => {};

  take(line: string): void {
    this.lines.push(line);
    this.onMessage();
  }
}

class ToInboxes implements Delivery<Inbox> {
  calls = 0;

  toChannel(topic: Topic<Inbox>, message: Uint8Array, start: number, end: number): void {
    this.calls++;
    for (const inbox of topic.subscribers) inbox.take(`${text(topic.name)}: ${text(message.subarray(start, end))}`);
  }

  toPattern(
    { name, subscribers }: Topic<Inbox>,
    channel: Uint8Array,
    from: number,
    to: number,
    message: Uint8Array,
    start: number,
    end: number,
  ): void {
    const line = `${text(name)} ${text(channel.subarray(from, to))}: ${text(message.subarray(start, end))}`;
    for (const inbox of subscribers) inbox.take(line);
  }

  toShardChannel(topic: Topic<Inbox>, message: Uint8Array, start: number, end: number): void {
    for (const inbox of topic.subscribers)
      inbox.take(`shard ${text(topic.name)}: ${text(message.subarray(start, end))}`);
  }
}

function newBroker(): Broker<Inbox> {
  return new Broker(new ToInboxes());
}

function publish(broker: Broker<Inbox>, channel: string | Uint8Array, message: string): number {
  const name = typeof channel === 'string' ? bytes(channel) : channel;
  return broker.publish(name, 0, name.length, bytes(message), 0, bytes(message).length);
}

describe('a message', () => {
  test('reaches those who subscribed, once per subscription', () => {
    const broker = newBroker();
    const [anna, ben] = [new Inbox(), new Inbox()];
    expect(text(broker.channels.add(anna, bytes('news'))?.name ?? bytes(''))).toBe('news');
    expect(broker.channels.add(anna, bytes('news'))).toBeUndefined();
    broker.patterns.add(anna, bytes('n*'));
    broker.patterns.add(ben, bytes('w*'));
    expect(broker.publish(bytes('<news>'), 1, 5, bytes('xxhixx'), 2, 4)).toBe(2);
    expect(anna.lines).toEqual(['news: hi', 'n* news: hi']);
    expect(ben.lines).toEqual([]);
  });

  test('goes to a shard channel without patterns and channels of the same name', () => {
    const broker = newBroker();
    const [anna, ben] = [new Inbox(), new Inbox()];
    broker.channels.add(anna, bytes('s'));
    broker.patterns.add(anna, bytes('*'));
    broker.shardChannels.add(ben, bytes('s'));
    expect(broker.publishToShard(bytes('s'), 0, 1, bytes('x'), 0, 1)).toBe(1);
    expect(broker.publishToShard(bytes('t'), 0, 1, bytes('x'), 0, 1)).toBe(0);
    expect(publish(broker, 's', 'y')).toBe(2);
    expect(anna.lines).toEqual(['s: y', '* s: y']);
    expect(ben.lines).toEqual(['shard s: x']);
  });

  test('is handed over once, in the order of subscription', () => {
    const delivery = new ToInboxes();
    const broker = new Broker<Inbox>(delivery);
    const order: number[] = [];
    for (let i = 0; i < 100; i++) {
      const inbox = new Inbox();
      inbox.onMessage = () => order.push(i);
      broker.channels.add(inbox, bytes('c'));
    }
    expect(publish(broker, 'c', '')).toBe(100);
    expect(delivery.calls).toBe(1);
    expect(order).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  test('does not reach one who leaves before its turn', () => {
    const broker = newBroker();
    const [anna, ben] = [new Inbox(), new Inbox()];
    broker.channels.add(anna, bytes('c'));
    broker.channels.add(ben, bytes('c'));
    broker.patterns.add(anna, bytes('*'));
    broker.patterns.add(ben, bytes('c*'));
    anna.onMessage = () => broker.leave(ben);
    publish(broker, 'c', 'x');
    expect(anna.lines).toEqual(['c: x', '* c: x']);
    expect(ben.lines).toEqual([]);
  });
});

describe('patterns', () => {
  test.each([
    ['', [''], ['a']],
    ['*', ['a', 'xyz'], ['']],
    ['a', ['a'], ['b', 'aa', '']],
    ['?b', ['ab'], ['b']],
    ['[ab]c', ['ac', 'bc'], ['cc']],
    ['\\*x', ['*x'], ['ax']],
    ['\\', ['\\'], ['a']],
  ])('%j', (pattern, matching, others) => {
    const broker = newBroker();
    broker.patterns.add(new Inbox(), bytes(pattern));
    for (const channel of matching) expect(publish(broker, channel, 'x'), channel).toBe(1);
    for (const channel of others) expect(publish(broker, channel, 'x'), channel).toBe(0);
  });
});

test('one who leaves leaves nothing behind', () => {
  const broker = newBroker();
  const anna = new Inbox();
  broker.channels.add(anna, bytes('a'));
  broker.channels.add(anna, bytes('b'));
  broker.patterns.add(anna, bytes('*'));
  broker.shardChannels.add(anna, bytes('s'));
  broker.leave(anna);
  expect(broker.channels.size + broker.patterns.size + broker.shardChannels.size).toBe(0);
  expect(broker.channels.subscriberCount + broker.patterns.subscriberCount).toBe(0);
  expect(publish(broker, 'a', 'x')).toBe(0);
});

test('names are bytes of their own, and a pattern picks among them', () => {
  const { channels } = newBroker();
  const anna = new Inbox();
  const name = Buffer.from([0xff, 0]);
  channels.add(anna, name);
  name[0] = 1;
  channels.add(anna, bytes('-room.1-'), 1, 7);
  expect(channels.topicsOf(anna).map((topic) => [...topic.name])).toEqual([[0xff, 0], [...bytes('room.1')]]);
  expect(channels.all()).toHaveLength(2);
  expect(channels.matching(bytes('room.*')).map((topic) => text(topic.name))).toEqual(['room.1']);
  expect(channels.remove(anna, new Uint8Array([0xff]))).toBeUndefined();
  expect(channels.remove(anna, new Uint8Array([0xff, 0]))).toBeDefined();
  expect(channels.countOf(anna)).toBe(1);
});

test('topics whose names have one hash are told apart, and each goes by itself', () => {
  // Names that collide under this secret have to be looked for.
  const { channels } = new Broker<Inbox>(new ToInboxes(), new KeyedHash(0, 0));
  const inbox = new Inbox();
  const byHash = new Map<number, string[]>();
  for (let i = 0; i < 300_000; i++) {
    const name = `channel.${i}`;
    const topic = channels.add(inbox, bytes(name));
    const { hash } = topic as Topic<Inbox>;
    const same = byHash.get(hash);
    if (same === undefined) byHash.set(hash, [name]);
    else same.push(name);
  }
  const colliding = [...byHash.values()].filter((names) => names.length > 1);
  expect(colliding.length).toBeGreaterThan(0);
  for (const [first, second] of colliding) {
    expect(text(channels.get(bytes(second))?.name ?? bytes(''))).toBe(second);
    channels.remove(inbox, bytes(first));
    expect(channels.get(bytes(first))).toBeUndefined();
    expect(channels.get(bytes(second))).toBeDefined();
    channels.remove(inbox, bytes(second));
    expect(channels.get(bytes(second))).toBeUndefined();
  }
  expect(channels.size).toBe(channels.all().length);
  channels.leaveAll(inbox);
  expect(channels.size).toBe(0);
});

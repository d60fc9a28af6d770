import { expect, test } from 'vitest';
import { Broker, type Subscriber } from './index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (value: Uint8Array): string => new TextDecoder().decode(value);

class Inbox implements Subscriber {
  readonly lines: string[] = [];

  message(channel: Uint8Array, payload: Uint8Array, start: number, end: number): void {
    this.lines.push(`${text(channel)}: ${text(payload.subarray(start, end))}`);
  }

  patternMessage(pattern: Uint8Array, channel: Uint8Array, payload: Uint8Array, start: number, end: number): void {
    this.lines.push(`${text(pattern)} ${text(channel)}: ${text(payload.subarray(start, end))}`);
  }
}

test('a message reaches those who subscribed, once per subscription', () => {
  const broker = new Broker();
  const anna = new Inbox();
  const ben = new Inbox();
  expect(broker.channels.add(bytes('news'), anna)).toBe(true);
  expect(broker.channels.add(bytes('news'), anna)).toBe(false);
  broker.patterns.add(bytes('n*'), anna);
  broker.patterns.add(bytes('w*'), ben);
  expect(broker.publish(bytes('news'), bytes('xxhixx'), 2, 4)).toBe(2);
  expect(anna.lines).toEqual(['news: hi', 'n* news: hi']);
  expect(ben.lines).toEqual([]);
});

test('one who leaves leaves nothing behind', () => {
  const broker = new Broker();
  const anna = new Inbox();
  broker.channels.add(bytes('a'), anna);
  broker.channels.add(bytes('b'), anna);
  broker.patterns.add(bytes('*'), anna);
  broker.leave(anna);
  expect(broker.channels.size + broker.patterns.size).toBe(0);
  expect(broker.publish(bytes('a'), bytes('x'))).toBe(0);
});

test('names are bytes, and a pattern picks among them', () => {
  const broker = new Broker();
  const anna = new Inbox();
  broker.channels.add(new Uint8Array([0xff, 0]), anna);
  broker.channels.add(bytes('room.1'), anna);
  expect(broker.channelsMatching()).toHaveLength(2);
  expect(broker.channelsMatching(bytes('room.*')).map(text)).toEqual(['room.1']);
  expect(broker.channels.remove(new Uint8Array([0xff]), anna)).toBe(false);
  expect(broker.channels.namesOf(anna)).toEqual([new Uint8Array([0xff, 0]), bytes('room.1')]);
});

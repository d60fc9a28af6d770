import { Broker, type Delivery, type Topic } from '@respite/pubsub';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Whatever a subscriber is. Here it prints what it hears. */
class Listener {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  hear(line: string): void {
    console.log(`${this.name} hears ${line}`);
  }
}

/** Puts a message in the form in which it goes out, once, and gives it to everybody. */
const delivery: Delivery<Listener> = {
  toChannel(topic, message, start, end) {
    tellAll(topic, `${decode(topic.name)}: ${decode(message.subarray(start, end))}`);
  },
  toPattern(topic, channel, channelStart, channelEnd, message, start, end) {
    const name = decode(channel.subarray(channelStart, channelEnd));
    tellAll(topic, `${name} (by ${decode(topic.name)}): ${decode(message.subarray(start, end))}`);
  },
  toShardChannel(topic, message, start, end) {
    this.toChannel(topic, message, start, end);
  },
};

function tellAll(topic: Topic<Listener>, line: string): void {
  for (const listener of topic.subscribers) listener.hear(line);
}

const broker = new Broker<Listener>(delivery);
const anna = new Listener('Anna');
const ben = new Listener('Ben');
broker.channels.add(anna, encode('room.red'));
broker.channels.add(ben, encode('room.red'));
broker.patterns.add(ben, encode('room.*'));

function publish(channel: string, message: string): void {
  const name = encode(channel);
  const bytes = encode(message);
  console.log(`delivered ${broker.publish(name, 0, name.length, bytes, 0, bytes.length)} times`);
}

publish('room.red', 'hello');
publish('room.blue', 'anybody?');
broker.leave(ben);
publish('room.blue', 'nobody');

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { encodeCommand } from '@respite/testing';

const CHANNEL = 'news';

/** What one run shall be. */
export interface ChannelRun {
  seconds: number;
  /** PUBLISH requests that were sent and not yet answered, at most. */
  underWay: number;
  messageBytes: number;
}

interface Setting {
  port: number;
  subscribers: number;
}

/**
 * A process of its own that publishes to one channel and subscribes to it many times over. It counts bytes and looks at none, so that
 * it can do more than a server; when it falls behind nevertheless, its reads get larger, and it catches up.
 */
export class ChannelLoad {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(setting: Setting): Promise<ChannelLoad> {
    const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(setting)]);
    const [message] = await once(child, 'message');
    if (message !== 'ready') throw new Error(String(message));
    return new ChannelLoad(child);
  }

  /** @returns messages delivered per second, to all subscribers together, all of them counted until the last one is there */
  async run(options: ChannelRun): Promise<number> {
    const answer = once(this.#child, 'message');
    this.#child.send(options);
    const [delivered] = await answer;
    if (typeof delivered !== 'number') throw new Error(String(delivered));
    return delivered;
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }
}

/** One connection whose received bytes are counted. */
class Counted {
  readonly socket: Socket;
  bytes = 0;

  private constructor(port: number, onBytes: () => void) {
    this.socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: shared,
        callback: (length) => {
          this.bytes += length;
          onBytes();
          return true;
        },
      },
    });
  }

  static async open(port: number, onBytes: () => void): Promise<Counted> {
    const counted = new Counted(port, onBytes);
    await once(counted.socket, 'connect');
    return counted;
  }
}

/** Nobody reads what arrives here. */
const shared = Buffer.alloc(256 * 1024);

/** The publisher and all subscribers of the load process. */
class Channel {
  readonly #subscribers: Counted[] = [];
  #publisher!: Counted;
  #onBytes: () => void = () => {};

  static async open({ port, subscribers }: Setting): Promise<Channel> {
    const channel = new Channel();
    const onBytes = () => channel.#onBytes();
    channel.#publisher = await Counted.open(port, onBytes);
    const request = encodeCommand(['SUBSCRIBE', CHANNEL]);
    const confirmation = `*3\r\n$9\r\nsubscribe\r\n$${CHANNEL.length}\r\n${CHANNEL}\r\n:1\r\n`.length;
    for (let i = 0; i < subscribers; i++) {
      const subscriber = await Counted.open(port, onBytes);
      channel.#subscribers.push(subscriber);
      await channel.#until(() => {
        subscriber.socket.write(request);
        return () => subscriber.bytes === confirmation;
      });
    }
    return channel;
  }

  async run({ seconds, underWay, messageBytes }: ChannelRun): Promise<number> {
    const message = 'x'.repeat(messageBytes);
    const push = `*3\r\n$7\r\nmessage\r\n$${CHANNEL.length}\r\n${CHANNEL}\r\n$${messageBytes}\r\n${message}\r\n`.length;
    const reply = `:${this.#subscribers.length}\r\n`.length;
    const request = encodeCommand(['PUBLISH', CHANNEL, message]);
    const batch = Math.max(1, underWay >> 1);
    const requests = Buffer.concat(Array.from({ length: batch }, () => request));
    const publisher = this.#publisher;
    publisher.bytes = 0;
    for (const subscriber of this.#subscribers) subscriber.bytes = 0;
    const startedAt = performance.now();
    const endsAt = startedAt + seconds * 1000;
    let published = 0;
    const publish = (): void => {
      while (published + batch <= publisher.bytes / reply + underWay && performance.now() < endsAt) {
        publisher.socket.write(requests);
        published += batch;
      }
    };
    let seenReplies = 0;
    await this.#until(() => {
      publish();
      return () => {
        if (publisher.bytes > seenReplies) {
          seenReplies = publisher.bytes;
          publish();
        }
        if (publisher.bytes < published * reply || performance.now() < endsAt) return false;
        return this.#subscribers.every(({ bytes }) => bytes === published * push);
      };
    });
    return (published * this.#subscribers.length) / ((performance.now() - startedAt) / 1000);
  }

  /** Begins something and waits until bytes have come that make it done. */
  #until(begin: () => () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const isDone = begin();
      this.#onBytes = () => {
        if (!isDone()) return;
        this.#onBytes = () => {};
        resolve();
      };
    });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const tell = (what: unknown): void => {
    process.send?.(what);
  };
  const fail = (error: Error): void => tell(error.message);
  process.on('disconnect', () => process.exit());
  Channel.open(JSON.parse(process.argv[2]) as Setting).then((channel) => {
    process.on('message', (run: ChannelRun) => {
      channel.run(run).then(tell, fail);
    });
    tell('ready');
  }, fail);
}

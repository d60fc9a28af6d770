import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { encodeCommand, endOfReply, type RawConnection, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { KeyspaceEventClass } from '../../config/keyspace-event-classes.ts';
import { putList } from './other-kind.cases.ts';
import { type Command, LIST, randomCommand } from './random-commands.cases.ts';

const ALL_EVENTS = 'KEAn';
const MARK = 'mark';
/** Thousands of round trips, on a machine that may have other things to do. */
const MINUTE_MS = 60_000;

/** What one command did, as lines: its events, and what was propagated of it. */
interface Told {
  events: string[];
  propagated: string[][];
}

/** What redis-server sends to a replica: a snapshot, then the commands that changed something. */
class ReplicaOfOracle {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
  }

  static async attach(port: number): Promise<ReplicaOfOracle> {
    const socket = connect({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    const replica = new ReplicaOfOracle(socket);
    socket.write('PSYNC ? -1\r\n');
    await replica.#until(() => replica.#skipSnapshot());
    return replica;
  }

  /** Commands up to the one that publishes the mark. */
  async untilMark(mark: string): Promise<string[][]> {
    const commands: string[][] = [];
    await this.#until(() => {
      for (;;) {
        const end = endOfReply(this.#received, 0);
        if (end < 0) return false;
        const words = wordsOf(this.#received.subarray(0, end));
        this.#received = this.#received.subarray(end);
        if (words[0] === 'PUBLISH' && words[2] === mark) return true;
        // The connection's own business: the number of the database, signs of life.
        if (words[0] !== 'SELECT' && words[0] !== 'ping') commands.push(words);
      }
    });
    return commands;
  }

  close(): void {
    this.#socket.destroy();
  }

  /** `+FULLRESYNC ...`, then `$length` and as many bytes with nothing behind them; blank lines while the snapshot is made. */
  #skipSnapshot(): boolean {
    const head = /\$(\d+)\r\n/.exec(this.#received.subarray(0, 200).toString('latin1'));
    if (head === null) return false;
    const end = head.index + head[0].length + Number(head[1]);
    if (this.#received.length < end) return false;
    this.#received = this.#received.subarray(end);
    return true;
  }

  async #until(done: () => boolean): Promise<void> {
    while (!done()) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** The elements of an array of bulk strings, one character for a byte. */
function wordsOf(frame: Uint8Array): string[] {
  const text = Buffer.from(frame).toString('latin1');
  const words: string[] = [];
  let at = text.indexOf('\r\n') + 2;
  while (at < text.length) {
    const start = text.indexOf('\r\n', at) + 2;
    const length = Number(text.slice(at + 1, start - 2));
    words.push(text.slice(start, start + length));
    at = start + length + 2;
  }
  return words;
}

async function eventsUntilMark(subscriber: RawConnection, mark: string): Promise<string[]> {
  const events: string[] = [];
  for (;;) {
    const [kind, , channel, message] = wordsOf(await subscriber.nextReply());
    if (kind !== 'pmessage') continue;
    if (channel === MARK && message === mark) return events;
    if (channel !== MARK) events.push(`${channel.slice('__keyevent@0__:'.length)} ${message}`);
  }
}

function listenTo(server: TestServer): Told {
  const told: Told = { events: [], propagated: [] };
  const text = (bytes: Uint8Array, start: number, end: number) =>
    Buffer.from(bytes.subarray(start, end)).toString('latin1');
  server.core.effects.listen({
    keyEvent: (event, _database, key, start, end) => {
      told.events.push(`${event.name} ${text(key, start, end)}`);
    },
    propagate: (_database, command) => {
      const words: string[] = [];
      for (let i = 0; i < command.count; i++) words.push(text(command.bytes, command.starts[i], command.ends[i]));
      told.propagated.push(words);
    },
  });
  const { generic, string, expired, new: newKey } = KeyspaceEventClass;
  server.core.effects.eventMask = generic | string | expired | newKey;
  return told;
}

/** SET with a time that has passed stores a key and expires it later in Redis 7; since 8.8 it stores nothing, as we. */
function isPastSet(command: Command): boolean {
  if (command[0] !== 'SET') return false;
  return command.some((word, i) => /^(?:exat|pxat)$/i.test(String(word)) && Number(command[i + 1]) < 10_000);
}

/** The same, but for times counted from two clocks, and options as they were typed. */
function sameWords(ours: string[], theirs: string[]): boolean {
  return (
    ours.length === theirs.length &&
    ours.every(
      (word, i) =>
        word.toUpperCase() === theirs[i].toUpperCase() ||
        (/^\d{13,19}$/.test(word) && Math.abs(Number(word) - Number(theirs[i])) < 60_000),
    )
  );
}

describeWithOracle(
  'effects of string commands beside redis-server',
  (oracle) => {
    test(
      'the same events, the same commands for replicas',
      async () => {
        const random = seededRandom('effects of string commands');
        const server = new TestServer();
        server.clock.set(Date.now());
        const ours = server.connect();
        const told = listenTo(server);
        const theirs = await oracle().connect();
        const subscriber = await oracle().connect();
        await theirs.exchange(encodeCommand(['CONFIG', 'SET', 'notify-keyspace-events', ALL_EVENTS]));
        await theirs.exchange(encodeCommand(['RPUSH', LIST, 'x']));
        putList(server, LIST);
        subscriber.send(encodeCommand(['PSUBSCRIBE', '__keyevent@0__:*', MARK]));
        await subscriber.nextReply();
        await subscriber.nextReply();
        const replica = await ReplicaOfOracle.attach(oracle().port);

        for (let round = 0; round < 1200; round++) {
          const command = randomCommand(random);
          if (isPastSet(command)) continue;
          told.events.length = 0;
          told.propagated.length = 0;
          await ours.exchange(encodeCommand(command));
          await theirs.exchange(encodeCommand(command));
          await theirs.exchange(encodeCommand(['PUBLISH', MARK, String(round)]));
          const events = await eventsUntilMark(subscriber, String(round));
          const propagated = await replica.untilMark(String(round));
          const line = command.map(String).join(' ');
          expect(told.events, line).toEqual(events);
          const same =
            told.propagated.length === propagated.length &&
            propagated.every((words, i) => sameWords(told.propagated[i], words));
          if (!same) expect(told.propagated, line).toEqual(propagated);
        }
        replica.close();
        await subscriber.close();
        await theirs.close();
      },
      MINUTE_MS,
    );
  },
  ['--repl-diskless-sync', 'no'],
);

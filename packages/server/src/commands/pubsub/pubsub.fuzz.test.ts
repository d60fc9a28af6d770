import {
  encodeCommand,
  endOfReply,
  type Oracle,
  type RawConnection,
  type SeededRandom,
  seededRandom,
} from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../../test/in-process.ts';

type Command = readonly (string | Uint8Array)[];

const CLIENTS = 6;
/** The clients after these never subscribe to anything: they publish, and do things to keys. */
const SUBSCRIBERS = 4;
const NAMES: readonly (string | Uint8Array)[] = [
  'a',
  'ab',
  'news.1',
  '',
  '*',
  '[a]',
  'x'.repeat(300),
  Uint8Array.of(255, 0, 13, 10),
];
const PATTERNS: readonly (string | Uint8Array)[] = [
  'a*',
  '*',
  '?',
  '[ab]',
  '\\*',
  'news.?',
  '',
  Uint8Array.of(255, 42),
  '__key*',
];
const PONG = 'the end';

/** One client, at both servers. What came until it was answered a PING is compared as a set, where the order is free. */
class Twin {
  readonly #ours: TestConnection;
  readonly #theirs: RawConnection;
  readonly #history: string[] = [];

  constructor(ours: TestConnection, theirs: RawConnection) {
    this.#ours = ours;
    this.#theirs = theirs;
  }

  async say(...commands: Command[]): Promise<void> {
    this.#history.push(...commands.map((command) => command.map(shown).join(' ')));
    const request = Buffer.concat([...commands, ['PING', PONG]].map(encodeCommand));
    const ours = replies(await this.#ours.exchange(request));
    this.#theirs.send(request);
    const theirs: string[] = [];
    do theirs.push(shown(await this.#theirs.nextReply()));
    while (!theirs[theirs.length - 1].includes(PONG));
    expect(ours.map(loosened).sort(), this.#history.slice(-10).join('\n')).toEqual(theirs.map(loosened).sort());
  }

  close(): Promise<void> {
    return this.#theirs.close();
  }
}

function shown(bytes: string | Uint8Array): string {
  return typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('latin1');
}

function replies(bytes: Uint8Array): string[] {
  const all: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = endOfReply(bytes, at);
    if (end < 0) throw new Error(`no whole reply: ${JSON.stringify(shown(bytes.subarray(at)))}`);
    all.push(shown(bytes.subarray(at, end)));
    at = end;
  }
  return all;
}

/**
 * Of two subscriptions that one command ends, either may be the first: without the number of those that are left. HELLO tells the version
 * and the client's number.
 */
function loosened(reply: string): string {
  const masked = reply.replace(/\$\d+\r\n\d+\.\d+\.\d+\r\n/, 'VERSION').replace(/id\r\n:\d+/, 'id');
  return masked.includes('unsubscribe\r\n') ? masked.replace(/:\d+\r\n$/, '') : masked;
}

function someOf<T>(random: SeededRandom, values: readonly T[]): T[] {
  return Array.from({ length: 1 + random.nextInt(3) }, () => random.pick(values));
}

function subscriberCommand(random: SeededRandom): Command {
  return random.pick<() => Command>([
    () => ['SUBSCRIBE', ...someOf(random, NAMES)],
    () => ['PSUBSCRIBE', ...someOf(random, PATTERNS)],
    () => ['SSUBSCRIBE', ...someOf(random, NAMES)],
    () => ['UNSUBSCRIBE', ...someOf(random, NAMES)],
    () => ['PUNSUBSCRIBE', ...someOf(random, PATTERNS)],
    () => ['SUNSUBSCRIBE', ...someOf(random, NAMES)],
    () => [random.pick(['UNSUBSCRIBE', 'PUNSUBSCRIBE', 'SUNSUBSCRIBE'])],
    () => ['PING'],
    () => ['PING', 'x'],
    () => ['PING', 'x', 'y'],
    () => [random.pick(['SUBSCRIBE', 'PSUBSCRIBE', 'SSUBSCRIBE', 'nothing', 'GET'])],
    () =>
      random.pick<Command>([
        ['GET', 'k'],
        ['CLIENT', 'GETNAME'],
        ['RESET'],
        ['HELLO', '3'],
        ['HELLO', '2'],
        ['ECHO', 'x'],
      ]),
  ])();
}

function publisherCommand(random: SeededRandom): Command {
  const message = () => random.pick<string | Uint8Array>(['', 'm', 'y'.repeat(random.nextInt(3000)), random.bytes(10)]);
  return random.pick<() => Command>([
    () => ['PUBLISH', random.pick(NAMES), message()],
    () => ['PUBLISH', random.pick(NAMES), message()],
    () => ['SPUBLISH', random.pick(NAMES), message()],
    () => ['PUBSUB', random.pick(['NUMSUB', 'SHARDNUMSUB']), ...(random.chance(0.2) ? [] : someOf(random, NAMES))],
    () => ['PUBSUB', 'NUMPAT'],
    () => ['PUBLISH', 'a'],
    () => ['SET', random.pick(['k', 'l']), '1'],
    () => ['SET', 'k', '1', 'EX', '100'],
    () => ['DEL', 'k', 'l'],
    () => ['LPUSH', 'l', 'x'],
    () => ['RPOPLPUSH', 'l', 'k'],
    () => ['RENAME', 'k', 'l'],
  ])();
}

async function compare(oracle: Oracle, random: SeededRandom): Promise<void> {
  const server = new TestServer();
  const twins: Twin[] = [];
  for (let i = 0; i < CLIENTS; i++) twins.push(new Twin(server.connect(), await oracle.connect()));
  const last = twins[CLIENTS - 1];
  await last.say(
    ['FLUSHALL'],
    ['CONFIG', 'SET', 'notify-keyspace-events', random.pick(['', 'KEA', 'E$', 'Kg', 'KEn'])],
  );
  for (const twin of twins)
    if (random.chance(0.5)) await twin.say(['HELLO', '3', 'AUTH', 'default', 'x'], ['CLIENT', 'GETNAME']);
  try {
    for (let step = 0; step < 60; step++) {
      const isSubscriber = random.chance(0.5);
      const index = isSubscriber ? random.nextInt(SUBSCRIBERS) : SUBSCRIBERS + random.nextInt(CLIENTS - SUBSCRIBERS);
      const commands = Array.from({ length: 1 + random.nextInt(4) }, () =>
        isSubscriber ? subscriberCommand(random) : publisherCommand(random),
      );
      // In which order a command ends all subscriptions is free, but not where it stands in the reply of EXEC.
      const isTransaction = isSubscriber && random.chance(0.1) && commands.every(({ length }) => length > 1);
      await twins[index].say(...(isTransaction ? [['MULTI'], ...commands, ['EXEC']] : commands));
      for (const twin of twins.slice(0, SUBSCRIBERS)) await twin.say();
    }
  } finally {
    for (const twin of twins) await twin.close();
  }
}

describeWithOracle('publish and subscribe beside redis-server', (oracle) => {
  test('random subscribers and publishers: all clients receive the same', { timeout: 120_000 }, async () => {
    const random = seededRandom('publish and subscribe');
    for (let round = 0; round < 25; round++) await compare(oracle(), random);
  });
});

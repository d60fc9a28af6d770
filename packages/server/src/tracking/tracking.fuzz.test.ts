import { encodeCommand, type RawConnection, type SeededRandom, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../test/in-process.ts';

/*
 * Several clients of both servers do the same, and each must receive the same stream of bytes, replies and messages in their order:
 *
 *   0 in RESP3, may redirect to 4    1 in RESP3    2 in RESP2, may redirect to 3    3 in RESP2, listens    4 in RESP3, listens
 */
const ACTORS = 3;
const CLIENTS = 5;
const REDIRECTS: readonly (number | undefined)[] = [4, undefined, 3];

interface Both {
  readonly ours: TestConnection;
  readonly theirs: RawConnection;
  /** The clients' IDs, there and here. */
  readonly ourId: string;
  readonly theirId: string;
}

type Command = string[];

function tracking(random: SeededRandom, actor: number): Command {
  const options: Command[] = [['NOLOOP'], ['OPTIN'], ['OPTOUT'], ['BCAST'], ['BCAST', 'PREFIX', 'a', 'PREFIX', 'b:']];
  const chosen = options.filter(() => random.nextInt(4) === 0);
  if (REDIRECTS[actor] !== undefined && random.nextInt(3) === 0) chosen.push(['REDIRECT', `#${REDIRECTS[actor]}`]);
  return ['CLIENT', 'TRACKING', random.pick(['ON', 'ON', 'ON', 'OFF']), ...chosen.flat()];
}

function randomCommands(random: SeededRandom, actor: number): Command[] {
  const key = () => random.pick(['a', 'ab', 'abc', 'b', 'b:1', 'c', 'list', 'hash', 'set']);
  const readOrWrite = () =>
    random.pick<() => Command>([
      () => ['GET', key()],
      () => ['MGET', key(), key(), key()],
      () => ['EXISTS', key(), key()],
      () => ['TTL', key()],
      () => ['TYPE', key()],
      () => ['STRLEN', key()],
      () => ['LRANGE', key(), '0', '-1'],
      () => ['HGET', key(), 'f'],
      () => ['SINTER', key(), 'set'],
      () => ['SORT_RO', key()],
      () => ['TOUCH', key(), key()],
      () => ['SET', key(), '1'],
      () => ['MSET', key(), '1', key(), '2'],
      () => ['INCR', key()],
      () => ['DEL', key(), key()],
      () => ['GETSET', key(), '5'],
      () => ['HSET', 'hash', 'f', '1'],
      () => ['HDEL', 'hash', 'f'],
      () => ['RPUSH', 'list', '1'],
      () => ['LPOP', 'list'],
      () => ['SADD', 'set', 'a'],
      () => ['SINTERSTORE', key(), 'set', 'set'],
      () => ['RENAME', key(), key()],
      () => ['COPY', key(), key()],
      () => ['EXPIRE', key(), '1000'],
      () => ['PERSIST', key()],
      () => ['PEXPIREAT', key(), '1'],
      () => ['NOSUCH'],
      () => ['GET'],
      () => ['SELECT', random.pick(['0', '1'])],
      () => ['PING'],
    ])();
  const about = () =>
    random.pick<() => Command>([
      () => tracking(random, actor),
      () => ['CLIENT', 'TRACKING', 'OFF'],
      () => ['CLIENT', 'CACHING', random.pick(['YES', 'NO'])],
      () => ['CLIENT', 'TRACKINGINFO'],
      () => ['CLIENT', 'GETREDIR'],
      () => ['FLUSHDB'],
      () => ['FLUSHALL'],
    ])();
  const some = (most: number) =>
    Array.from({ length: 1 + random.nextInt(most) }, () => (random.nextInt(10) === 0 ? about() : readOrWrite()));
  if (random.nextInt(6) > 0) return some(5);
  const isKnown = (command: Command) => command.length > 1 && command[0] !== 'SELECT' && command[0] !== 'CLIENT';
  return [['MULTI'], ...some(5).filter(isKnown), random.pick([['EXEC'], ['EXEC'], ['DISCARD']])];
}

/** IDs differ, and Redis sends a client in RESP2 the null of RESP3 where one in RESP3 redirects to it. */
function mask(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/(redirect\r\n|broken\r\n):[1-9]\d*\r\n/g, '$1:ID\r\n')
    .replaceAll(/^:[1-9]\d{2,}\r\n/gm, ':ID\r\n');
}

describeWithOracle('client-side caching beside redis-server', (oracle) => {
  test('each of several clients receives the same stream of bytes', async () => {
    const random = seededRandom('tracking');
    // IDs of three digits on both sides, so that they can be told from other numbers.
    const server = new TestServer();
    for (let id = 0; id < 100; id++) server.connect().client.transport.close(true);
    for (let id = 0; id < 100; id++) await (await oracle().connect()).close();
    for (let round = 0; round < 30; round++) {
      const clients: Both[] = [];
      for (let i = 0; i < CLIENTS; i++) clients.push(await connect(server, await oracle().connect(), i));
      await clients[0].theirs.exchange(encodeCommand(['FLUSHALL']));
      await clients[0].ours.exchange(encodeCommand(['FLUSHALL']));
      const told: string[] = [];
      for (let step = 0; step < 40; step++) {
        const actor = random.nextInt(ACTORS);
        const commands = step < 2 * ACTORS ? [tracking(random, actor)] : randomCommands(random, actor);
        told.push(...commands.map((command) => `${actor}: ${command.join(' ')}`));
        const ends = clients.map((_, i) => `end of ${step} for ${i}`);
        const ours = await doOurs(clients, actor, commands, ends);
        const theirs = await doTheirs(clients, actor, commands, ends);
        expect(ours, `after\n${told.slice(-40).join('\n')}\n`).toEqual(theirs);
      }
      for (const { ours, theirs } of clients) {
        server.core.sessions.gone(ours.client);
        await theirs.close();
      }
    }
  });
});

async function connect(server: TestServer, theirs: RawConnection, index: number): Promise<Both> {
  const ours = server.connect();
  const introduction = index === 0 || index === 1 || index === 4 ? [['HELLO', '3']] : [];
  if (index === 3) introduction.push(['SUBSCRIBE', '__redis__:invalidate']);
  const theirId = digits(await theirs.exchange(encodeCommand(['CLIENT', 'ID'])));
  for (const command of introduction) {
    await ours.exchange(encodeCommand(command));
    await theirs.exchange(encodeCommand(command));
  }
  return { ours, theirs, ourId: String(ours.client.id), theirId };
}

function digits(reply: Uint8Array): string {
  return Buffer.from(reply).toString().replaceAll(/\D/g, '');
}

/** `#4` stands for the ID of client 4. */
function encode(commands: readonly Command[], idOf: (client: number) => string): Uint8Array {
  const words = (command: Command) => command.map((word) => (/^#\d$/.test(word) ? idOf(Number(word[1])) : word));
  return Buffer.concat(commands.map((command) => encodeCommand(words(command))));
}

function endOf(client: number, end: string): Uint8Array {
  return encodeCommand([client === 3 ? 'PING' : 'ECHO', end]);
}

async function doOurs(clients: Both[], actor: number, commands: Command[], ends: string[]): Promise<string[]> {
  const request = encode([...commands, ['ECHO', 'done']], (client) => clients[client].ourId);
  const parts: Uint8Array[][] = clients.map(() => []);
  parts[actor].push(await clients[actor].ours.exchange(request));
  for (const [i, { ours }] of clients.entries()) parts[i].push(await ours.exchange(endOf(i, ends[i])));
  return parts.map((each) => mask(Buffer.concat(each)));
}

async function doTheirs(clients: Both[], actor: number, commands: Command[], ends: string[]): Promise<string[]> {
  const parts: Uint8Array[][] = clients.map(() => []);
  const until = async (client: number, end: string) => {
    for (;;) {
      const reply = await clients[client].theirs.nextReply();
      parts[client].push(reply);
      if (Buffer.from(reply).includes(end)) return;
    }
  };
  clients[actor].theirs.send(encode([...commands, ['ECHO', 'done']], (client) => clients[client].theirId));
  await until(actor, '$4\r\ndone');
  for (const [i, { theirs }] of clients.entries()) {
    theirs.send(endOf(i, ends[i]));
    await until(i, ends[i]);
  }
  return parts.map((each) => mask(Buffer.concat(each)));
}

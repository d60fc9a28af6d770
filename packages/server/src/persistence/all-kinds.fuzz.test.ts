import { CHUNK_BYTES, MemorySnapshotFiles, SnapshotReader, SnapshotWriter } from '@respite/persistence';
import { LiveWalk, type SnapshotWalk, StandingWalk } from '@respite/store';
import { encodeCommand, type SeededRandom, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { splitReplies } from '../../test/beside-oracle.ts';
import { type TestConnection, TestServer } from '../../test/in-process.ts';

type Command = (string | number | Uint8Array)[];

/** More of them for a longer test. */
const ROUNDS = Number(process.env.RESPITE_FUZZ_ROUNDS ?? 2);
const NAMES_PER_KIND = 5;

// Data.

const texts = [
  'a',
  'b',
  '12',
  '-7',
  '9223372036854775807',
  '',
  'ünïcödé 日本',
  'with "quotes"\n',
  'base64:AAAA',
  '1.50',
];

function randomText(random: SeededRandom): string | Uint8Array {
  return random.pick<() => string | Uint8Array>([
    () => random.pick(texts),
    () => `element ${random.nextInt(3000)}`,
    () => `element ${random.nextInt(3000)}`,
    () => String(random.nextInt(5000)),
    () => random.bytes(random.nextInt(12)),
    () => 'long '.repeat(random.nextInt(random.chance(0.01) ? 12000 : 20)),
  ])();
}

const someTexts = (random: SeededRandom, most: number) =>
  Array.from({ length: 1 + random.nextInt(most) }, () => randomText(random));

const score = (random: SeededRandom) =>
  random.pick([
    () => random.pick(['inf', '-inf', '0', '-0.5', '1e300', '5e-324', '0.1', '3479099943497504']),
    () => String(random.nextInt(100)),
    () => String(random.nextFloat() * 1000),
  ])();

/** How many elements a command adds: most often few, so that there are small and large values. */
const count = (random: SeededRandom) => random.pick([2, 2, 2, 2, 30, 1500]);

/** Anything that changes a key, of every kind. */
function randomChange(random: SeededRandom, now: number): Command {
  const key = (kind: string) => `${kind}:${random.nextInt(NAMES_PER_KIND)}`;
  const id = () => `${1000 + random.nextInt(2000)}-${random.nextInt(3)}`;
  const fields = (most: number) => someTexts(random, most).flatMap((text) => [text, randomText(random)]);
  const time = () => now + 1_000_000 + random.nextInt(1_000_000);
  const anyKey = () => key(random.pick(['string', 'list', 'set', 'hash', 'zset', 'stream']));
  return random.pick<() => Command>([
    () => ['SET', key('string'), randomText(random)],
    () => ['APPEND', key('string'), randomText(random)],
    () => ['PFADD', key('hyperloglog'), ...someTexts(random, 30)],
    () => ['SETBIT', key('bitmap'), random.nextInt(100_000), 1],
    () => [random.pick(['RPUSH', 'LPUSH']), key('list'), ...someTexts(random, count(random))],
    () => [random.pick(['RPUSH', 'LPUSH']), key('list'), ...someTexts(random, count(random))],
    () => [random.pick(['RPOP', 'LPOP']), key('list'), random.nextInt(count(random))],
    () => ['LSET', key('list'), random.nextInt(50), randomText(random)],
    () => ['LINSERT', key('list'), 'BEFORE', randomText(random), randomText(random)],
    () => ['LREM', key('list'), random.nextInt(3) - 1, randomText(random)],
    () => ['SADD', key('set'), ...someTexts(random, count(random))],
    () => ['SADD', key('integers'), ...Array.from({ length: count(random) }, () => random.nextInt(9999) - 5000)],
    () => ['SREM', key('set'), ...someTexts(random, 30)],
    () => ['SPOP', key('set'), random.nextInt(count(random))],
    () => ['HSET', key('hash'), ...fields(count(random))],
    () => ['HDEL', key('hash'), ...someTexts(random, 30)],
    () => ['HPEXPIREAT', key('hash'), time(), 'FIELDS', 1, randomText(random)],
    () => ['HPEXPIREAT', key('hash'), time(), 'FIELDS', 1, randomText(random)],
    () => ['HPERSIST', key('hash'), 'FIELDS', 1, randomText(random)],
    () => ['ZADD', key('zset'), ...someTexts(random, count(random)).flatMap((member) => [score(random), member])],
    () => ['ZREM', key('zset'), ...someTexts(random, 30)],
    () => ['ZREMRANGEBYRANK', key('zset'), 0, random.nextInt(count(random)) - 1],
    () => ['GEOADD', key('geo'), random.nextFloat() * 180, random.nextFloat() * 85, randomText(random)],
    () => ['XADD', key('stream'), '*', ...fields(4)],
    () => ['XADD', key('stream'), id(), ...fields(2)],
    () => ['XADD', key('stream'), '*', 'same', 'fields'],
    () => ['XDEL', key('stream'), id(), id()],
    () => ['XTRIM', key('stream'), 'MAXLEN', random.nextInt(300)],
    () => ['XGROUP', 'CREATE', key('stream'), random.pick(texts), random.pick(['$', '0', id()]), 'MKSTREAM'],
    () => ['XGROUP', 'CREATECONSUMER', key('stream'), random.pick(texts), randomText(random)],
    () => ['XGROUP', 'DESTROY', key('stream'), random.pick(texts)],
    () => ['XREADGROUP', 'GROUP', random.pick(texts), random.pick(texts), 'COUNT', '20', 'STREAMS', key('stream'), '>'],
    () => ['XREADGROUP', 'GROUP', random.pick(texts), random.pick(texts), 'COUNT', '20', 'STREAMS', key('stream'), '>'],
    () => ['XACK', key('stream'), random.pick(texts), id(), id()],
    () => ['XCLAIM', key('stream'), random.pick(texts), random.pick(texts), 0, id(), 'FORCE', 'RETRYCOUNT', 7],
    () => ['PEXPIREAT', anyKey(), time()],
    () => ['PERSIST', anyKey()],
    () => (random.chance(0.3) ? ['DEL', anyKey()] : ['GET', 'nothing']),
    () => (random.chance(0.3) ? ['RENAME', anyKey(), anyKey()] : ['COPY', anyKey(), anyKey(), 'REPLACE']),
    () => (random.chance(0.01) ? ['FLUSHDB'] : ['SELECT', random.pick(['0', '0', '3'])]),
  ])();
}

// What is there, as text.

async function ask(connection: TestConnection, ...command: Command): Promise<string> {
  return Buffer.from(await connection.exchange(encodeCommand(command))).toString('latin1');
}

/** The elements of an array. */
function elements(reply: string): string[] {
  return splitReplies(reply.slice(reply.indexOf('\n') + 1));
}

const bulkText = (reply: string) => reply.slice(reply.indexOf('\n') + 1, -2);

async function describeValue(connection: TestConnection, kind: string, key: Uint8Array): Promise<string[]> {
  switch (kind) {
    case 'string':
      return [await ask(connection, 'GET', key)];
    case 'list':
      return [await ask(connection, 'LRANGE', key, 0, -1)];
    case 'set':
      return elements(await ask(connection, 'SMEMBERS', key)).sort();
    case 'zset':
      return [await ask(connection, 'ZRANGE', key, 0, -1, 'WITHSCORES')];
    case 'hash': {
      const fields = elements(await ask(connection, 'HKEYS', key));
      const names = fields.map((field) => Buffer.from(bulkText(field), 'latin1'));
      const values = elements(await ask(connection, 'HMGET', key, ...names));
      const times = elements(await ask(connection, 'HPEXPIRETIME', key, 'FIELDS', names.length, ...names));
      return fields.map((field, i) => `${field} ${values[i]} ${times[i]}`).sort();
    }
    default:
      return [await ask(connection, 'XINFO', 'STREAM', key, 'FULL', 'COUNT', 0)].map((reply) =>
        // How the entries are packed is another thing once they were loaded.
        reply.replace(/\$1[56]\r\nradix-tree-(?:keys|nodes)\r\n:\d+\r\n/g, ''),
      );
  }
}

/** Everything that a server holds. */
async function contents(server: TestServer): Promise<string[]> {
  const lines: string[] = [];
  const connection = server.connect();
  for (const database of [0, 3]) {
    await ask(connection, 'SELECT', database);
    for (const name of elements(await ask(connection, 'KEYS', '*')).sort()) {
      const key = Buffer.from(bulkText(name), 'latin1');
      const kind = (await ask(connection, 'TYPE', key)).slice(1, -2);
      const expires = await ask(connection, 'PEXPIRETIME', key);
      lines.push(`${database} ${name} ${kind} ${expires} ${(await describeValue(connection, kind, key)).join(' ')}`);
    }
  }
  return lines;
}

// Saving and loading.

class Saving {
  readonly chunks: Uint8Array[] = [];
  readonly writer: SnapshotWriter;

  constructor() {
    const take = (bytes: Uint8Array, length: number) => {
      this.chunks.push(bytes.slice(0, length));
      return new Uint8Array(CHUNK_BYTES);
    };
    this.writer = new SnapshotWriter({ take }, { version: '0.1.0' });
  }

  begin(walk: SnapshotWalk): void {
    this.writer.begin(walk);
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.chunks);
  }
}

function loaded(bytes: Uint8Array, now: number): TestServer {
  const server = new TestServer();
  server.clock.set(now);
  const files = new MemorySnapshotFiles();
  files.contents.set('data/dump.json', bytes);
  const open = () => files.open('data', 'dump.json')!;
  const reader = new SnapshotReader(open(), server.core.store.databases, open);
  while (reader.step());
  expect(reader.checked).toBe(true);
  return server;
}

async function change(connection: TestConnection, random: SeededRandom, now: number): Promise<void> {
  const command = encodeCommand(randomChange(random, now));
  // Streams become large by many commands only.
  const isAddition = Buffer.from(command).includes('XADD');
  const times = isAddition && random.chance(0.3) ? 1 + random.nextInt(1500) : 1;
  await connection.exchange(Buffer.concat(Array.from({ length: times }, () => command)));
}

test('what is saved and loaded is the same, of every kind', async () => {
  const random = seededRandom('snapshots of all kinds');
  for (let round = 0; round < ROUNDS; round++) {
    const server = new TestServer();
    const now = server.clock.nowMs();
    const connection = server.connect();
    for (let i = 0; i < 600; i++) await change(connection, random, now);

    const saving = new Saving();
    saving.begin(new StandingWalk(server.core.store));
    while (saving.writer.step());
    JSON.parse(Buffer.from(saving.bytes()).toString());
    const other = loaded(saving.bytes(), now);
    const expected = await contents(server);
    expect(await contents(other)).toEqual(expected);

    // What was loaded can be worked with as if it had never been away.
    const again = other.connect();
    for (let i = 0; i < 100; i++) await change(again, random, now);
  }
}, 120_000);

test('a file written while everything changes shows the moment at which it began', async () => {
  const random = seededRandom('live snapshots of all kinds');
  for (let round = 0; round < ROUNDS; round++) {
    const server = new TestServer();
    const now = server.clock.nowMs();
    const connection = server.connect();
    const walk = new LiveWalk(server.core.store);
    for (let i = 0; i < 600; i++) await change(connection, random, now);
    for (let repeat = 0; repeat < 3; repeat++) {
      while (!walk.prepare()) await change(connection, random, now);
      const expected = await contents(server);
      const saving = new Saving();
      walk.begin(saving.writer);
      saving.begin(walk);
      const isAbandoned = random.chance(0.3);
      const perStep = random.pick([0, 3, 30]);
      let goesOn = true;
      while (goesOn && !(isAbandoned && random.chance(0.2))) {
        for (let i = random.nextInt(perStep + 1); i > 0; i--) await change(connection, random, now);
        goesOn = saving.writer.step();
      }
      if (goesOn) {
        saving.writer.abandon();
        walk.abandon();
        continue;
      }
      walk.end();
      expect(await contents(loaded(saving.bytes(), now))).toEqual(expected);
    }
  }
}, 120_000);

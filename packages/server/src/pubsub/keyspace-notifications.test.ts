import { describe, expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../test/in-process.ts';
import { ExpireCycleJob } from '../background/expire-cycle.ts';

/** A server that notifies of the classes, one client that does things and one that subscribes to patterns. */
class Scene {
  readonly server: TestServer;
  readonly #actor: TestConnection;
  readonly #subscriber: TestConnection;

  private constructor(server: TestServer) {
    this.server = server;
    this.#actor = server.connect();
    this.#subscriber = server.connect();
  }

  static async with(letters: string, patterns = '*'): Promise<Scene> {
    const scene = new Scene(new TestServer());
    await scene.does(`CONFIG SET notify-keyspace-events ${letters}`);
    await say(scene.#subscriber, `PSUBSCRIBE ${patterns}`);
    scene.#subscriber.received();
    return scene;
  }

  async does(...lines: string[]): Promise<void> {
    await say(this.#actor, ...lines);
  }

  /** What the subscriber heard when the lines were said: `set=a` for the event of a key, `@a=set` for a key and its event. */
  async hears(...lines: string[]): Promise<string> {
    if (lines.length > 0) await this.does(...lines);
    return Buffer.from(this.#subscriber.received())
      .toString('latin1')
      .split('*4\r\n')
      .slice(1)
      .map((message) => message.split('\r\n'))
      .map((parts) => `${parts[5]}=${parts[7]}`.replace('__keyevent@0__:', '').replace('__keyspace@0__:', '@'))
      .join(' ');
  }
}

async function say(connection: TestConnection, ...lines: string[]): Promise<void> {
  await connection.exchange(Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1'));
}

describe('where events are published', () => {
  test('nowhere, unless K or E is there', async () => {
    const scene = await Scene.with('A');
    expect(await scene.hears('SET a 1')).toBe('');
    expect(scene.server.core.effects.eventMask).toBe(0);
  });

  test('by key, by event, or both, by key first', async () => {
    const scene = await Scene.with('KA');
    expect(await scene.hears('SET a 1')).toBe('@a=set');
    await scene.does('CONFIG SET notify-keyspace-events EA');
    expect(await scene.hears('SET a 1')).toBe('set=a');
    await scene.does('CONFIG SET notify-keyspace-events KEA');
    expect(await scene.hears('SET a 1 EX 10')).toBe('@a=set set=a @a=expire expire=a');
  });

  test('with the number of the database', async () => {
    const scene = await Scene.with('KEA');
    expect(await scene.hears('SELECT 15', 'SET a 1')).toBe('__keyspace@15__:a=set __keyevent@15__:set=a');
  });

  test('of classes that were asked for only', async () => {
    const scene = await Scene.with('El');
    expect(await scene.hears('SET a 1', 'LPUSH l 1', 'SADD s 1', 'DEL a')).toBe('lpush=l');
  });

  test('whatever bytes a key is made of, and however long it is', async () => {
    const scene = await Scene.with('KEA');
    const key = '\xff\x00*'.repeat(1000);
    const written = '\\xff\\x00*'.repeat(1000);
    expect(await scene.hears(`SET "${written}" 1`, `DEL "${written}"`)).toBe(
      `@${key}=set set=${key} @${key}=del del=${key}`,
    );
  });

  test('through subscriptions to channels too', async () => {
    const server = new TestServer();
    const [actor, subscriber] = [server.connect(), server.connect()];
    await say(subscriber, 'SUBSCRIBE __keyevent@0__:del');
    await say(actor, 'CONFIG SET notify-keyspace-events KEA', 'SET a 1');
    subscriber.received();
    await say(actor, 'SET a 1', 'DEL a');
    expect(Buffer.from(subscriber.received()).toString()).toBe(
      '*3\r\n$7\r\nmessage\r\n$18\r\n__keyevent@0__:del\r\n$1\r\na\r\n',
    );
  });
});

test('while nobody subscribes to anything, no event is made', async () => {
  const server = new TestServer({ notifyKeyspaceEvents: 'KEA' });
  const [a, b] = [server.connect(), server.connect()];
  const { effects } = server.core;
  expect(effects.eventMask).toBe(0);
  await say(a, 'SSUBSCRIBE x');
  expect(effects.eventMask).toBe(0);
  await say(a, 'SUBSCRIBE x');
  await say(b, 'PSUBSCRIBE y');
  expect(effects.eventMask).not.toBe(0);
  await say(a, 'UNSUBSCRIBE');
  expect(effects.eventMask).not.toBe(0);
  await say(b, 'RESET');
  expect(effects.eventMask).toBe(0);
  await say(b, 'SUBSCRIBE x');
  await say(a, 'RESET', 'CLIENT KILL TYPE pubsub');
  expect(effects.eventMask).toBe(0);
});

describe('rare classes, which A does not mean', () => {
  test('A means none of them', async () => {
    const scene = await Scene.with('EA');
    expect(await scene.hears('GET none', 'SET a 1', 'SET a 2', 'LPUSH l 1', 'SET l 1')).toBe(
      'set=a set=a lpush=l set=l',
    );
  });

  test('m: a key that is not there was read', async () => {
    const scene = await Scene.with('Em');
    expect(await scene.hears('GET none', 'SET a 1', 'GET a', 'LLEN none')).toBe('keymiss=none keymiss=none');
  });

  test.each([
    ['SET new 1', 'new=new set=new'],
    ['LPUSH new 1', 'new=new lpush=new'],
    ['SADD new 1', 'new=new sadd=new'],
    ['HSET new f 1', 'new=new hset=new'],
    ['ZADD new 1 1', 'new=new zadd=new'],
    ['XADD new * f 1', 'new=new xadd=new'],
    ['PFADD new 1', 'new=new pfadd=new'],
    ['GEOADD new 1 1 m', 'new=new zadd=new'],
    ['SETBIT new 1 1', 'new=new setbit=new'],
    ['INCR new', 'new=new incrby=new'],
    ['RENAME string new', 'new=new rename_from=string rename_to=new'],
    ['COPY string new', 'new=new copy_to=new'],
    ['MOVE string 1', '__keyevent@1__:new=string move_from=string __keyevent@1__:move_to=string'],
    ['SET string 2', 'overwritten=string set=string'],
    ['SET list 2', 'overwritten=list type_changed=list set=list'],
    ['MSET string 1 new 1', 'overwritten=string set=string new=new set=new'],
    ['GETSET string 1', 'overwritten=string set=string'],
    ['PSETEX string 1000 1', 'overwritten=string set=string expire=string'],
    ['BITOP NOT list string', 'overwritten=list type_changed=list set=list'],
    ['SORT set STORE list', 'overwritten=list sortstore=list'],
    ['SORT set STORE string', 'overwritten=string type_changed=string sortstore=string'],
    ['SUNIONSTORE list set', 'overwritten=list type_changed=list sunionstore=list'],
    ['ZUNIONSTORE string 1 set', 'overwritten=string type_changed=string zunionstore=string'],
    ['ZRANGESTORE zset zset 0 -1', 'overwritten=zset zrangestore=zset'],
    ['GEOSEARCHSTORE set geo FROMMEMBER m BYRADIUS 1 m', 'overwritten=set type_changed=set geosearchstore=set'],
    ['RENAME string list', 'new=list rename_from=string rename_to=list overwritten=list type_changed=list'],
    ['COPY string list REPLACE', 'new=list copy_to=list overwritten=list type_changed=list'],
    ['APPEND string 1', 'append=string'],
    ['INCR string', 'incrby=string'],
    ['PFMERGE hll hll', 'pfadd=hll'],
  ])('n, o and c: %s', async (command, events) => {
    const scene = await Scene.with('AEnoc');
    await scene.does('SET string 1', 'LPUSH list 1', 'SADD set 1', 'ZADD zset 1 1', 'GEOADD geo 1 1 m', 'PFADD hll 1');
    await scene.hears();
    expect(await scene.hears(command)).toBe(events);
  });
});

describe('keys whose time has come', () => {
  test('expire when somebody looks', async () => {
    const scene = await Scene.with('Ex');
    await scene.does('SET a 1 PX 10');
    scene.server.clock.advance(11);
    expect(await scene.hears('GET a')).toBe('expired=a');
  });

  test('expire without anybody looking', async () => {
    const scene = await Scene.with('Ex');
    await scene.does('SET a 1 PX 10', 'SET b 1 PX 500', 'HSET h f 1', 'SET c 1');
    scene.server.clock.advance(11);
    new ExpireCycleJob(scene.server.core).run(10);
    scene.server.turn();
    expect(await scene.hears()).toBe('expired=a');
  });
});

describe('fields of hashes', () => {
  test('in four forms, with or without K and E', async () => {
    const scene = await Scene.with('AKSTIV');
    expect(await scene.hears('HSET h name 1 e 2')).toBe(
      '@h=hset __subkeyspace@0__:h=hset|4:name,1:e __subkeyevent@0__:hset=1:h|4:name,1:e ' +
        '__subkeyspaceitem@0__:h\nname=hset __subkeyspaceitem@0__:h\ne=hset __subkeyspaceevent@0__:hset|h=4:name,1:e',
    );
    await scene.does('CONFIG SET notify-keyspace-events V$');
    expect(await scene.hears('HSET h name 1', 'SET a 1')).toBe('');
  });

  test.each([
    ['HSETNX h new 1', 'hset|3:new'],
    ['HMSET h f 1 g 2 f 3', 'hset|1:f,1:g,1:f'],
    ['HINCRBY h n 1', 'hincrby|1:n'],
    ['HINCRBYFLOAT h n 1', 'hincrbyfloat|1:n'],
    ['HDEL h a none b', 'hdel|1:a,1:b'],
    ['HGETDEL h FIELDS 2 a none', 'hdel|1:a'],
    ['HEXPIRE h 10 FIELDS 2 a none', 'hexpire|1:a'],
    ['HEXPIRE h 0 FIELDS 2 a b', 'hdel|1:a,1:b'],
    ['HPERSIST h FIELDS 2 a t', 'hpersist|1:t'],
    ['HGETEX h EX 10 FIELDS 2 a none', 'hexpire|1:a'],
    ['HGETEX h PERSIST FIELDS 2 a t', 'hpersist|1:t'],
    ['HSETEX h EX 10 FIELDS 2 a 1 x 2', 'hset|1:a,1:x hexpire|1:a,1:x'],
    ['HPEXPIREAT h 1 FIELDS 1 a', 'hdel|1:a'],
    ['DEL h', ''],
  ])('%s', async (command, events) => {
    const scene = await Scene.with('AS');
    await scene.does('HSET h a 1 b 2 t 3 n 4', 'HEXPIRE h 100 FIELDS 1 t');
    await scene.hears();
    expect((await scene.hears(command)).replaceAll('__subkeyspace@0__:h=', '')).toBe(events);
  });

  test('whose time has come', async () => {
    const scene = await Scene.with('AS');
    await scene.does('HSET h a 1 b 2', 'HPEXPIRE h 10 FIELDS 1 a');
    await scene.hears();
    scene.server.clock.advance(11);
    expect(await scene.hears('HSET h c 1', 'HGET h a')).toBe(
      '__subkeyspace@0__:h=hset|1:c __subkeyspace@0__:h=hexpired|1:a',
    );
  });
});

test('RESTORE with REPLACE makes a new key in the place of the old one', async () => {
  const scene = await Scene.with('AEnoc');
  // The integer 1, as DUMP of Redis 7.2 has it but for the checksum.
  const payload = '"\\x00\\xc0\\x01\\x0b\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"';
  scene.server.core.debug.skipChecksums = true;
  await scene.does('LPUSH l 1');
  await scene.hears();
  expect(await scene.hears(`RESTORE l 0 ${payload} REPLACE`, `RESTORE a 0 ${payload}`)).toBe(
    'new=l restore=l overwritten=l type_changed=l new=a restore=a',
  );
});

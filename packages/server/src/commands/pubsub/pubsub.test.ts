import { describe, expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../../test/in-process.ts';

/** A client that says lines and shows all that came back, a space for each line end. */
class Talker {
  readonly connection: TestConnection;

  constructor(server: TestServer) {
    this.connection = server.connect();
  }

  async says(...lines: string[]): Promise<string> {
    return shown(await this.connection.exchange(Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1')));
  }

  /** What came without being asked for. */
  got(): string {
    return shown(this.connection.received());
  }
}

function shown(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1').replaceAll('\r\n', ' ').trim();
}

function talkers(server = new TestServer()): [Talker, Talker, Talker] {
  return [new Talker(server), new Talker(server), new Talker(server)];
}

describe('in RESP2', () => {
  test('subscriptions are confirmed one by one, each kind with its count', async () => {
    const [a] = talkers();
    expect(await a.says('SUBSCRIBE x y x', 'PSUBSCRIBE x*', 'SSUBSCRIBE x')).toBe(
      '*3 $9 subscribe $1 x :1 *3 $9 subscribe $1 y :2 *3 $9 subscribe $1 x :2 ' +
        '*3 $10 psubscribe $2 x* :3 *3 $10 ssubscribe $1 x :1',
    );
    expect(await a.says('UNSUBSCRIBE x nothing', 'PUNSUBSCRIBE', 'SUNSUBSCRIBE x')).toBe(
      '*3 $11 unsubscribe $1 x :2 *3 $11 unsubscribe $7 nothing :2 *3 $12 punsubscribe $2 x* :1 ' +
        '*3 $12 sunsubscribe $1 x :0',
    );
    expect(await a.says('UNSUBSCRIBE', 'UNSUBSCRIBE', 'PUNSUBSCRIBE', 'SUNSUBSCRIBE')).toBe(
      '*3 $11 unsubscribe $1 y :0 *3 $11 unsubscribe $-1 :0 *3 $12 punsubscribe $-1 :0 *3 $12 sunsubscribe $-1 :0',
    );
  });

  test('messages reach channels, then patterns; shard channels are a world of their own', async () => {
    const [a, b, c] = talkers();
    await a.says('SUBSCRIBE news', 'PSUBSCRIBE n* *s');
    await b.says('SSUBSCRIBE news');
    expect(await c.says('PUBLISH news hello', 'PUBLISH other x', 'SPUBLISH news there', 'SPUBLISH none x')).toBe(
      ':3 :0 :1 :0',
    );
    expect(a.got()).toBe(
      '*3 $7 message $4 news $5 hello *4 $8 pmessage $2 n* $4 news $5 hello *4 $8 pmessage $2 *s $4 news $5 hello',
    );
    expect(b.got()).toBe('*3 $8 smessage $4 news $5 there');
  });

  test('only few commands are allowed while there is a subscription', async () => {
    const [a] = talkers();
    await a.says('SUBSCRIBE x');
    const refusal = (name: string): string =>
      `-ERR Can't execute '${name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`;
    expect(await a.says('GET k')).toBe(refusal('get'));
    expect(await a.says('CLIENT ID')).toBe(refusal('client|id'));
    expect(await a.says('NOSUCH')).toMatch(/^-ERR unknown command/);
    expect(await a.says('GET')).toMatch(/^-ERR wrong number/);
    expect(await a.says('PING', 'PING hi')).toBe('*2 $4 pong $0  *2 $4 pong $2 hi');
    expect(await a.says('UNSUBSCRIBE x', 'PING')).toBe('*3 $11 unsubscribe $1 x :0 +PONG');
    await a.says('SSUBSCRIBE x');
    expect(await a.says('GET k')).toBe(refusal('get'));
  });

  test('RESET ends all subscriptions in silence', async () => {
    const [a, b] = talkers();
    await a.says('SUBSCRIBE x', 'PSUBSCRIBE *', 'SSUBSCRIBE x');
    expect(await a.says('RESET', 'PING')).toBe('+RESET +PONG');
    expect(await b.says('PUBLISH x 1', 'SPUBLISH x 1', 'PUBSUB NUMPAT', 'PUBSUB CHANNELS')).toBe(':0 :0 :0 *0');
  });
});

describe('in RESP3', () => {
  test('all of it is pushes, and every command may be used', async () => {
    const [a, b] = talkers();
    await a.says('HELLO 3');
    expect(await a.says('SUBSCRIBE x', 'PSUBSCRIBE x*', 'SSUBSCRIBE x', 'PING', 'SET k 1')).toBe(
      '>3 $9 subscribe $1 x :1 >3 $10 psubscribe $2 x* :2 >3 $10 ssubscribe $1 x :1 +PONG +OK',
    );
    await b.says('PUBLISH x 1', 'SPUBLISH x 2');
    expect(a.got()).toBe('>3 $7 message $1 x $1 1 >4 $8 pmessage $2 x* $1 x $1 1 >3 $8 smessage $1 x $1 2');
    expect(await a.says('UNSUBSCRIBE', 'UNSUBSCRIBE')).toBe('>3 $11 unsubscribe $1 x :1 >3 $11 unsubscribe _ :1');
  });

  test('a message to oneself comes behind the reply, and behind that of EXEC', async () => {
    const [a] = talkers();
    await a.says('HELLO 3', 'SUBSCRIBE x');
    expect(await a.says('PUBLISH x 1', 'PING')).toBe(':1 >3 $7 message $1 x $1 1 +PONG');
    expect(await a.says('MULTI', 'PUBLISH x 1', 'SUBSCRIBE y', 'PUBLISH y 2', 'PING', 'EXEC')).toBe(
      '+OK +QUEUED +QUEUED +QUEUED +QUEUED *4 :1 >3 $9 subscribe $1 y :2 :1 +PONG ' +
        '>3 $7 message $1 x $1 1 >3 $7 message $1 y $1 2',
    );
  });

  test('subscribers of both protocols get one message each in theirs', async () => {
    const [a, b, c] = talkers();
    await a.says('SUBSCRIBE x');
    await b.says('HELLO 3', 'SUBSCRIBE x');
    await c.says('PUBLISH x 1');
    expect([a.got(), b.got()]).toEqual(['*3 $7 message $1 x $1 1', '>3 $7 message $1 x $1 1']);
  });
});

test('CLIENT REPLY OFF holds back neither confirmations nor messages', async () => {
  const [a, b] = talkers();
  expect(await a.says('CLIENT REPLY OFF', 'SUBSCRIBE x', 'PING')).toBe('*3 $9 subscribe $1 x :1');
  await b.says('PUBLISH x 1');
  expect(a.got()).toBe('*3 $7 message $1 x $1 1');
});

test('in a transaction, SSUBSCRIBE is refused', async () => {
  const [a] = talkers();
  expect(await a.says('MULTI', 'SSUBSCRIBE x', 'EXEC')).toBe(
    "+OK +QUEUED *1 -ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client",
  );
});

test('channels, patterns and messages are bytes', async () => {
  const [a, b] = talkers();
  const name = Buffer.from([0, 255, 10, 13, 42]);
  const request = (...parts: (string | Buffer)[]): Buffer =>
    Buffer.concat([
      Buffer.from(`*${parts.length}\r\n`),
      ...parts.flatMap((part) => [Buffer.from(`$${part.length}\r\n`), Buffer.from(part), Buffer.from('\r\n')]),
    ]);
  await a.connection.exchange(request('SUBSCRIBE', name));
  await b.connection.exchange(request('PUBLISH', name, name));
  expect(Buffer.from(a.connection.received())).toEqual(request('message', name, name));
});

describe('PUBSUB', () => {
  test('tells what is subscribed to', async () => {
    const [a, b, c] = talkers();
    await a.says('SUBSCRIBE x y', 'PSUBSCRIBE p* q*', 'SSUBSCRIBE s');
    await b.says('SUBSCRIBE x', 'PSUBSCRIBE p*');
    expect(await c.says('PUBSUB CHANNELS')).toBe('*2 $1 x $1 y');
    expect(await c.says('PUBSUB CHANNELS x*', 'PUBSUB channels z*')).toBe('*1 $1 x *0');
    expect(await c.says('PUBSUB NUMSUB', 'PUBSUB NUMSUB x y z')).toBe('*0 *6 $1 x :2 $1 y :1 $1 z :0');
    expect(await c.says('PUBSUB NUMPAT')).toBe(':2');
    expect(await c.says('PUBSUB SHARDCHANNELS', 'PUBSUB SHARDCHANNELS x', 'PUBSUB SHARDNUMSUB s x')).toBe(
      '*1 $1 s *0 *4 $1 s :1 $1 x :0',
    );
    expect(await c.says('PUBSUB', 'PUBSUB NOSUCH', 'PUBSUB NUMPAT x', 'PUBSUB CHANNELS a b')).toBe(
      "-ERR wrong number of arguments for 'pubsub' command -ERR unknown subcommand 'NOSUCH'. Try PUBSUB HELP. " +
        "-ERR wrong number of arguments for 'pubsub|numpat' command " +
        "-ERR unknown subcommand or wrong number of arguments for 'CHANNELS'. Try PUBSUB HELP.",
    );
    expect(await c.says('PUBSUB HELP')).toMatch(/^\*\d+ \+PUBSUB <subcommand> .*CHANNELS/);
  });

  test('INFO, CLIENT LIST and CLIENT KILL know subscribers, and one who goes leaves nothing', async () => {
    const [a, b, c] = talkers();
    await a.says('SUBSCRIBE x y', 'PSUBSCRIBE p*');
    await b.says('SSUBSCRIBE s');
    const info = await c.says('INFO everything');
    expect(info).toMatch(/ pubsub_channels:2 pubsub_patterns:1 pubsubshard_channels:1 /);
    expect(info).toMatch(/ pubsub_clients:2 /);
    expect(await c.says('CLIENT LIST TYPE pubsub')).toMatch(
      / id=1 .* flags=P db=0 sub=2 psub=1 ssub=0 .*\n?id=2 .* flags=P db=0 sub=0 psub=0 ssub=1 /s,
    );
    expect(await c.says('CLIENT KILL TYPE pubsub')).toBe(':2');
    expect(await c.says('PUBSUB CHANNELS', 'PUBSUB NUMPAT', 'PUBSUB SHARDCHANNELS')).toBe('*0 :0 *0');
    expect(await c.says('INFO clients')).toMatch(/ pubsub_clients:0 /);
  });

  test('the memory of subscriptions is counted for the client', async () => {
    const server = new TestServer();
    const [a] = talkers(server);
    const name = 'n'.repeat(1000);
    await a.says(`SUBSCRIBE ${name} x`, `PSUBSCRIBE ${name}`);
    expect(a.connection.client.subscriptionBytes).toBeGreaterThan(2000);
    await a.says(`UNSUBSCRIBE ${name} ${name}`);
    expect(a.connection.client.subscriptionBytes).toBeLessThan(2000);
    await a.says('UNSUBSCRIBE', 'PUNSUBSCRIBE');
    expect(a.connection.client.subscriptionBytes).toBe(0);
    expect(server.core.pubsub.clientCount).toBe(0);
  });
});

test('a large message goes out from the same memory to all, in both protocols', async () => {
  const [a, b, c] = talkers();
  await a.says('SUBSCRIBE x', 'PSUBSCRIBE *');
  await b.says('HELLO 3', 'SUBSCRIBE x');
  const large = 'z'.repeat(100_000);
  expect(await c.says(`*3\r\n$7\r\nPUBLISH\r\n$1\r\nx\r\n$100000\r\n${large}`, 'PUBLISH x small')).toBe(':3 :3');
  expect(a.got()).toBe(
    `*3 $7 message $1 x $100000 ${large} *4 $8 pmessage $1 * $1 x $100000 ${large} ` +
      '*3 $7 message $1 x $5 small *4 $8 pmessage $1 * $1 x $5 small',
  );
  expect(b.got()).toBe(`>3 $7 message $1 x $100000 ${large} >3 $7 message $1 x $5 small`);
});

describe('within one turn', () => {
  /** What each client sends arrives before any reply is sent. */
  function together(server: TestServer, ...said: [talker: Talker, line: string][]): void {
    for (const [{ connection }, line] of said) {
      const request = Buffer.from(`${line}\r\n`);
      server.core.sessions.receive(connection.client, request, 0, request.length);
    }
    server.turn();
  }

  test('messages keep their order, whatever channels and patterns they come by', async () => {
    const [a, b] = talkers();
    await a.says('SUBSCRIBE x y', 'PSUBSCRIBE y*');
    await b.says(
      'PUBLISH x 1',
      'PUBLISH x 2',
      'PUBLISH y 3',
      'PUBLISH x 4',
      `PUBLISH x ${'z'.repeat(20_000)}`,
      'PUBLISH x 5',
    );
    expect(a.got().replace('z'.repeat(20_000), 'z')).toBe(
      '*3 $7 message $1 x $1 1 *3 $7 message $1 x $1 2 *3 $7 message $1 y $1 3 *4 $8 pmessage $2 y* $1 y $1 3 ' +
        '*3 $7 message $1 x $1 4 *3 $7 message $1 x $5 20000 z *3 $7 message $1 x $1 5'.replace('$5 20000', '$20000'),
    );
  });

  test('who comes or goes in between has its part in those before or after', async () => {
    const server = new TestServer();
    const [a, b, c] = talkers(server);
    await a.says('SUBSCRIBE x');
    together(
      server,
      [c, 'PUBLISH x 1'],
      [b, 'SUBSCRIBE x'],
      [c, 'PUBLISH x 2'],
      [a, 'UNSUBSCRIBE'],
      [c, 'PUBLISH x 3'],
    );
    expect(a.got()).toBe('*3 $7 message $1 x $1 1 *3 $7 message $1 x $1 2 *3 $11 unsubscribe $1 x :0');
    expect(b.got()).toBe('*3 $9 subscribe $1 x :1 *3 $7 message $1 x $1 2 *3 $7 message $1 x $1 3');
    expect(c.got()).toBe(':1 :2 :1');
  });

  test('messages come before the replies to what the subscriber sends then', async () => {
    const server = new TestServer();
    const [a, , c] = talkers(server);
    await a.says('HELLO 3', 'SUBSCRIBE x');
    together(
      server,
      [c, 'PUBLISH x 1'],
      [a, 'PUBLISH x 2'],
      [c, 'PUBLISH x 3'],
      [a, 'HELLO 2'],
      [c, 'PUBLISH x 4'],
      [a, 'QUIT'],
    );
    const withoutHello = a.got().replace(/\*14 .* modules \*0/, 'HELLO');
    expect(withoutHello).toBe(
      '>3 $7 message $1 x $1 1 :1 >3 $7 message $1 x $1 2 >3 $7 message $1 x $1 3 HELLO *3 $7 message $1 x $1 4 +OK',
    );
  });

  test('one who is cut off in between gets nothing, the others everything', async () => {
    const server = new TestServer();
    const [a, b, c] = talkers(server);
    await a.says('SUBSCRIBE x');
    await b.says('SUBSCRIBE x');
    together(server, [c, 'PUBLISH x 1'], [c, 'CLIENT KILL ID 1'], [c, 'PUBLISH x 2']);
    expect(b.got()).toBe('*3 $7 message $1 x $1 1 *3 $7 message $1 x $1 2');
    expect([a.connection.closed, c.got()]).toEqual([true, ':2 :1 :1']);
  });
});

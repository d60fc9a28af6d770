import { encodeCommand } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../test/in-process.ts';
import { ExpireCycleJob } from '../background/expire-cycle.ts';

let server: TestServer;
let admin: TestConnection;
let client: TestConnection;

beforeEach(() => {
  server = new TestServer({ enableDebugCommand: 'yes' });
  admin = server.connect();
  client = server.connect();
});

async function say(connection: TestConnection, ...lines: string[]): Promise<string> {
  const request = Buffer.concat(lines.map((line) => encodeCommand(line.split(' '))));
  return plain(await connection.exchange(request));
}

/** What came by itself, after whatever turns are due. */
function heard(connection: TestConnection): string {
  server.turn();
  return plain(connection.received());
}

function plain(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replaceAll('\r\n', ' ').trimEnd();
}

async function infoField(name: string): Promise<string | undefined> {
  const reply = new TextDecoder().decode(await admin.exchange(encodeCommand(['INFO', 'everything'])));
  return new RegExp(`${name}:(.*)\r`).exec(reply)?.[1];
}

describe('CLIENT PAUSE WRITE', () => {
  test('writes wait until the time is up, reads do not; what follows a waiting write waits behind it', async () => {
    expect(await say(admin, 'CLIENT PAUSE 100 WRITE')).toBe('+OK');
    expect(await say(client, 'GET a', 'SET a 1', 'GET a')).toBe('$-1');
    expect(await say(admin, 'GET a')).toBe('$-1');
    expect(await infoField('blocked_clients')).toBe('1');
    expect(await say(admin, 'CLIENT LIST ID 2')).toMatch(/ flags=b .* cmd=set /);
    expect(await say(client, 'APPEND a 2')).toBe('');
    server.advance(99);
    expect(heard(client)).toBe('');
    server.advance(1);
    expect(heard(client)).toBe('+OK $1 1 :2');
    expect(await infoField('blocked_clients')).toBe('0');
  });

  test('CLIENT UNPAUSE lets them go on in the order of their coming, each with all that it has sent', async () => {
    const other = server.connect();
    await say(admin, 'CLIENT PAUSE 1000 WRITE');
    await say(client, 'SET a 1', 'APPEND a 2');
    await say(other, 'APPEND a x', 'GET a');
    expect(await say(admin, 'CLIENT UNPAUSE')).toBe('+OK');
    expect(heard(client)).toBe('+OK :2');
    expect(heard(other)).toBe(':3 $3 12x');
    expect(await say(admin, 'CLIENT UNPAUSE')).toBe('+OK');
  });

  test('so do commands that replicas would have to hear of, and EXEC of writes, queued before or after', async () => {
    const other = server.connect();
    await say(client, 'PFADD h x', 'MULTI', 'SET a 1');
    await say(admin, 'CLIENT PAUSE 1000 WRITE');
    expect(await say(client, 'EXEC')).toBe('');
    expect(await say(other, 'MULTI', 'GET a', 'EXEC')).toBe('+OK +QUEUED *1 $-1');
    expect(await say(other, 'PFCOUNT h')).toBe('');
    const third = server.connect();
    expect(await say(third, 'MULTI', 'SET b 1')).toBe('+OK');
    await say(admin, 'CLIENT UNPAUSE');
    expect([client, other, third].map(heard)).toEqual(['*1 +OK', ':1', '+QUEUED']);
  });

  test('errors come at once', async () => {
    await say(admin, 'CLIENT PAUSE 1000 WRITE');
    expect(await say(client, 'SET a', 'NOSUCH')).toMatch(/^-ERR wrong number .* -ERR unknown command/);
  });

  test('longer and stricter pauses hold, later ones that are less do not shorten them', async () => {
    await say(admin, 'CLIENT PAUSE 1000 WRITE', 'CLIENT PAUSE 10 WRITE');
    await say(client, 'SET a 1');
    server.advance(500);
    expect(heard(client)).toBe('');
    server.advance(500);
    expect(heard(client)).toBe('+OK');
  });

  test('within a transaction it begins when that is over', async () => {
    expect(await say(admin, 'MULTI', 'SET a 1', 'CLIENT PAUSE 1000 WRITE', 'SET b 1', 'EXEC', 'SET c 1')).toBe(
      '+OK +QUEUED +QUEUED +QUEUED *3 +OK +OK +OK',
    );
    expect(await say(client, 'MGET a b c', 'CLIENT UNPAUSE')).toBe('*3 $1 1 $1 1 $-1 +OK');
    expect(heard(admin)).toBe('+OK');
  });

  test('a client that waited for a key gets it when the pause is over', async () => {
    expect(await say(client, 'BLPOP list 1')).toBe('');
    await say(admin, 'MULTI', 'RPUSH list x', 'CLIENT PAUSE 5000 WRITE', 'EXEC');
    expect(heard(client)).toBe('');
    server.advance(4000);
    expect(heard(client)).toBe('');
    expect(await say(admin, 'LLEN list', 'CLIENT UNPAUSE')).toBe(':1 +OK');
    expect(heard(client)).toBe('*2 $4 list $1 x');
  });

  test('a client that leaves meanwhile changes nothing', async () => {
    await say(admin, 'CLIENT PAUSE 1000 WRITE');
    await say(client, 'SET a 1');
    server.core.sessions.gone(client.client);
    await say(admin, 'CLIENT UNPAUSE');
    expect(await say(admin, 'EXISTS a')).toBe(':0');
  });

  test('CLIENT REPLY SKIP is for the command that waited', async () => {
    await say(admin, 'CLIENT PAUSE 1000 WRITE');
    expect(await say(client, 'CLIENT REPLY SKIP', 'SET a 1', 'GET a')).toBe('');
    await say(admin, 'CLIENT UNPAUSE');
    expect(heard(client)).toBe('$1 1');
  });

  test('CLIENT UNBLOCK is not for those who wait for a pause to end, CLIENT KILL is', async () => {
    await say(admin, 'CLIENT PAUSE 1000 WRITE');
    await say(client, 'SET a 1');
    expect(await say(admin, 'CLIENT UNBLOCK 2', 'CLIENT KILL ID 2')).toBe(':0 :1');
    expect(client.closed).toBe(true);
  });

  test('a command of a batch that was read ahead', async () => {
    await say(client, 'SET a 1');
    expect(await say(client, 'GET a', 'CLIENT PAUSE 100 WRITE', 'GET a', 'SET a 2', 'GET a', 'DEL a', 'GET a')).toBe(
      '$1 1 +OK $1 1',
    );
    server.advance(100);
    expect(heard(client)).toBe('+OK $1 2 :1 $-1');
  });
});

describe('CLIENT PAUSE ALL', () => {
  test('everything waits, also whoever asked for it, and CLIENT UNPAUSE', async () => {
    await say(admin, 'CLIENT PAUSE 100');
    expect(await say(client, 'PING', 'GET a')).toBe('');
    expect(await say(admin, 'CLIENT UNPAUSE')).toBe('');
    server.advance(100);
    expect([client, admin].map(heard)).toEqual(['+PONG $-1', '+OK']);
  });

  test('is not weakened by a pause of writes', async () => {
    expect(await say(admin, 'MULTI', 'CLIENT PAUSE 100 ALL', 'CLIENT PAUSE 20 WRITE', 'EXEC')).toMatch(/\+OK \+OK$/);
    expect(await say(client, 'PING')).toBe('');
    server.advance(100);
    expect(heard(client)).toBe('+PONG');
  });

  test('INFO says how it stands', async () => {
    await say(admin, 'CLIENT PAUSE 5000 WRITE');
    expect([await infoField('paused_actions'), await infoField('paused_timeout_milliseconds')]).toEqual([
      'write',
      '5000',
    ]);
    server.advance(5000);
    expect([await infoField('paused_reason'), await infoField('paused_timeout_milliseconds')]).toEqual(['none', '0']);
  });
});

describe('keys whose time has come during a pause', () => {
  test('are not seen, and stay until it is over', async () => {
    await say(admin, 'SET a 1 PX 10', 'SET b 1 PX 10', 'CLIENT PAUSE 1000 WRITE');
    server.advance(20);
    new ExpireCycleJob(server.core).run(10);
    expect(await say(client, 'GET a', 'EXISTS a b', 'KEYS *', 'SCAN 0', 'TTL a', 'DBSIZE')).toBe(
      '$-1 :0 *0 *2 $1 0 *0 :-2 :2',
    );
    expect(await say(client, 'RANDOMKEY')).toMatch(/^\$1 [ab]$/);
    expect(await infoField('expired_keys')).toBe('0');
    await say(admin, 'CLIENT UNPAUSE');
    expect(await say(client, 'GET a', 'GET b', 'DBSIZE')).toBe('$-1 $-1 :0');
    expect(await infoField('expired_keys')).toBe('2');
  });

  test('fields of hashes are not seen either when they are asked for', async () => {
    await say(admin, 'HSET h f 1 g 2', 'HPEXPIRE h 10 FIELDS 1 f', 'CLIENT PAUSE 1000 WRITE');
    server.advance(20);
    expect(await say(client, 'HGET h f', 'HMGET h f g', 'HEXISTS h f', 'HLEN h')).toBe('$-1 *2 $-1 $1 2 :0 :2');
    await say(admin, 'CLIENT UNPAUSE');
    expect(await say(client, 'HGET h f', 'HLEN h')).toBe('$-1 :1');
  });

  test('a write that runs all the same, in the transaction that paused, finds them gone', async () => {
    await say(admin, 'SET a 1 PX 10');
    server.advance(20);
    expect(
      await say(admin, 'MULTI', 'CLIENT PAUSE 1000 WRITE', 'GET a', 'APPEND a x', 'GET a', 'EXEC', 'DBSIZE'),
    ).toMatch(/\*4 \+OK \$-1 :1 \$1 x :1$/);
  });
});

describe('import-mode', () => {
  test('keys stay, and only the client that moves data in sees those whose time has come', async () => {
    expect(await say(client, 'CLIENT IMPORT-SOURCE ON')).toBe('-ERR Server is not in import mode');
    await say(admin, 'CONFIG SET import-mode yes', 'SET a 1 PX 10');
    server.advance(20);
    new ExpireCycleJob(server.core).run(10);
    expect(await say(admin, 'GET a', 'TTL a', 'KEYS *', 'DBSIZE')).toBe('$-1 :-2 *0 :1');
    expect(await say(client, 'CLIENT IMPORT-SOURCE ON', 'GET a', 'TTL a', 'INCR a', 'KEYS *', 'SCAN 0')).toBe(
      '+OK $1 1 :0 :2 *1 $1 a *2 $1 0 *1 $1 a',
    );
    expect(await say(client, 'RANDOMKEY')).toBe('$1 a');
    expect(await say(admin, 'CLIENT LIST ID 2')).toMatch(/ flags=I /);
    expect(await say(admin, 'CONFIG SET import-mode no', 'GET a', 'DBSIZE')).toBe('+OK $-1 :0');
    expect(await say(client, 'CLIENT IMPORT-SOURCE OFF')).toBe('+OK');
  });

  test('a time in the past is a time like others', async () => {
    await say(admin, 'CONFIG SET import-mode yes');
    expect(await say(admin, 'SET a 1', 'EXPIREAT a -10', 'DBSIZE', 'EXISTS a')).toBe('+OK :1 :1 :0');
  });

  test('a write of another client finds a key gone whose time has come', async () => {
    await say(admin, 'CONFIG SET import-mode yes', 'SET a 1 PX 10');
    server.advance(20);
    expect(await say(admin, 'APPEND a x', 'GET a', 'DBSIZE')).toBe(':1 $1 x :1');
  });
});

test.each([
  ['CLIENT PAUSE', "ERR wrong number of arguments for 'client|pause' command"],
  ['CLIENT PAUSE x', 'ERR timeout is not an integer or out of range'],
  ['CLIENT PAUSE -1', 'ERR timeout is negative'],
  ['CLIENT PAUSE 9223372036854775807', 'ERR timeout is out of range'],
  ['CLIENT PAUSE 1 reads', 'ERR CLIENT PAUSE mode must be WRITE or ALL'],
  ['CLIENT PAUSE x reads', 'ERR CLIENT PAUSE mode must be WRITE or ALL'],
  ['CLIENT PAUSE 1 ALL x', "ERR unknown subcommand or wrong number of arguments for 'PAUSE'. Try CLIENT HELP."],
  ['CLIENT IMPORT-SOURCE x', 'ERR Server is not in import mode'],
  ['CLIENT MAINT_NOTIFICATIONS ON', "ERR unknown subcommand 'MAINT_NOTIFICATIONS'. Try CLIENT HELP."],
])('%s', async (line, error) => {
  expect(await say(client, line)).toBe(`-${error}`);
  expect(await say(client, 'SET a 1')).toBe('+OK');
});

test('CLIENT PAUSE 0 pauses nothing', async () => {
  expect(await say(client, 'CLIENT PAUSE 0', 'SET a 1')).toBe('+OK +OK');
});

test('CLIENT CAPA takes whatever it is told, and keeps what it knows', async () => {
  expect(await say(client, 'CLIENT CAPA redirect nonsense')).toBe('+OK');
  expect(await say(admin, 'CLIENT LIST ID 2')).toMatch(/ capa=r$/);
  expect(await say(admin, 'CLIENT LIST CAPA r')).toMatch(/^\$\d+ id=2 /);
});

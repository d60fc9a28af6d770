import { encodeCommand } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../test/in-process.ts';
import { ExpireCycleJob } from '../background/expire-cycle.ts';

let server: TestServer;
/** Reads and tracks, in RESP3. */
let reader: TestConnection;
let writer: TestConnection;

beforeEach(async () => {
  server = new TestServer();
  reader = server.connect();
  writer = server.connect();
  await say(reader, 'HELLO 3');
});

/** Sends commands at once. @returns all that came back, a blank for each line end */
async function say(connection: TestConnection, ...lines: string[]): Promise<string> {
  const request = Buffer.concat(lines.map((line) => encodeCommand(line.split(' '))));
  return plain(await connection.exchange(request));
}

function heard(connection: TestConnection): string {
  return plain(connection.received());
}

function plain(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replaceAll('\r\n', ' ').trimEnd();
}

function message(...keys: string[]): string {
  return `>2 $10 invalidate *${keys.length}${keys.map((key) => ` $${key.length} ${key}`).join('')}`;
}

const ALL = '>2 $10 invalidate _';

async function infoField(name: string): Promise<string | undefined> {
  const reply = new TextDecoder().decode(await writer.exchange(encodeCommand(['INFO', 'everything'])));
  return new RegExp(`${name}:(.*)\r`).exec(reply)?.[1];
}

describe('a client that tracks what it reads', () => {
  test('is told once of a key that it has read', async () => {
    await say(reader, 'CLIENT TRACKING ON', 'GET a', 'MGET b c');
    await say(writer, 'SET a 1', 'SET a 2', 'SET other 1', 'MSET c 1 b 1');
    expect(heard(reader)).toBe([message('a'), message('c'), message('b')].join(' '));
    await say(writer, 'SET a 3');
    expect(heard(reader)).toBe('');
  });

  test('hears of every way in which a key can change, in whatever database', async () => {
    await say(writer, 'SET k 1 PX 50', 'RPUSH list a b');
    await say(reader, 'CLIENT TRACKING ON', 'GET k', 'LRANGE list 0 -1');
    await say(writer, 'LPOP list');
    expect(heard(reader)).toBe(message('list'));
    server.clock.advance(60);
    await say(writer, 'GET k');
    expect(heard(reader)).toBe(message('k'));
    await say(reader, 'GET k');
    await say(writer, 'SELECT 1', 'SET k 1');
    expect(heard(reader)).toBe(message('k'));
    await say(writer, 'SET e 1 PX 10');
    await say(reader, 'SELECT 1', 'GET e');
    server.clock.advance(20);
    new ExpireCycleJob(server.core).run(10);
    server.turn();
    expect(heard(reader)).toBe(message('e'));
  });

  test('not of keys that it wrote, nor of those it read before', async () => {
    await say(reader, 'GET a', 'CLIENT TRACKING ON', 'SET b 1');
    await say(writer, 'SET a 1', 'SET b 1');
    expect(heard(reader)).toBe('');
  });

  test('hears of its own changes behind the reply, in a transaction behind that of EXEC', async () => {
    expect(await say(reader, 'CLIENT TRACKING ON', 'GET a', 'SET a 1', 'PING')).toBe(`+OK _ +OK ${message('a')} +PONG`);
    expect(await say(reader, 'GET a', 'MULTI', 'INCR a', 'GET b', 'SET b 1', 'EXEC')).toBe(
      `$1 1 +OK +QUEUED +QUEUED +QUEUED *3 :2 _ +OK ${message('a')} ${message('b')}`,
    );
  });

  test('a key that expires as it is read: the message is behind the reply, and the key is tracked again', async () => {
    await say(writer, 'MSET a 1 b 2', 'PEXPIRE b 50');
    await say(reader, 'CLIENT TRACKING ON', 'GET b');
    server.clock.advance(60);
    expect(await say(reader, 'MGET a b')).toBe(`*2 $1 1 _ ${message('b')}`);
    await say(writer, 'SET b 1');
    expect(heard(reader)).toBe(message('b'));
  });

  test('one that waits in a command gets messages at once, and those of its own command behind its reply', async () => {
    await say(reader, 'CLIENT TRACKING ON', 'LRANGE to 0 -1', 'GET a', 'BLMOVE from to LEFT LEFT 0');
    heard(reader);
    await say(writer, 'SET a 1');
    expect(heard(reader)).toBe(message('a'));
    await say(writer, 'RPUSH from x');
    expect(heard(reader)).toBe(`$1 x ${message('to')}`);
  });

  test('FLUSHALL and FLUSHDB say that nothing holds any more, also to those who have read nothing', async () => {
    await say(reader, 'CLIENT TRACKING ON', 'GET a');
    await say(writer, 'FLUSHDB', 'FLUSHALL', 'SET a 1');
    expect(heard(reader)).toBe(`${ALL} ${ALL}`);
    expect(await say(reader, 'MULTI', 'FLUSHALL', 'PING', 'EXEC')).toBe(`+OK +QUEUED +QUEUED *2 +OK +PONG ${ALL}`);
  });

  test('with CLIENT REPLY OFF messages come all the same', async () => {
    await say(reader, 'CLIENT TRACKING ON', 'GET a', 'CLIENT REPLY OFF');
    await say(writer, 'SET a 1');
    expect(heard(reader)).toBe(message('a'));
    expect(await say(reader, 'GET a', 'SET a 1', 'CLIENT REPLY ON')).toBe(`${message('a')} +OK`);
  });

  test('that stops and begins again hears of what it read before, and RESET stops it', async () => {
    await say(reader, 'CLIENT TRACKING ON', 'MGET a b c', 'CLIENT TRACKING OFF');
    await say(writer, 'SET a 1');
    expect(heard(reader)).toBe('');
    await say(reader, 'CLIENT TRACKING ON');
    await say(writer, 'SET b 1');
    expect(heard(reader)).toBe(message('b'));
    await say(reader, 'RESET', 'HELLO 3');
    await say(writer, 'SET c 1');
    expect(heard(reader)).toBe('');
    expect(await infoField('tracking_clients')).toBe('0');
  });

  test('SWAPDB tells nobody, as with Redis', async () => {
    await say(reader, 'CLIENT TRACKING ON', 'GET a');
    await say(writer, 'SELECT 1', 'SET a 1', 'SWAPDB 0 1');
    expect(heard(reader)).toBe(message('a'));
  });
});

describe('NOLOOP', () => {
  test('what the client itself changes it knows', async () => {
    expect(await say(reader, 'CLIENT TRACKING ON NOLOOP', 'MGET a b', 'SET a 1', 'PING')).toBe('+OK *2 _ _ +OK +PONG');
    await say(writer, 'SET a 2', 'SET b 2');
    expect(heard(reader)).toBe(message('b'));
  });
});

describe('OPTIN and OPTOUT', () => {
  test('OPTIN tracks what follows CLIENT CACHING YES: a command or a transaction', async () => {
    await say(reader, 'CLIENT TRACKING ON OPTIN', 'GET a', 'CLIENT CACHING YES', 'CLIENT ID', 'GET b', 'GET c');
    await say(writer, 'SET a 1', 'SET b 1', 'SET c 1');
    expect(heard(reader)).toBe(message('b'));
    await say(reader, 'CLIENT CACHING YES', 'MULTI', 'GET a', 'GET b', 'EXEC', 'GET c');
    await say(writer, 'SET a 1', 'SET b 1', 'SET c 1');
    expect(heard(reader)).toBe(`${message('a')} ${message('b')}`);
  });

  test('an unknown command uses it up', async () => {
    await say(reader, 'CLIENT TRACKING ON OPTIN', 'CLIENT CACHING YES', 'NOSUCH', 'GET a');
    await say(writer, 'SET a 1');
    expect(heard(reader)).toBe('');
  });

  test('OPTOUT tracks all but what follows CLIENT CACHING NO', async () => {
    await say(reader, 'CLIENT TRACKING ON OPTOUT', 'GET a', 'CLIENT CACHING NO', 'GET b', 'GET c');
    await say(writer, 'SET a 1', 'SET b 1', 'SET c 1');
    expect(heard(reader)).toBe(`${message('a')} ${message('c')}`);
  });

  test('a command that waits is tracked when it is done', async () => {
    await say(reader, 'CLIENT TRACKING ON OPTIN', 'CLIENT CACHING YES', 'XREAD BLOCK 0 STREAMS s $');
    await say(writer, 'XADD s 1-1 f v');
    heard(reader);
    await say(writer, 'XADD s 2-1 f v');
    expect(heard(reader)).toBe(message('s'));
    await say(reader, 'GET a');
    await say(writer, 'SET a 1');
    expect(heard(reader)).toBe('');
  });
});

describe('BCAST', () => {
  test('all keys with a prefix, once per turn, in the order of their bytes', async () => {
    await say(reader, 'CLIENT TRACKING ON BCAST PREFIX a PREFIX b:');
    await say(writer, 'SET ab 1', 'SET aa 1', 'SET ab 2', 'SET b 1', 'SET b:1 1', 'SET c 1');
    expect(heard(reader)).toBe(`${message('aa', 'ab')} ${message('b:1')}`);
    await say(writer, 'SET c 1');
    expect(heard(reader)).toBe('');
  });

  test('without a prefix: all keys; its own too, behind the replies of the turn', async () => {
    expect(await say(reader, 'CLIENT TRACKING ON BCAST', 'SET a 1', 'SET b 1', 'GET a')).toBe(
      `+OK +OK +OK $1 1 ${message('a', 'b')}`,
    );
  });

  test('NOLOOP leaves out keys that the client changed last, not those that expired', async () => {
    await say(reader, 'CLIENT TRACKING ON BCAST NOLOOP');
    expect(await say(reader, 'SET a 1 PX 50', 'SET b 1')).toBe('+OK +OK');
    server.clock.advance(60);
    expect(await say(reader, 'GET a', 'SET c 1')).toBe(`_ +OK ${message('a')}`);
  });

  test('FLUSHALL is told at once', async () => {
    await say(reader, 'CLIENT TRACKING ON BCAST PREFIX x');
    await say(writer, 'FLUSHALL');
    expect(heard(reader)).toBe(ALL);
  });
});

describe('REDIRECT', () => {
  test('to itself, for a client in RESP2 that subscribes', async () => {
    await say(writer, 'CLIENT TRACKING ON BCAST REDIRECT 2', 'SUBSCRIBE __redis__:invalidate');
    await say(reader, 'SET a 1');
    server.turn();
    expect(heard(writer)).toBe('*3 $7 message $20 __redis__:invalidate *1 $1 a');
  });

  test('to a client in RESP2 that has subscribed to __redis__:invalidate', async () => {
    const target = server.connect();
    await say(target, 'SUBSCRIBE __redis__:invalidate');
    expect(await say(writer, 'CLIENT TRACKING ON REDIRECT 3', 'GET a', 'CLIENT GETREDIR')).toBe('+OK $-1 :3');
    await say(reader, 'SET a 1', 'FLUSHALL');
    expect(heard(target)).toBe(
      '*3 $7 message $20 __redis__:invalidate *1 $1 a *3 $7 message $20 __redis__:invalidate $-1',
    );
  });

  test('to a client in RESP3, whose own commands are not torn apart', async () => {
    const target = server.connect();
    await say(target, 'HELLO 3', 'MSET a 1 b 2', 'PEXPIRE b 50');
    await say(writer, 'CLIENT TRACKING ON REDIRECT 3', 'GET b');
    server.clock.advance(60);
    expect(await say(target, 'MGET a b')).toBe(`*2 $1 1 _ ${message('b')}`);
  });

  test('to one that is not there any more', async () => {
    const target = server.connect();
    await say(reader, 'CLIENT TRACKING ON REDIRECT 3', 'GET a', 'GET b');
    await say(target, 'QUIT');
    await say(writer, 'SET a 1');
    expect(heard(reader)).toBe('>2 $21 tracking-redir-broken :3');
    expect(await say(reader, 'CLIENT TRACKINGINFO')).toBe(
      '%3 $5 flags ~2 $2 on $15 broken_redirect $8 redirect :3 $8 prefixes *0',
    );
    expect(await say(writer, 'CLIENT LIST ID 1')).toMatch(/ flags=tR .* redir=3 /);
  });
});

describe('the table', () => {
  test('is as INFO says, and goes with the last client that tracks', async () => {
    const other = server.connect();
    await say(reader, 'CLIENT TRACKING ON', 'MGET a b');
    await say(other, 'CLIENT TRACKING ON', 'MGET a c');
    const numbers = async () => [
      await infoField('tracking_clients'),
      await infoField('tracking_total_keys'),
      await infoField('tracking_total_items'),
      await infoField('tracking_total_prefixes'),
    ];
    expect(await numbers()).toEqual(['2', '3', '4', '0']);
    await say(other, 'QUIT');
    await say(reader, 'CLIENT TRACKING OFF', 'CLIENT TRACKING ON BCAST PREFIX x');
    expect(await numbers()).toEqual(['1', '3', '4', '1']);
    await say(reader, 'QUIT');
    expect(await numbers()).toEqual(['0', '0', '0', '0']);
  });

  test('has no more keys than tracking-table-max-keys; those told of are as if they had changed', async () => {
    await say(writer, 'CONFIG SET tracking-table-max-keys 2');
    await say(reader, 'CLIENT TRACKING ON NOLOOP');
    expect(await say(reader, 'MGET a b')).toBe('*2 _ _');
    expect(await say(reader, 'GET c')).toMatch(/^_ >2 \$10 invalidate \*1 \$1 [abc]$/);
    expect(await infoField('tracking_total_keys')).toBe('2');
    await say(writer, 'CONFIG SET tracking-table-max-keys 1');
    expect(heard(reader)).toMatch(/^>2 \$10 invalidate \*1 \$1 [abc]$/);
  });

  test('a limit that is much too low is kept bit by bit', async () => {
    const names = Array.from({ length: 1000 }, (_, i) => `key${i}`);
    await say(reader, 'CLIENT TRACKING ON', `MGET ${names.join(' ')}`);
    heard(reader);
    await say(writer, 'CONFIG SET tracking-table-max-keys 10');
    expect(heard(reader).split('invalidate')).toHaveLength(1 + 990);
    expect(await infoField('tracking_total_keys')).toBe('10');
  });
});

describe('CLIENT TRACKING', () => {
  test.each([
    ['CLIENT TRACKING', "ERR wrong number of arguments for 'client|tracking' command"],
    ['CLIENT TRACKING maybe', 'ERR syntax error'],
    ['CLIENT TRACKING ON REDIRECT', 'ERR syntax error'],
    ['CLIENT TRACKING ON PREFIX', 'ERR syntax error'],
    ['CLIENT TRACKING OFF nothing', 'ERR syntax error'],
    ['CLIENT TRACKING ON REDIRECT x', 'ERR value is not an integer or out of range'],
    ['CLIENT TRACKING ON REDIRECT 77', 'ERR The client ID you want redirect to does not exist'],
    ['CLIENT TRACKING ON REDIRECT 1 REDIRECT 1', 'ERR A client can only redirect to a single other client'],
    ['CLIENT TRACKING ON PREFIX a', 'ERR PREFIX option requires BCAST mode to be enabled'],
    ['CLIENT TRACKING ON BCAST OPTIN', 'ERR OPTIN and OPTOUT are not compatible with BCAST'],
    ['CLIENT TRACKING ON OPTIN OPTOUT', "ERR You can't specify both OPTIN mode and OPTOUT mode"],
    [
      'CLIENT TRACKING ON BCAST PREFIX foobar PREFIX foo',
      "ERR Prefix 'foobar' overlaps with another provided prefix 'foo'. Prefixes for a single client must not overlap.",
    ],
    [
      'CLIENT CACHING YES',
      'ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled',
    ],
  ])('%s', async (line, error) => {
    expect(await say(reader, line)).toBe(`-${error}`);
    expect(await say(reader, 'CLIENT GETREDIR')).toBe(':-1');
  });

  test('modes are not changed under way', async () => {
    const other = 'before disabling tracking for this client, and then re-enabling it with a different mode.';
    await say(reader, 'CLIENT TRACKING ON OPTIN');
    expect(await say(reader, 'CLIENT TRACKING ON BCAST')).toBe(`-ERR You can't switch BCAST mode on/off ${other}`);
    expect(await say(reader, 'CLIENT TRACKING ON OPTOUT')).toBe(`-ERR You can't switch OPTIN/OPTOUT mode ${other}`);
    expect(await say(reader, 'CLIENT CACHING NO')).toBe(
      '-ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.',
    );
    expect(await say(reader, 'CLIENT CACHING maybe')).toBe('-ERR syntax error');
    expect(await say(reader, 'CLIENT TRACKING ON NOLOOP', 'CLIENT TRACKINGINFO')).toBe(
      '+OK %3 $5 flags ~2 $2 on $6 noloop $8 redirect :0 $8 prefixes *0',
    );
  });

  test('prefixes add up, and none overlaps', async () => {
    await say(reader, 'CLIENT TRACKING ON BCAST PREFIX foo PREFIX bar');
    expect(await say(reader, 'CLIENT TRACKING ON BCAST PREFIX fo')).toBe(
      "-ERR Prefix 'fo' overlaps with an existing prefix 'foo'. Prefixes for a single client must not overlap.",
    );
    expect(await say(reader, 'CLIENT TRACKING ON BCAST PREFIX x', 'CLIENT TRACKINGINFO')).toBe(
      '+OK %3 $5 flags ~2 $2 on $5 bcast $8 redirect :0 $8 prefixes *3 $3 bar $3 foo $1 x',
    );
    expect(await say(writer, 'CLIENT LIST ID 1')).toMatch(/ flags=tB .* redir=0 /);
  });

  test('TRACKINGINFO tells of CLIENT CACHING', async () => {
    await say(reader, 'CLIENT TRACKING ON OPTIN', 'CLIENT CACHING YES');
    expect(await say(reader, 'CLIENT TRACKINGINFO')).toMatch(/~3 \$2 on \$5 optin \$11 caching-yes /);
    await say(reader, 'GET a');
    expect(await say(reader, 'CLIENT TRACKINGINFO')).toMatch(/~2 \$2 on \$5 optin /);
  });
});

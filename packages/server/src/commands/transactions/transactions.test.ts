import { describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';

const decoder = new TextDecoder();
const encoder = new TextEncoder();

class Connected {
  readonly server: TestServer;
  readonly #connection: ReturnType<TestServer['connect']>;

  constructor(server: TestServer) {
    this.server = server;
    this.#connection = server.connect();
  }

  /** Sends lines at once. @returns all that came back, a space for each line end */
  async say(...lines: string[]): Promise<string> {
    const answer = await this.#connection.exchange(encoder.encode(`${lines.join('\r\n')}\r\n`));
    return decoder.decode(answer).replaceAll('\r\n', ' ').trim();
  }
}

function two(): [Connected, Connected] {
  const server = new TestServer();
  return [new Connected(server), new Connected(server)];
}

describe('MULTI', () => {
  test('queues, and EXEC runs', async () => {
    const [a, b] = two();
    expect(await a.say('MULTI', 'SET k 1', 'INCR k')).toBe('+OK +QUEUED +QUEUED');
    expect(await b.say('GET k')).toBe('$-1');
    expect(await a.say('GET k', 'EXEC', 'GET k')).toBe('+QUEUED *3 +OK :2 $1 2 $1 2');
  });

  test('in one pipeline, in other databases, with errors inside', async () => {
    const [a] = two();
    expect(await a.say('SET s x', 'MULTI', 'INCR s', 'SELECT 1', 'SET s y', 'EXEC', 'GET s', 'SELECT 0', 'GET s')).toBe(
      '+OK +OK +QUEUED +QUEUED +QUEUED *3 -ERR value is not an integer or out of range +OK +OK $1 y +OK $1 x',
    );
  });

  test('is aborted by what cannot be queued', async () => {
    const [a] = two();
    expect(await a.say('MULTI', 'NOSUCH', 'SET k 1', 'EXEC', 'GET k')).toBe(
      "+OK -ERR unknown command 'NOSUCH', with args beginning with:  +QUEUED " +
        '-EXECABORT Transaction discarded because of previous errors. $-1',
    );
    expect(await a.say('MULTI', 'GET', 'EXEC')).toMatch(/-EXECABORT/);
    expect(await a.say('MULTI', 'CONFIG NOSUCH', 'EXEC')).toMatch(/-EXECABORT/);
  });

  test('does not nest, and does not take WATCH; both leave it as it is', async () => {
    const [a] = two();
    expect(await a.say('MULTI', 'MULTI', 'WATCH k', 'PING', 'EXEC')).toBe(
      '+OK -ERR MULTI calls can not be nested -ERR WATCH inside MULTI is not allowed +QUEUED *1 +PONG',
    );
  });

  test('ends with DISCARD, RESET, and each has its error outside', async () => {
    const [a] = two();
    expect(await a.say('MULTI', 'SET k 1', 'DISCARD', 'GET k')).toBe('+OK +QUEUED +OK $-1');
    expect(await a.say('MULTI', 'SET k 1', 'RESET', 'EXEC')).toBe('+OK +QUEUED +RESET -ERR EXEC without MULTI');
    expect(await a.say('DISCARD')).toBe('-ERR DISCARD without MULTI');
  });

  test('never blocks', async () => {
    const [a] = two();
    expect(await a.say('MULTI', 'BLPOP list 0', 'BLMOVE list to LEFT LEFT 0', 'PING', 'EXEC')).toBe(
      '+OK +QUEUED +QUEUED +QUEUED *3 *-1 $-1 +PONG',
    );
  });

  test('is seen by CLIENT LIST', async () => {
    const [a, b] = two();
    await a.say('MULTI', 'SET k 1', 'SET l 1');
    expect(await b.say('CLIENT LIST')).toMatch(/id=1 .* flags=x .* multi=2 /);
  });

  test('wakes waiting clients when it is over', async () => {
    const [a, b] = two();
    await b.say('BLPOP list 0');
    expect(await a.say('MULTI', 'RPUSH list 1', 'DEL list', 'RPUSH list 2', 'EXEC', 'LLEN list')).toBe(
      '+OK +QUEUED +QUEUED +QUEUED *3 :1 :1 :1 :0',
    );
  });
});

describe('WATCH', () => {
  test('makes EXEC give nil when the key has changed, once', async () => {
    const [a, b] = two();
    await a.say('SET k 1', 'WATCH k other');
    await b.say('SET k 2');
    expect(await a.say('MULTI', 'SET k 3', 'EXEC', 'GET k')).toBe('+OK +QUEUED *-1 $1 2');
    expect(await a.say('MULTI', 'SET k 3', 'EXEC', 'GET k')).toBe('+OK +QUEUED *1 +OK $1 3');
  });

  test('holds for a change by the client itself, of the same database only, and not for one that changes nothing', async () => {
    const [a, b] = two();
    await a.say('WATCH k');
    expect(await b.say('SELECT 1', 'SET k 1', 'SELECT 0', 'DEL k', 'GET k')).toBe('+OK +OK +OK :0 $-1');
    expect(await a.say('MULTI', 'PING', 'EXEC')).toBe('+OK +QUEUED *1 +PONG');
    expect(await a.say('WATCH k', 'SET k 1', 'MULTI', 'PING', 'EXEC')).toBe('+OK +OK +OK +QUEUED *-1');
    expect(await a.say('WATCH k', 'SET k 2', 'UNWATCH', 'MULTI', 'PING', 'EXEC')).toBe(
      '+OK +OK +OK +OK +QUEUED *1 +PONG',
    );
  });

  test('a key that is emptied, exchanged or expires has changed', async () => {
    const [a, b] = two();
    await a.say('SET k 1', 'WATCH k none');
    await b.say('FLUSHALL');
    expect(await a.say('MULTI', 'PING', 'EXEC')).toMatch(/\*-1$/);
    await a.say('WATCH none');
    await b.say('FLUSHALL');
    expect(await a.say('MULTI', 'PING', 'EXEC')).toMatch(/\+PONG$/);
    await a.say('WATCH k');
    await b.say('SELECT 1', 'SET k 1', 'SWAPDB 0 1');
    expect(await a.say('MULTI', 'PING', 'EXEC')).toMatch(/\*-1$/);
    await a.say('SET e 1 PX 50', 'WATCH e');
    a.server.clock.advance(60);
    expect(await a.say('MULTI', 'PING', 'EXEC')).toMatch(/\*-1$/);
  });

  test('a key that had expired before does not change by going', async () => {
    const [a, b] = two();
    await a.say('SET e 1 PX 50');
    a.server.clock.advance(60);
    await a.say('WATCH e');
    await b.say('GET e');
    expect(await a.say('MULTI', 'PING', 'EXEC')).toMatch(/\+PONG$/);
  });
});

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
    return plain(await this.#connection.exchange(encoder.encode(`${lines.join('\r\n')}\r\n`)));
  }

  /** What came by itself. */
  heard(): string {
    this.server.turn();
    return plain(this.#connection.received());
  }

  leave(): void {
    this.server.core.sessions.gone(this.#connection.client);
  }
}

function plain(bytes: Uint8Array): string {
  return decoder.decode(bytes).replaceAll('\r\n', ' ').trim();
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
    expect(await a.say('CLIENT INFO', 'EXEC')).toMatch(/id=1 .* flags=x .* multi=3 /);
    expect(await a.say('CLIENT INFO')).toMatch(/ flags=N .* multi=-1 .* multi-mem=0 /);
  });

  test('keeps nothing more once it cannot run', async () => {
    const [a, b] = two();
    await a.say('MULTI', 'PING', 'NOSUCH', 'SET k 1', 'SET k 2');
    expect(await b.say('CLIENT LIST ID 1')).toMatch(/ multi=1 /);
    await a.say('DISCARD', 'WATCH k', 'MULTI', 'PING');
    await b.say('SET k 3');
    expect(await a.say('SET k 4')).toBe('+QUEUED');
    expect(await b.say('CLIENT LIST ID 1')).toMatch(/ flags=xd .* multi=1 /);
    expect(await a.say('EXEC')).toBe('*-1');
  });

  test('wakes waiting clients when it is over', async () => {
    const [a, b] = two();
    await b.say('BLPOP list 0');
    expect(await a.say('MULTI', 'RPUSH list 1', 'DEL list', 'RPUSH list 2', 'EXEC', 'LLEN list')).toBe(
      '+OK +QUEUED +QUEUED +QUEUED *3 :1 :1 :1 :0',
    );
  });
});

describe('EXEC that is refused', () => {
  test('ends the transaction, and says why', async () => {
    const [a, b] = two();
    expect(await a.say('MULTI', 'SET k 1', 'EXEC now', 'EXEC')).toBe(
      "+OK +QUEUED -EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command " +
        '-ERR EXEC without MULTI',
    );
    await a.say('MULTI', 'INCR k');
    await b.say('CONFIG SET min-replicas-to-write 1');
    expect(await a.say('EXEC', 'GET k')).toBe(
      '-EXECABORT Transaction discarded because of: NOREPLICAS Not enough good replicas to write. $-1',
    );
    expect(await a.say('MULTI', 'GET k', 'EXEC', 'SET k 1')).toBe(
      '+OK +QUEUED *1 $-1 -NOREPLICAS Not enough good replicas to write.',
    );
    expect(await b.say('CONFIG SET min-replicas-to-write 0', 'SET k 1')).toBe('+OK +OK');
  });

  test('as are commands that no transaction may have', async () => {
    const [a] = two();
    expect(await a.say('MULTI', 'SAVE', 'EXEC')).toBe(
      '+OK -ERR Command not allowed inside a transaction -EXECABORT Transaction discarded because of previous errors.',
    );
  });
});

describe('a transaction that has to wait in its midst, such as for CONFIG SET of a port', () => {
  /** Two clients, the first of which is in the midst of a transaction, and what lets it go on. */
  async function midst(...rest: string[]): Promise<[Connected, Connected, () => Promise<string>]> {
    const [a, b] = two();
    let goOn: () => void = () => {};
    a.server.core.config.onChange(
      ['port'],
      () =>
        new Promise((resolve) => {
          goOn = () => resolve(undefined);
        }),
    );
    expect(await a.say('MULTI', 'INCR k', 'CONFIG SET port 1234', ...rest, 'EXEC', 'GET k')).toMatch(/\*\d :1$/);
    const goesOn = async () => {
      goOn();
      for (let i = 0; i < 5; i++) await Promise.resolve();
      return a.heard();
    };
    return [a, b, goesOn];
  }

  test('is seen by nobody half done', async () => {
    const [, b, goesOn] = await midst('INCR k');
    expect(await b.say('GET k', 'PING')).toBe('');
    expect(await goesOn()).toBe('+OK :2 $1 2');
    expect(await b.say()).toBe('$1 2 +PONG');
  });

  test('wakes nobody before its end', async () => {
    const [a, b] = two();
    expect(await b.say('BLPOP list 0')).toBe('');
    let goOn: () => void = () => {};
    const promise = new Promise<undefined>((resolve) => {
      goOn = () => resolve(undefined);
    });
    a.server.core.config.onChange(['port'], () => promise);
    await a.say('MULTI', 'RPUSH list x', 'CONFIG SET port 1234', 'RPUSH list y', 'EXEC');
    expect(b.heard()).toBe('');
    goOn();
    for (let i = 0; i < 5; i++) await Promise.resolve();
    expect(a.heard()).toBe('+OK :2');
    expect(b.heard()).toBe('*2 $4 list $1 x');
  });

  test('is run to its end if its client leaves', async () => {
    const [a, b, goesOn] = await midst('INCR k');
    a.leave();
    expect(await b.say('GET k')).toBe('');
    await goesOn();
    expect(b.heard()).toBe('$1 2');
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

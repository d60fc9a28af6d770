import { encodeCommand } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../../test/in-process.ts';
import { RecordedEffects } from '../../../test/recorded-effects.ts';

let server: TestServer;
let other: TestConnection;
let effects: RecordedEffects;

beforeEach(() => {
  server = new TestServer();
  effects = new RecordedEffects(server);
  other = server.connect();
});

/** What a connection hears after saying these lines, line breaks as spaces. */
async function say(connection: TestConnection, ...lines: string[]): Promise<string> {
  return shown(await connection.exchange(Buffer.concat(lines.map((line) => encodeCommand(line.split(' '))))));
}

function heard(connection: TestConnection): string {
  return shown(connection.received());
}

function shown(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replaceAll('\r\n', ' ').trim();
}

/** A new client that says this and waits. */
async function waiting(line: string): Promise<TestConnection> {
  const connection = server.connect();
  expect(await say(connection, line)).toBe('');
  return connection;
}

describe('elements that are there', () => {
  test('are taken at once, and propagated as if nobody had been ready to wait', async () => {
    await say(other, 'RPUSH b 1 2 3 4 5 6');
    effects.propagated();
    expect(await say(other, 'BLPOP a b 0')).toBe('*2 $1 b $1 1');
    expect(await say(other, 'BRPOP a b 0')).toBe('*2 $1 b $1 6');
    expect(await say(other, 'BLMPOP 0 2 a b LEFT COUNT 2')).toBe('*2 $1 b *2 $1 2 $1 3');
    expect(await say(other, 'BLMOVE b c RIGHT LEFT 0')).toBe('$1 5');
    expect(await say(other, 'BRPOPLPUSH b c 0')).toBe('$1 4');
    expect(effects.propagated()).toEqual(['LPOP b', 'RPOP b', 'LPOP b 2', 'LMOVE b c RIGHT LEFT', 'RPOPLPUSH b c']);
  });

  test('of another type are an error', async () => {
    await say(other, 'SET a 1', 'RPUSH b 1');
    expect(await say(other, 'BLPOP a b 0')).toMatch(/^-WRONGTYPE/);
    expect(await say(other, 'BLMOVE b a LEFT LEFT 0')).toMatch(/^-WRONGTYPE/);
    expect(await say(other, 'LRANGE b 0 -1')).toBe('*1 $1 1');
  });
});

describe('elements that come later', () => {
  test('go to those who wait, in the order of their coming', async () => {
    const clients = [
      await waiting('BLPOP a 0'),
      await waiting('BRPOP a 0'),
      await waiting('BLMPOP 0 1 a LEFT COUNT 9'),
    ];
    effects.propagated();
    expect(await say(other, 'RPUSH a 1 2 3 4')).toBe(':4');
    expect(clients.map(heard)).toEqual(['*2 $1 a $1 1', '*2 $1 a $1 4', '*2 $1 a *2 $1 2 $1 3']);
    expect(effects.propagated()).toEqual(['RPUSH a 1 2 3 4', 'LPOP a', 'RPOP a', 'LPOP a 2']);
    expect(await say(other, 'EXISTS a')).toBe(':0');
  });

  test('are passed on from list to list', async () => {
    const last = await waiting('BLPOP c 0');
    const second = await waiting('BLMOVE b c LEFT RIGHT 0');
    const first = await waiting('BRPOPLPUSH a b 0');
    await say(other, 'LPUSH a x');
    expect([first, second, last].map(heard)).toEqual(['$1 x', '$1 x', '*2 $1 c $1 x']);
    expect(await say(other, 'DBSIZE')).toBe(':0');
  });

  test('come back to who moves them to the list itself', async () => {
    const client = await waiting('BRPOPLPUSH a a 0');
    await say(other, 'RPUSH a x');
    expect(heard(client)).toBe('$1 x');
    expect(await say(other, 'LRANGE a 0 -1')).toBe('*1 $1 x');
  });

  test('stay where the destination is of another type', async () => {
    await say(other, 'SET b 1');
    const wrong = await waiting('BLMOVE a b LEFT LEFT 0');
    const right = await waiting('BLMOVE a c LEFT LEFT 0');
    await say(other, 'RPUSH a x');
    expect(heard(wrong)).toMatch(/^-WRONGTYPE/);
    expect(heard(right)).toBe('$1 x');
  });

  test('may come by renaming and copying', async () => {
    const renamed = await waiting('BLPOP a 0');
    await say(other, 'RPUSH b x y', 'RENAME b a');
    expect(heard(renamed)).toBe('*2 $1 a $1 x');
    const copied = await waiting('BLPOP c 0');
    await say(other, 'COPY a c');
    expect(heard(copied)).toBe('*2 $1 c $1 y');
  });
});

describe('no elements', () => {
  test('time is up', async () => {
    const clients = [
      await waiting('BLPOP a 0.5'),
      await waiting('BLMOVE a b LEFT LEFT 1.25'),
      await waiting('BLMPOP 2 1 a LEFT'),
    ];
    server.advance(500);
    expect(clients.map(heard)).toEqual(['*-1', '', '']);
    server.advance(750);
    expect(clients.map(heard)).toEqual(['', '*-1', '']);
    server.advance(750);
    expect(clients.map(heard)).toEqual(['', '', '*-1']);
  });

  test('in a transaction nobody waits', async () => {
    const replies = await say(
      other,
      'MULTI',
      'BLPOP a 0',
      'BLMOVE a b LEFT LEFT 0',
      'BRPOPLPUSH a b 0',
      'BLMPOP 0 1 a LEFT',
      'EXEC',
    );
    expect(replies).toBe('+OK +QUEUED +QUEUED +QUEUED +QUEUED *4 *-1 $-1 $-1 *-1');
  });

  test.each([
    ['BLPOP a x', 'timeout is not a float or out of range'],
    ['BRPOPLPUSH a b -1', 'timeout is negative'],
    ['BLMOVE a b LEFT UP 0', 'syntax error'],
    ['BLMPOP 0 0 a LEFT', 'numkeys should be greater than 0'],
    ['BLMPOP 0 1 a LEFT COUNT 0', 'count should be greater than 0'],
    ['BLMPOP x 1 a LEFT', 'timeout is not a float or out of range'],
    ['BLMPOP 0 1 a LEFT COUNT 1 COUNT 2', 'syntax error'],
  ])('%s is an error', async (line, error) => {
    expect(await say(other, line)).toBe(`-ERR ${error}`);
  });
});

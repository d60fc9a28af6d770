import { encodeCommand } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { type TestConnection, TestServer } from '../../../test/in-process.ts';

let server: TestServer;
let connection: TestConnection;

beforeEach(() => {
  server = new TestServer();
  connection = server.connect();
});

async function says(...command: (string | number)[]): Promise<string> {
  return new TextDecoder('latin1').decode(await connection.exchange(encodeCommand(command)));
}

async function set(...names: string[]): Promise<void> {
  for (const name of names) await says('SET', name, '1');
}

/** The bulk strings of a reply. */
function bulks(reply: string): string[] {
  return [...reply.matchAll(/\$\d+\r\n(.*?)\r\n/gs)].map(([, text]) => text);
}

/** All keys that a whole scan yields, in the order in which they come. */
async function scanAll(...options: (string | number)[]): Promise<string[]> {
  const found: string[] = [];
  let cursor = '0';
  do {
    const [next, ...names] = bulks(await says('SCAN', cursor, ...options));
    found.push(...names);
    cursor = next;
  } while (cursor !== '0');
  return found;
}

const names = Array.from({ length: 1000 }, (_, i) => `key:${i}`);

describe('SCAN', () => {
  test('an empty database', async () => {
    expect(await says('SCAN', 0)).toBe('*2\r\n$1\r\n0\r\n*0\r\n');
  });

  test('yields every key, a few at a time', async () => {
    await set(...names);
    expect((await scanAll()).sort()).toEqual([...names].sort());
    const [, ...first] = bulks(await says('SCAN', 0));
    expect(first.length).toBeGreaterThanOrEqual(10);
    expect(first.length).toBeLessThan(30);
  });

  test('COUNT is about how many keys are looked at', async () => {
    await set(...names);
    const [, ...some] = bulks(await says('SCAN', 0, 'COUNT', 500));
    expect(some.length).toBeGreaterThanOrEqual(500);
    expect(some.length).toBeLessThan(520);
    const [cursor, ...all] = bulks(await says('SCAN', 0, 'COUNT', 5000));
    expect(cursor).toBe('0');
    expect(all).toHaveLength(1000);
  });

  test('MATCH', async () => {
    await set(...names);
    expect((await scanAll('MATCH', 'key:1??')).sort()).toEqual(names.slice(100, 200));
    expect(await scanAll('match', '*', 'COUNT', 100)).toHaveLength(1000);
    expect(await scanAll('MATCH', 'nothing')).toEqual([]);
  });

  test('TYPE, of those that match; a type that nobody knows finds nothing', async () => {
    await set(...names);
    expect(await scanAll('TYPE', 'String', 'MATCH', 'key:99?')).toHaveLength(10);
    expect(await scanAll('TYPE', 'list')).toEqual([]);
    expect(await scanAll('TYPE', 'none')).toEqual([]);
    expect(await scanAll('TYPE', 'nonsense')).toEqual([]);
  });

  test.each([[[]], [['TYPE', 'string']]])('removes the expired keys that it comes by: options %s', async (options) => {
    await set('a', 'b');
    await says('PEXPIRE', 'a', 1);
    server.clock.advance(2);
    expect(await scanAll(...options)).toEqual(['b']);
    expect(server.core.store.databases[0].size).toBe(1);
  });

  test('keys that do not match are let be, expired or not', async () => {
    await set('a', 'b');
    await says('PEXPIRE', 'a', 1);
    server.clock.advance(2);
    expect(await scanAll('MATCH', 'b')).toEqual(['b']);
    expect(server.core.store.databases[0].size).toBe(2);
  });

  test('keys that are there throughout are found, whatever else comes and goes', async () => {
    await set(...names);
    const found = new Set<string>();
    let cursor = '0';
    let round = 0;
    do {
      const [next, ...some] = bulks(await says('SCAN', cursor));
      for (const name of some) found.add(name);
      cursor = next;
      round++;
      // Grows by half, then shrinks again below what it was.
      for (let i = 0; i < 10; i++) await set(`other:${round}:${i}`);
      if (round > 50) for (let i = 0; i < 30; i++) await says('DEL', `other:${round - 50}:${i}`);
    } while (cursor !== '0');
    expect(names.filter((name) => !found.has(name))).toEqual([]);
  });

  test('cursors', async () => {
    await set('a');
    for (const cursor of ['4294967295', '18446744073709551615', '-1', '+0', '']) {
      expect(await says('SCAN', cursor), cursor).toMatch(/^\*2/);
    }
    for (const cursor of ['x', '1x', ' 1', '18446744073709551616', '-', '1.5']) {
      expect(await says('SCAN', cursor), cursor).toBe('-ERR invalid cursor\r\n');
    }
  });

  test('mistakes', async () => {
    const syntax = '-ERR syntax error\r\n';
    expect(await says('SCAN', 0, 'COUNT')).toBe(syntax);
    expect(await says('SCAN', 0, 'COUNT', 0)).toBe(syntax);
    expect(await says('SCAN', 0, 'WHAT', 1)).toBe(syntax);
    expect(await says('SCAN', 0, 'MATCH', 'a', 'COUNT')).toBe(syntax);
    expect(await says('SCAN', 0, 'COUNT', 'x')).toBe('-ERR value is not an integer or out of range\r\n');
    expect(await says('SCAN', 'x', 'COUNT', 'x')).toBe('-ERR invalid cursor\r\n');
  });
});

describe('KEYS', () => {
  test('lists what matches', async () => {
    await set('one', 'two', 'three', 'o\\*e');
    expect(bulks(await says('KEYS', '*')).sort()).toEqual(['o\\*e', 'one', 'three', 'two']);
    expect(bulks(await says('KEYS', 't*')).sort()).toEqual(['three', 'two']);
    expect(bulks(await says('KEYS', 'o\\\\\\*e'))).toEqual(['o\\*e']);
    expect(await says('KEYS', 'x*')).toBe('*0\r\n');
    expect(await says('KEYS', '')).toBe('*0\r\n');
  });

  test('many keys', async () => {
    await set(...names);
    expect(bulks(await says('KEYS', '*')).sort()).toEqual([...names].sort());
  });

  test('leaves expired keys out, and where they are', async () => {
    await set('a', 'b');
    await says('PEXPIRE', 'a', 1);
    server.clock.advance(2);
    expect(bulks(await says('KEYS', '*'))).toEqual(['b']);
    expect(server.core.store.databases[0].size).toBe(2);
  });

  test('a pattern that would be slow elsewhere', async () => {
    await set('a'.repeat(250));
    expect(await says('KEYS', `${'a*'.repeat(100)}b`)).toBe('*0\r\n');
  });
});

describe('RANDOMKEY', () => {
  test('nothing in an empty database, the key of one that has one', async () => {
    expect(await says('RANDOMKEY')).toBe('$-1\r\n');
    await set('a');
    expect(await says('RANDOMKEY')).toBe('$1\r\na\r\n');
  });

  test('comes by every key', async () => {
    await set(...names.slice(0, 50));
    const seen = new Set<string>();
    for (let i = 0; i < 1000; i++) seen.add(bulks(await says('RANDOMKEY'))[0]);
    expect(seen.size).toBe(50);
  });

  test('never an expired key; those that it meets are removed', async () => {
    await set('a', 'b', 'c');
    await says('PEXPIRE', 'a', 1);
    await says('PEXPIRE', 'b', 1);
    server.clock.advance(2);
    for (let i = 0; i < 50; i++) expect(await says('RANDOMKEY')).toBe('$1\r\nc\r\n');
    await says('PEXPIRE', 'c', 1);
    server.clock.advance(2);
    expect(await says('RANDOMKEY')).toBe('$-1\r\n');
    expect(server.core.store.databases[0].size).toBe(0);
  });
});

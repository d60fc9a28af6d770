import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RedisStore } from 'connect-redis';
import session from 'express-session';
import { createClient } from 'redis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { useDaemon } from './daemon.ts';

declare module 'express-session' {
  interface SessionData {
    visits: number;
  }
}

const daemon = useDaemon();
const open = () => createClient({ socket: { host: '127.0.0.1', port: daemon().port } });

let client: ReturnType<typeof open>;
let store: RedisStore;
let site: Server;
let address: string;

/** A web site that counts the visits of each browser; /leave ends the session. */
beforeEach(async () => {
  client = open();
  await client.connect();
  await client.flushAll();
  store = new RedisStore({ client, prefix: 'site:' });
  const sessions = session({
    store,
    secret: 'keyboard cat',
    resave: false,
    saveUninitialized: false,
    cookie: { maxAge: 60_000 },
  });
  site = createServer((request, response) => {
    // It asks for Express's forms of both, of which it uses what Node's have too.
    sessions(request as never, response as never, () => {
      const current = (request as unknown as { session: session.Session & session.SessionData }).session;
      if (request.url === '/leave') {
        current.destroy(() => response.end('good-bye'));
        return;
      }
      current.visits = (current.visits ?? 0) + 1;
      response.end(String(current.visits));
    });
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  address = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});
afterEach(async () => {
  site.close();
  site.closeAllConnections();
  await client.close();
});

async function visit(cookie: string, path = '/'): Promise<{ text: string; cookie: string }> {
  const response = await fetch(address + path, { headers: { cookie } });
  const set = response.headers.get('set-cookie')?.split(';')[0];
  return { text: await response.text(), cookie: set ?? cookie };
}

test('sessions live as long as their cookies, and end', async () => {
  const first = await visit('');
  expect(first.text).toBe('1');
  expect((await visit(first.cookie)).text).toBe('2');
  expect((await visit(first.cookie)).text).toBe('3');
  const other = await visit('');
  expect(other.text).toBe('1');

  const keys = await client.keys('site:*');
  expect(keys).toHaveLength(2);
  for (const key of keys) {
    const left = await client.pTTL(key);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(60_000);
  }
  expect((await visit(first.cookie, '/leave')).text).toBe('good-bye');
  expect(await client.keys('site:*')).toHaveLength(1);
  expect((await visit(other.cookie)).text).toBe('2');
  expect((await visit(first.cookie)).text).toBe('1');
});

test('the store counts, lists and clears its sessions', async () => {
  for (let i = 0; i < 250; i++) {
    await store.set(`session-${i}`, { cookie: { originalMaxAge: 60_000 }, visits: i } as session.SessionData);
  }
  await client.set('something else', 'stays');
  const length = await new Promise((resolve) => void store.length((_, count) => resolve(count)));
  expect(length).toBe(250);
  const ids = await new Promise<string[]>((resolve) => void store.ids((_, found) => resolve(found as string[])));
  expect(ids.toSorted()).toEqual(Array.from({ length: 250 }, (_, i) => `session-${i}`).toSorted());
  const all = await new Promise<session.SessionData[]>(
    (resolve) => void store.all((_, found) => resolve(found as session.SessionData[])),
  );
  expect(all.map(({ visits }) => visits).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 250 }, (_, i) => i));
  await new Promise((resolve) => void store.clear(resolve));
  expect(await client.keys('*')).toEqual(['something else']);
});

import { once } from 'node:events';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { useDaemon } from './daemon.ts';
import { until } from './until.ts';

const daemon = useDaemon(...'--user ann on >secret ~app:* &app:* +@all -@dangerous +info'.split(' '));
beforeAll(async () => {
  const admin = await createClient({ url: daemon().url }).connect();
  await admin.configSet('requirepass', 'master key');
  await admin.close();
});

/** What has to be ended after a test. */
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

function ioredis(
  options: { username?: string; password?: string; enableReadyCheck?: boolean; protocol?: 2 } = {},
): Redis {
  const client = new Redis({ port: daemon().port, ...options });
  client.on('error', () => {});
  endings.push(() => client.disconnect());
  return client;
}

async function nodeRedis(username?: string, password?: string) {
  const client = createClient({
    socket: { host: '127.0.0.1', port: daemon().port, reconnectStrategy: false },
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  });
  client.on('error', () => {});
  endings.push(() => client.destroy());
  await client.connect();
  return client;
}

describe('a password for all', () => {
  test('lets in who has it', async () => {
    const client = ioredis({ password: 'master key' });
    expect(await client.acl('WHOAMI')).toBe('default');
    const other = await nodeRedis(undefined, 'master key');
    expect(await other.aclWhoAmI()).toBe('default');
    const byUrl = createClient({ url: `redis://:master%20key@127.0.0.1:${daemon().port}/3` });
    await byUrl.connect();
    endings.push(() => byUrl.destroy());
    expect((await byUrl.clientInfo()).db).toBe(3);
  });

  test('and nobody else', async () => {
    // If it greeted in RESP3 or checked whether the server is ready, it would try that again and again.
    const client = ioredis({ enableReadyCheck: false, protocol: 2 });
    await expect(client.get('a')).rejects.toThrow('NOAUTH');
    const wrong = ioredis({ password: 'wrong' });
    const [error] = await once(wrong, 'error');
    expect(String(error)).toContain('WRONGPASS');
    await expect(nodeRedis('ann', 'wrong')).rejects.toThrow('WRONGPASS');
  });
});

describe('a user of their own', () => {
  test('has their keys, channels and commands', async () => {
    for (const client of [
      ioredis({ username: 'ann', password: 'secret' }),
      new Redis(`redis://ann:secret@127.0.0.1:${daemon().port}`),
    ]) {
      endings.push(() => client.disconnect());
      expect(await client.acl('WHOAMI')).toBe('ann');
      await expect(client.acl('LIST')).rejects.toThrow('NOPERM');
      expect(await client.set('app:key', '1')).toBe('OK');
      await expect(client.set('other', '1')).rejects.toThrow('NOPERM');
      await expect(client.flushall()).rejects.toThrow('NOPERM');
      await expect(client.publish('other', 'x')).rejects.toThrow('NOPERM');
      expect(await client.publish('app:news', 'x')).toBe(0);
      // One that may not: the whole transaction does not happen.
      await expect(client.multi().set('app:key', '2').set('other', '2').exec()).rejects.toThrow('EXECABORT');
      expect(await client.get('app:key')).toBe('1');
    }
  });

  test('subscribes to what is theirs', async () => {
    const subscriber = await nodeRedis('ann', 'secret');
    const heard: string[] = [];
    await subscriber.subscribe('app:news', (message) => heard.push(message));
    await expect(subscriber.subscribe('other', () => {})).rejects.toThrow('NOPERM');
    await (await nodeRedis('ann', 'secret')).publish('app:news', 'hello');
    await until(() => heard.length === 1);
    expect(heard).toEqual(['hello']);
  });

  test('comes and goes while the server runs', async () => {
    const admin = await nodeRedis(undefined, 'master key');
    await admin.aclSetUser('bob', ['on', '>first', '~*', '&*', '+@all']);
    expect(await admin.aclUsers()).toEqual(['ann', 'bob', 'default']);
    const bob = await nodeRedis('bob', 'first');
    expect(await bob.aclWhoAmI()).toBe('bob');
    expect(await admin.aclGetUser('bob')).toMatchObject({
      flags: expect.arrayContaining(['on']),
      keys: '~*',
      commands: '+@all',
    });
    const gone = new Promise((resolve) => bob.once('error', resolve));
    expect(await admin.aclDelUser('bob')).toBe(1);
    await gone;
    await expect(nodeRedis('bob', 'first')).rejects.toThrow('WRONGPASS');
    const log = await admin.aclLog();
    expect(log[0]).toMatchObject({ reason: 'auth', object: expect.stringMatching(/auth|hello/i), username: 'bob' });
  });
});

test('credentials that change are used on the connection that there is', async () => {
  const admin = await nodeRedis(undefined, 'master key');
  await admin.aclSetUser('eve', ['on', '>one', '>two', '~*', '+@all']);
  let renew: (credentials: { username: string; password: string }) => void = () => {};
  const client = createClient({
    socket: { host: '127.0.0.1', port: daemon().port },
    credentialsProvider: {
      type: 'streaming-credentials-provider',
      subscribe: async (listener) => {
        renew = listener.onNext;
        return [{ username: 'eve', password: 'one' }, { dispose: () => {} }];
      },
      onReAuthenticationError: () => {},
    },
  });
  client.on('error', () => {});
  endings.push(() => client.destroy());
  await client.connect();
  const id = await client.clientId();
  expect(await client.aclWhoAmI()).toBe('eve');
  renew({ username: 'default', password: 'master key' });
  await until(async () => (await client.aclWhoAmI()) === 'default');
  expect(await client.clientId()).toBe(id);
});

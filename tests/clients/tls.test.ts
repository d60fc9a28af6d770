import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, TestCertificates } from '@respite/testing';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { describeWhere } from '../describe-where.ts';
import { useDaemon } from './daemon.ts';
import { until } from './until.ts';

const isWindows = process.platform === 'win32';

const certificates = new TestCertificates();
const server = certificates.issue('server');
const ann = certificates.issue('ann');
const tlsPort = await freePort();
const unixSocket = join(certificates.folder, 'respite.sock');
const daemon = useDaemon(
  ...['--tls-port', String(tlsPort), '--tls-cert-file', server.cert, '--tls-key-file', server.key],
  ...['--tls-ca-cert-file', certificates.authority.cert],
  ...(isWindows ? [] : ['--unixsocket', unixSocket, '--unixsocketperm', '700']),
);
afterAll(() => certificates.remove());

const ca = readFileSync(certificates.authority.cert);
const identity = { cert: readFileSync(ann.cert), key: readFileSync(ann.key) };

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

describe('over TLS', () => {
  test('ioredis', async () => {
    const open = () => {
      const client = new Redis({ host: 'localhost', port: tlsPort, tls: { ca, ...identity } });
      endings.push(() => client.disconnect());
      return client;
    };
    const client = open();
    const value = 'x'.repeat(1_000_000);
    expect(await client.set('key', value)).toBe('OK');
    expect(await client.get('key')).toBe(value);
    const heard: string[] = [];
    const subscriber = open();
    subscriber.on('message', (_, message) => heard.push(message));
    await subscriber.subscribe('news');
    await client.publish('news', 'hello');
    await until(() => heard.length === 1);
  });

  test('node-redis', async () => {
    const client = createClient({
      url: `rediss://localhost:${tlsPort}`,
      socket: { tls: true, ca, ...identity },
    });
    await client.connect();
    endings.push(() => client.close());
    const keys = Array.from({ length: 1000 }, (_, i) => `key:${i}`);
    await Promise.all(keys.map((key) => client.set(key, key)));
    expect(await Promise.all(keys.map((key) => client.get(key)))).toEqual(keys);
  });

  test('a client without a certificate is not served', async () => {
    const client = createClient({
      url: `rediss://localhost:${tlsPort}`,
      socket: { tls: true, ca, reconnectStrategy: false },
    });
    client.on('error', () => {});
    await expect(client.connect()).rejects.toThrow();
  });
});

describeWhere(
  !isWindows,
  'its core is native code, which it does not bring for Windows',
  'over TLS, valkey-glide',
  () => {
    test('reads and writes; it has no certificate to show', async () => {
      const { GlideClient } = await import('@valkey/valkey-glide');
      const admin = await createClient({ url: daemon().url }).connect();
      endings.push(() => admin.close());
      await admin.configSet('tls-auth-clients', 'optional');
      const client = await GlideClient.createClient({
        addresses: [{ host: 'localhost', port: tlsPort }],
        useTLS: true,
        requestTimeout: 10_000,
        advancedConfiguration: { tlsAdvancedConfiguration: { rootCertificates: ca } },
      });
      endings.push(() => client.close());
      expect(await client.set('key', 'value')).toBe('OK');
      expect(await client.get('key')).toBe('value');
      await admin.configSet('tls-auth-clients', 'yes');
    });
  },
);

describeWhere(!isWindows, 'Windows has none', 'through a Unix socket', () => {
  test('ioredis', async () => {
    const client = new Redis(unixSocket);
    endings.push(() => client.disconnect());
    expect(await client.set('key', 'value')).toBe('OK');
    expect(await client.get('key')).toBe('value');
    expect(await client.client('LIST')).toContain(`${unixSocket}:0`);
  });

  test('node-redis', async () => {
    const client = createClient({ socket: { path: unixSocket, tls: false } });
    await client.connect();
    endings.push(() => client.close());
    expect(await client.ping()).toBe('PONG');
  });
});

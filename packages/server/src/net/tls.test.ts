import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { encodeCommand, endOfReply, freePort, type Identity, TestCertificates } from '@respite/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from './create-server.ts';
import type { Server } from './server.ts';

let certificates: TestCertificates;
let serverIdentity: Identity;
let clientIdentity: Identity;
beforeAll(() => {
  certificates = new TestCertificates();
  serverIdentity = certificates.issue('server');
  clientIdentity = certificates.issue('client');
});
afterAll(() => certificates?.remove());

let server: Server;
let port: number;
let logged: string[];
const open: TLSSocket[] = [];

async function start(settings: Record<string, string | number> = {}): Promise<void> {
  port = await freePort();
  logged = [];
  server = await createServer({
    port: 0,
    tlsPort: port,
    tlsCertFile: serverIdentity.cert,
    tlsKeyFile: serverIdentity.key,
    tlsCaCertFile: certificates.authority.cert,
    log: (_, message) => void logged.push(message),
    ...settings,
  });
}
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await server?.close();
});

/** A client's side of a handshake: resolves when it is done, as the client sees it. */
async function connectTls(options: ConnectionOptions = {}): Promise<TLSSocket> {
  const ca = readFileSync(certificates.authority.cert);
  const socket = connect({ port, host: '127.0.0.1', ca, ...options });
  open.push(socket);
  await once(socket, 'secureConnect');
  return socket;
}

const shown = ({ cert, key }: Identity) => ({ cert: readFileSync(cert), key: readFileSync(key) });

/** The whole reply to one command. */
async function ask(socket: TLSSocket, ...args: string[]): Promise<Buffer> {
  socket.write(encodeCommand(args));
  let received = Buffer.alloc(0);
  while (endOfReply(received, 0) < 0) {
    const [chunk] = await once(socket, 'data');
    received = Buffer.concat([received, chunk]);
  }
  return received;
}

const says = async (socket: TLSSocket, ...args: string[]) => String(await ask(socket, ...args));

/** How a connection that should be refused ends: with an error, or without an answer. */
async function refusal(options: ConnectionOptions = {}): Promise<string> {
  try {
    const socket = await connectTls(options);
    socket.write('PING\r\n');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    await once(socket, 'close');
    return answer === '' ? 'closed' : answer;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

async function configure(...pairs: [string, string][]): Promise<string | undefined> {
  return server.core.config.set(pairs);
}

test('a client with a certificate is served; one without, with a wrong one, or without TLS is not, and the log says why', async () => {
  await start();
  const client = await connectTls(shown(clientIdentity));
  expect(await says(client, 'SET', 'a', '1')).toBe('+OK\r\n');
  expect(await says(client, 'CLIENT', 'LIST')).toContain(`laddr=127.0.0.1:${port} `);
  const info = await says(client, 'INFO', 'server');
  expect(info).toContain(`\r\nlistener2:name=tls,bind=127.0.0.1,bind=-::1,port=${port}\r\n`);

  expect(await refusal()).not.toContain('PONG');
  expect(logged.pop()).toMatch(/^Error accepting a client connection: .*peer did not return a certificate \(addr=127/);
  expect(await refusal(shown(certificates.issueSelfSigned('stranger')))).not.toContain('PONG');
  expect(logged.pop()).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');

  const plain = connectPlain({ port, host: '127.0.0.1' });
  plain.on('error', () => {});
  plain.write('PING\r\n');
  await once(plain, 'close');
  expect(logged.pop()).toContain('wrong version number');
  expect(await says(client, 'GET', 'a')).toBe('$1\r\n1\r\n');
});

test('tls-auth-clients: no and optional serve clients without a certificate; an optional one must be valid', async () => {
  await start();
  const stranger = shown(certificates.issueSelfSigned('stranger'));
  expect(await configure(['tls-auth-clients', 'no'])).toBeUndefined();
  expect(await says(await connectTls(), 'PING')).toBe('+PONG\r\n');
  expect(await says(await connectTls(stranger), 'PING')).toBe('+PONG\r\n');
  expect(await configure(['tls-auth-clients', 'optional'])).toBeUndefined();
  expect(await says(await connectTls(), 'PING')).toBe('+PONG\r\n');
  expect(await says(await connectTls(shown(clientIdentity)), 'PING')).toBe('+PONG\r\n');
  expect(await refusal(stranger)).not.toContain('PONG');
  expect(await configure(['tls-auth-clients', 'yes'])).toBeUndefined();
  expect(await refusal()).not.toContain('PONG');
});

test('without an authority nobody is trusted, not even those whom browsers trust', async () => {
  await start({ tlsAuthClients: 'no', tlsCaCertFile: '' });
  await configure(['tls-auth-clients', 'yes']);
  expect(await refusal(shown(clientIdentity))).not.toContain('PONG');
});

test('tls-ca-cert-dir: a folder with hashed names', async () => {
  await start({ tlsCaCertFile: '', tlsCaCertDir: certificates.hashedFolder() });
  expect(await says(await connectTls(shown(clientIdentity)), 'PING')).toBe('+PONG\r\n');
  expect(await refusal(shown(certificates.issueSelfSigned('stranger')))).not.toContain('PONG');
});

describe('what cannot be is refused, with a line in the log, and changes nothing', () => {
  const bad = () => join(certificates.folder, 'bad.pem');
  test.each<[string, (string | (() => string))[], RegExp]>([
    ['no such file', ['tls-cert-file', '/nonexistent'], /^Failed to load certificate: \/nonexistent: ENOENT/],
    ['no certificate', ['tls-cert-file', bad], /^Failed to load certificate: /],
    ['the key of another', ['tls-key-file', () => clientIdentity.key], /^Failed to load private key: .*mismatch/],
    ['no key', ['tls-key-file', ''], /^No tls-key-file configured!$/],
    ['no authority', ['tls-ca-cert-file', ''], /^Either tls-ca-cert-file or tls-ca-cert-dir must be specified/],
    ['a bad authority', ['tls-ca-cert-file', bad], /^Failed to configure CA certificate\(s\) file\/directory: /],
    ['unknown protocol', ['tls-protocols', 'TLSv1.2 SSLv3'], /^Invalid tls-protocols specified\. /],
    ['unknown cipher', ['tls-ciphers', 'NONE-SUCH'], /^Failed to configure ciphers: NONE-SUCH$/],
    ['unknown suite', ['tls-ciphersuites', 'TLS_NONE_SUCH'], /^Failed to configure ciphersuites: TLS_NONE_SUCH$/],
    ['no parameters', ['tls-dh-params-file', bad], /bad\.pem: failed to read DH params\.$/],
  ])('%s', async (_, [name, value], message) => {
    writeFileSync(bad(), 'nothing of the kind\n');
    await start();
    const before = server.core.config.get(name as string);
    const input = typeof value === 'function' ? value() : value;
    expect(await configure(['timeout', '7'], [name as string, input])).toBe(
      `ERR CONFIG SET failed (possibly related to argument '${name}') - ` +
        'Unable to update TLS configuration. Check server logs.',
    );
    expect(logged.pop()).toMatch(message);
    expect(server.core.config.get(name as string)).toBe(before);
    expect(server.core.config.timeout).toBe(0);
    expect(await says(await connectTls(shown(clientIdentity)), 'PING')).toBe('+PONG\r\n');
  });
});

test('a server whose certificate cannot be read does not start', async () => {
  await expect(start({ tlsCertFile: '/nonexistent' })).rejects.toThrow('Failed to load certificate: /nonexistent');
  await start();
});

test('a new certificate takes the place of the old one for clients that come then; those who are there stay', async () => {
  await start({ tlsAuthClients: 'no' });
  const early = await connectTls();
  const next = certificates.issue('next');
  expect(await configure(['tls-cert-file', next.cert], ['tls-key-file', next.key])).toBeUndefined();
  const late = await connectTls();
  expect(early.getPeerCertificate().subject.CN).toBe('server');
  expect(late.getPeerCertificate().subject.CN).toBe('next');
  expect(await says(early, 'PING')).toBe('+PONG\r\n');
});

test('an encrypted key needs its password', async () => {
  await start({ tlsAuthClients: 'no' });
  const encrypted = certificates.encryptKey(serverIdentity, 'sesame');
  expect(await configure(['tls-key-file', encrypted])).toContain('Unable to update TLS configuration');
  await configure(['tls-key-file-pass', 'sesame']);
  expect(await configure(['tls-key-file', encrypted])).toBeUndefined();
  expect(await says(await connectTls(), 'PING')).toBe('+PONG\r\n');
});

test('tls-protocols and tls-ciphers decide what is spoken, also where there is a hole in the middle', async () => {
  await start({ tlsAuthClients: 'no' });
  expect((await connectTls()).getProtocol()).toBe('TLSv1.3');
  expect((await connectTls({ maxVersion: 'TLSv1.2' })).getProtocol()).toBe('TLSv1.2');
  await configure(['tls-protocols', 'TLSv1.2']);
  expect((await connectTls()).getProtocol()).toBe('TLSv1.2');
  expect(await refusal({ minVersion: 'TLSv1.3' })).not.toContain('PONG');
  const ciphers = ['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-AES128-GCM-SHA256'];
  await configure(['tls-ciphers', ciphers.join(':')]);
  const wanted = { ciphers: [...ciphers].reverse().join(':') };
  expect((await connectTls(wanted)).getCipher().name).toBe(ciphers[1]);
  await configure(['tls-prefer-server-ciphers', 'yes']);
  expect((await connectTls(wanted)).getCipher().name).toBe(ciphers[0]);
  await configure(['tls-protocols', 'TLSv1.1 TLSv1.3'], ['tls-ciphers', '']);
  expect((await connectTls()).getProtocol()).toBe('TLSv1.3');
  expect(await refusal({ maxVersion: 'TLSv1.2' })).not.toContain('PONG');
});

test('tls-session-caching: whether a session can be taken up again', async () => {
  await start({ tlsAuthClients: 'no', tlsProtocols: 'TLSv1.2' });
  const reused = async () => {
    const session = (await connectTls()).getSession();
    return (await connectTls(session === undefined ? {} : { session })).isSessionReused();
  };
  expect(await reused()).toBe(true);
  await configure(['tls-session-caching', 'no']);
  expect(await reused()).toBe(false);
});

test('port and tls-port change places', async () => {
  await start({ tlsAuthClients: 'no' });
  const plainPort = await freePort();
  expect(await configure(['tls-port', '0'], ['port', String(port)])).toBeUndefined();
  expect(server.tlsAddresses).toEqual([]);
  expect(server.address?.port).toBe(port);
  expect(await configure(['port', String(plainPort)], ['tls-port', String(port)])).toBeUndefined();
  expect(await says(await connectTls(), 'PING')).toBe('+PONG\r\n');
  expect(await configure(['tls-port', String(plainPort)])).toContain('Unable to listen on this port.');
  expect(await says(await connectTls(), 'PING')).toBe('+PONG\r\n');
});

test('a large reply comes whole, and one that nobody takes holds its bytes once', async () => {
  await start({ tlsAuthClients: 'no' });
  const client = await connectTls();
  const length = 48 * 1024 * 1024;
  expect(await says(client, 'SETRANGE', 'large', String(length - 1), 'x')).toBe(`:${length}\r\n`);
  const reader = await connectTls();
  reader.pause();
  reader.write(encodeCommand(['GET', 'large']));
  reader.write(encodeCommand(['PING']));
  let waits = 0;
  while (waits === 0) waits = Number(/ omem=([1-9]\d*) /.exec(await says(client, 'CLIENT', 'LIST'))?.[1] ?? 0);
  expect(waits).toBeGreaterThan(length / 2);
  expect(waits).toBeLessThanOrEqual(length + 32);
  const wanted = `$${length}\r\n`.length + length + 2 + '+PONG\r\n'.length;
  let received = 0;
  let end = Buffer.alloc(0);
  for await (const chunk of reader) {
    received += chunk.length;
    end = Buffer.concat([end, chunk]).subarray(-10);
    if (received >= wanted) break;
  }
  expect(received).toBe(wanted);
  expect(String(end)).toBe('x\r\n+PONG\r\n');
});

test('a pipeline with QUIT at its end: all replies arrive before the end', async () => {
  await start({ tlsAuthClients: 'no' });
  const client = await connectTls();
  await ask(client, 'SETRANGE', 'k', '999999', 'x');
  client.write('GET k\r\n'.repeat(5));
  client.write('QUIT\r\n');
  let received = 0;
  for await (const chunk of client) received += chunk.length;
  expect(received).toBe(5 * ('$1000000\r\n'.length + 1_000_002) + '+OK\r\n'.length);
});

test('clients whose handshake does not end count for maxclients, and end with the server', async () => {
  await start({ maxclients: 2 });
  const silent = [1, 2, 3].map(() => connectPlain({ port, host: '127.0.0.1' }));
  for (const socket of silent) socket.on('error', () => {});
  await once(silent[2], 'close');
  expect(server.core.counters.connectionsRejected).toBe(1);
  const ended = Promise.all([once(silent[0], 'close'), once(silent[1], 'close')]);
  await server.close();
  await ended;
});

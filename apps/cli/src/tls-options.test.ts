import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { type Identity, TestCertificates } from '@respite/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { utf8Bytes } from './byte-text.ts';
import { sessionOn } from './collected-output.ts';
import type { TlsFiles } from './tls-options.ts';

let certificates: TestCertificates;
let client: Identity;
let server: Server;
let met: { servername: string | false; cipher: string }[];
/** A server that wants a certificate and says PONG to whatever it gets. */
beforeAll(async () => {
  certificates = new TestCertificates();
  client = certificates.issue('client');
  const { cert, key } = certificates.issue('server');
  server = createServer({
    cert: readFileSync(cert),
    key: readFileSync(key),
    ca: readFileSync(certificates.authority.cert),
    requestCert: true,
    maxVersion: 'TLSv1.2',
  });
  server.on('secureConnection', (socket: TLSSocket & { servername?: string | false }) => {
    met.push({ servername: socket.servername ?? false, cipher: socket.getCipher().name });
    socket.on('data', () => socket.write('+PONG\r\n'));
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server?.close();
  certificates?.remove();
});

/** What PING gives: the reply, or the complaint. */
async function ping(tlsFiles: TlsFiles, host = '127.0.0.1'): Promise<string> {
  met = [];
  const { port } = server.address() as AddressInfo;
  const { session, output } = sessionOn(port, { tls: true, tlsFiles, host });
  await session.run([utf8Bytes('PING')]);
  session.disconnect();
  return [...output.takeComplaints(), output.takeText()].join('').trim();
}

const ours = () => ({ cacert: certificates.authority.cert, ...client });

test('a server whose authority is known is spoken to', async () => {
  expect(await ping(ours())).toBe('PONG');
  expect(await ping({ ...client, cacertdir: certificates.hashedFolder() })).toBe('PONG');
  expect(await ping({ ...client, insecure: true })).toBe('PONG');
});

test('one whose authority is not, is not; nor one that does not take us', async () => {
  expect(await ping(client)).toMatch(
    /^Could not connect to Redis at .*: SSL_connect failed: certificate verify failed: /,
  );
  expect(await ping({ cacert: certificates.authority.cert })).toMatch(/SSL_connect failed: |handshake failure/);
});

test('files that are no good are named by what they should have been', async () => {
  const nothing = '/nonexistent';
  expect(await ping({ ...ours(), cacert: nothing })).toMatch(/: Invalid CA Certificate File\/Directory$/);
  expect(await ping({ ...ours(), cacert: client.key })).toMatch(/: Invalid CA Certificate File\/Directory$/);
  expect(await ping({ ...ours(), cert: nothing })).toMatch(/: Invalid client certificate$/);
  expect(await ping({ ...ours(), key: client.cert })).toMatch(/: Invalid private key$/);
  expect(await ping({ ...ours(), ciphers: 'NONE-SUCH' })).toMatch(/: Error while configuring ciphers$/);
});

test('the name that is asked for, and the ciphers', async () => {
  expect(await ping({ ...ours(), sni: 'store.example', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' })).toBe('PONG');
  expect(met).toEqual([{ servername: 'store.example', cipher: 'ECDHE-ECDSA-AES128-GCM-SHA256' }]);
});

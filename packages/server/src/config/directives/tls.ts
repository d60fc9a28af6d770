import { bool, INT32_MAX, integer, oneOf, optionalText } from '../directive.ts';

/** What it names may have changed, so setting it to the value it has reads it anew. */
const file = { volatile: true } as const;
const outgoing = { pending: 'replication' } as const;

/** Encrypted connections. */
export const tlsDirectives = [
  integer('tls-port', 0, [0, 65535], 'TCP port for TLS; 0 opens none.'),
  optionalText('tls-cert-file', 'Certificate of the server.', file),
  optionalText('tls-key-file', 'Its private key.', file),
  optionalText('tls-key-file-pass', 'Password of the private key.', { sensitive: true }),
  optionalText('tls-client-cert-file', 'Certificate for outgoing connections.', { ...file, ...outgoing }),
  optionalText('tls-client-key-file', 'Its private key.', { ...file, ...outgoing }),
  optionalText('tls-client-key-file-pass', 'Password of that key.', { sensitive: true, ...outgoing }),
  optionalText('tls-ca-cert-file', 'Certificates that client certificates are checked against.', file),
  optionalText('tls-ca-cert-dir', 'Folder of such certificates, with the names that `openssl rehash` gives.', file),
  optionalText('tls-dh-params-file', 'Diffie-Hellman parameters.', file),
  oneOf('tls-auth-clients', 'yes', ['no', 'yes', 'optional'], 'Whether clients must have a certificate.'),
  oneOf('tls-auth-clients-user', 'off', ['CN', 'off'], 'Field of a client certificate that names the user.', {
    pending: 'users by certificate',
  }),
  optionalText('tls-protocols', 'Versions of TLS that are allowed: TLSv1.2 and TLSv1.3 unless set.'),
  optionalText('tls-ciphers', 'Ciphers up to TLS 1.2.'),
  optionalText('tls-ciphersuites', 'Cipher suites of TLS 1.3.'),
  bool('tls-prefer-server-ciphers', false, 'The order of the server decides.'),
  bool('tls-session-caching', true, 'Lets clients take up a session again.'),
  integer('tls-session-cache-size', 20480, [0, INT32_MAX], 'Sessions kept; 0 is no limit.', {
    none: 'Clients keep their sessions themselves, as tickets; the server keeps none.',
  }),
  integer('tls-session-cache-timeout', 300, [0, INT32_MAX], 'Seconds for which a session can be taken up again.'),
  integer('tls-auto-reload-interval', 0, [0, INT32_MAX], 'Seconds between looks for new certificates; 0: none.', {
    hidden: true,
  }),
  bool('tls-replication', false, 'Replicates over TLS.', { pending: 'replication' }),
  bool('tls-cluster', false, 'Uses TLS between the nodes of a cluster.', { none: 'There is no cluster mode.' }),
] as const;

import { bool, INT32_MAX, integer, oneOf, optionalText } from '../directive.ts';

const pending = 'TLS';
const file = { volatile: true, pending } as const;

/** Encrypted connections. */
export const tlsDirectives = [
  integer('tls-port', 0, [0, 65535], 'TCP port for TLS; 0 opens none.', { pending }),
  optionalText('tls-cert-file', 'Certificate of the server.', file),
  optionalText('tls-key-file', 'Its private key.', file),
  optionalText('tls-key-file-pass', 'Password of the private key.', { sensitive: true, pending }),
  optionalText('tls-client-cert-file', 'Certificate for outgoing connections.', file),
  optionalText('tls-client-key-file', 'Its private key.', file),
  optionalText('tls-client-key-file-pass', 'Password of that key.', { sensitive: true, pending }),
  optionalText('tls-ca-cert-file', 'Certificates that client certificates are checked against.', file),
  optionalText('tls-ca-cert-dir', 'Folder of such certificates.', file),
  optionalText('tls-dh-params-file', 'Diffie-Hellman parameters.', file),
  oneOf('tls-auth-clients', 'yes', ['no', 'yes', 'optional'], 'Whether clients must have a certificate.', { pending }),
  oneOf('tls-auth-clients-user', 'off', ['CN', 'off'], 'Field of a client certificate that names the user.', {
    pending,
  }),
  optionalText('tls-protocols', 'Versions of TLS that are allowed.', { pending }),
  optionalText('tls-ciphers', 'Ciphers up to TLS 1.2.', { pending }),
  optionalText('tls-ciphersuites', 'Cipher suites of TLS 1.3.', { pending }),
  bool('tls-prefer-server-ciphers', false, 'The order of the server decides.', { pending }),
  bool('tls-session-caching', true, 'Lets clients take up a session again.', { pending }),
  integer('tls-session-cache-size', 20480, [0, INT32_MAX], 'Sessions kept; 0 is no limit.', { pending }),
  integer('tls-session-cache-timeout', 300, [0, INT32_MAX], 'Seconds that a session is kept.', { pending }),
  integer('tls-auto-reload-interval', 0, [0, INT32_MAX], 'Seconds between looks for new certificates.', {
    hidden: true,
    pending,
  }),
  bool('tls-replication', false, 'Replicates over TLS.', { pending: 'replication' }),
  bool('tls-cluster', false, 'Uses TLS between the nodes of a cluster.', { none: 'There is no cluster mode.' }),
] as const;

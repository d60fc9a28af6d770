import { constants, createPrivateKey, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext, DEFAULT_CIPHERS, type SecureContextOptions, type SecureVersion } from 'node:tls';
import type { Config } from '../config/config.ts';

/** A setting of TLS that cannot be had; the message is a line for the log. */
export class TlsSettingsError extends Error {}

/** What the settings are checked and made of; a Config has it all. */
export type TlsConfig = Pick<
  Config,
  | 'tlsCertFile'
  | 'tlsKeyFile'
  | 'tlsKeyFilePass'
  | 'tlsClientCertFile'
  | 'tlsClientKeyFile'
  | 'tlsClientKeyFilePass'
  | 'tlsCaCertFile'
  | 'tlsCaCertDir'
  | 'tlsAuthClients'
  | 'tlsProtocols'
  | 'tlsCiphers'
  | 'tlsCiphersuites'
  | 'tlsPreferServerCiphers'
  | 'tlsDhParamsFile'
  | 'tlsSessionCaching'
  | 'tlsSessionCacheTimeout'
>;

/** The versions by the names in `tls-protocols`, from the oldest on, with the option of OpenSSL that leaves each out. */
const PROTOCOLS: readonly { name: string; version: SecureVersion; without: number }[] = [
  { name: 'tlsv1', version: 'TLSv1', without: constants.SSL_OP_NO_TLSv1 },
  { name: 'tlsv1.1', version: 'TLSv1.1', without: constants.SSL_OP_NO_TLSv1_1 },
  { name: 'tlsv1.2', version: 'TLSv1.2', without: constants.SSL_OP_NO_TLSv1_2 },
  { name: 'tlsv1.3', version: 'TLSv1.3', without: constants.SSL_OP_NO_TLSv1_3 },
];
const DEFAULT_PROTOCOLS = 'TLSv1.2 TLSv1.3';

/**
 * Reads and checks all that the `tls-` directives name, in the order in which redis-server does.
 *
 * @throws TlsSettingsError with redis-server's words for what is wrong first
 */
export function readTlsSettings(config: TlsConfig): SecureContextOptions & { sessionTimeout: number } {
  if (config.tlsCertFile === '') throw new TlsSettingsError('No tls-cert-file configured!');
  if (config.tlsKeyFile === '') throw new TlsSettingsError('No tls-key-file configured!');
  if (config.tlsAuthClients !== 'no' && config.tlsCaCertFile === '' && config.tlsCaCertDir === '') {
    throw new TlsSettingsError(
      'Either tls-ca-cert-file or tls-ca-cert-dir must be specified when tls-cluster, tls-replication or ' +
        'tls-auth-clients are enabled!',
    );
  }
  const versions = versionsFrom(config.tlsProtocols);
  const identity = readIdentity(config.tlsCertFile, config.tlsKeyFile, config.tlsKeyFilePass);
  const ca = readAuthorities(config.tlsCaCertFile, config.tlsCaCertDir);
  const ciphers = ciphersFrom(config.tlsCiphers, config.tlsCiphersuites);
  const dhparam = config.tlsDhParamsFile === '' ? 'auto' : readDiffieHellman(config.tlsDhParamsFile);
  // Nothing connects to others yet, but what is wrong with this should be told when it is set.
  if (config.tlsClientCertFile !== '' && config.tlsClientKeyFile !== '') {
    readIdentity(config.tlsClientCertFile, config.tlsClientKeyFile, config.tlsClientKeyFilePass);
  }
  return {
    ...identity,
    ca,
    ...versions,
    ...(ciphers !== undefined && { ciphers }),
    dhparam,
    honorCipherOrder: config.tlsPreferServerCiphers,
    secureOptions: versions.secureOptions | (config.tlsSessionCaching ? 0 : constants.SSL_OP_NO_TICKET),
    sessionIdContext: 'respite',
    sessionTimeout: config.tlsSessionCacheTimeout,
  };
}

/** `TLSv1.2 TLSv1.3` as OpenSSL has it: the range, and the holes in it. */
function versionsFrom(text: string) {
  const words = (text === '' ? DEFAULT_PROTOCOLS : text).toLowerCase().split(' ');
  if (words.some((word) => !PROTOCOLS.some(({ name }) => name === word))) {
    throw new TlsSettingsError(
      "Invalid tls-protocols specified. Use a combination of 'TLSv1', 'TLSv1.1', 'TLSv1.2' and 'TLSv1.3'.",
    );
  }
  const wanted = PROTOCOLS.filter(({ name }) => words.includes(name));
  let secureOptions = 0;
  for (const protocol of PROTOCOLS) if (!wanted.includes(protocol)) secureOptions |= protocol.without;
  return {
    minVersion: wanted[0].version,
    maxVersion: wanted[wanted.length - 1].version,
    secureOptions,
  };
}

/** Certificate, with those that lead to its authority, and private key. */
function readIdentity(certFile: string, keyFile: string, passphrase: string) {
  const cert = attempt(`Failed to load certificate: ${certFile}`, () => {
    const pem = readFileSync(certFile);
    createSecureContext({ cert: pem, ca: [] });
    return pem;
  });
  return attempt(`Failed to load private key: ${keyFile}`, () => {
    const identity = { cert, key: readFileSync(keyFile), ...(passphrase !== '' && { passphrase }) };
    createSecureContext({ ...identity, ca: [] });
    // OpenSSL itself notices that only where both are of one kind, RSA or elliptic curve.
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(identity))) throw new Error('key values mismatch');
    return identity;
  });
}

/** A file in a folder of certificates that OpenSSL would look at: named by a hash of the subject, as `openssl rehash` does it. */
const HASHED_NAME = /^[0-9a-f]{8}\.\d+$/;

/** Certificates of authorities. None is an empty list: without a list Node trusts whom browsers trust. */
function readAuthorities(file: string, folder: string): string[] {
  return attempt('Failed to configure CA certificate(s) file/directory', () => {
    const files = file === '' ? [] : [file];
    if (folder !== '') {
      for (const name of readdirSync(folder).sort()) if (HASHED_NAME.test(name)) files.push(join(folder, name));
    }
    return files.flatMap((path) => {
      const found = readFileSync(path, 'latin1').match(
        /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]*-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g,
      );
      if (found === null) throw new Error(`no certificate found in ${path}`);
      for (const pem of found) new X509Certificate(pem);
      return found;
    });
  });
}

/** Node takes the ciphers of all versions in one list, where those of TLS 1.3 begin with `TLS_`. */
function ciphersFrom(upToTls12: string, ofTls13: string): string | undefined {
  if (upToTls12 === '' && ofTls13 === '') return undefined;
  const isOfTls13 = (name: string) => name.startsWith('TLS_');
  const defaults = DEFAULT_CIPHERS.split(':');
  const older = (upToTls12 === '' ? defaults : upToTls12.split(':')).filter((name) => !isOfTls13(name)).join(':');
  if (upToTls12 !== '') {
    attempt(`Failed to configure ciphers: ${upToTls12}`, () => createSecureContext({ ciphers: older, ca: [] }), false);
  }
  if (ofTls13 === '') return older;
  attempt(
    `Failed to configure ciphersuites: ${ofTls13}`,
    () => {
      if (!ofTls13.split(':').every(isOfTls13)) throw new Error('not a suite of TLS 1.3');
      createSecureContext({ ciphers: ofTls13, ca: [] });
    },
    false,
  );
  return `${ofTls13}:${older}`;
}

function readDiffieHellman(file: string): Buffer {
  const dhparam = attempt(`Failed to load ${file}`, () => readFileSync(file));
  attempt(
    `${file}: failed to read DH params.`,
    () => {
      // What is no such file at all, Node takes without a word.
      if (!dhparam.includes('-----BEGIN DH PARAMETERS-----')) throw new Error('no parameters in it');
      createSecureContext({ dhparam, ca: [] });
    },
    false,
  );
  return dhparam;
}

function attempt<Result>(what: string, act: () => Result, withReason = true): Result {
  try {
    return act();
  } catch (error) {
    throw new TlsSettingsError(withReason ? `${what}: ${reasonOf(error)}` : what);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // `ENOENT: no such file or directory, open 'server.crt'`: the path has been named.
  return 'syscall' in error ? error.message.split(',')[0] : error.message;
}

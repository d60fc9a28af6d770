import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConnectionOptions, createSecureContext, DEFAULT_CIPHERS } from 'node:tls';

/** What the command line says about an encrypted connection: names of files and such, all of them optional. */
export interface TlsFiles {
  sni?: string;
  cacert?: string;
  cacertdir?: string;
  cert?: string;
  key?: string;
  ciphers?: string;
  ciphersuites?: string;
  insecure?: boolean;
}

/** @throws Error in redis-cli's words for the first file that is no good */
export function tlsOptions(files: TlsFiles): ConnectionOptions {
  const { sni = '', cert, key, ciphers, ciphersuites, insecure = false } = files;
  const options: ConnectionOptions = { servername: sni, rejectUnauthorized: !insecure };
  if (files.cacert !== undefined || files.cacertdir !== undefined) {
    attempt('Invalid CA Certificate File/Directory', () => {
      options.ca = readAuthorities(files);
      createSecureContext({ ca: options.ca });
    });
    // Who names the authority has said enough, as with redis-cli; of all that Node trusts, only the right one will do.
    options.checkServerIdentity = () => undefined;
  }
  if (cert !== undefined) {
    attempt('Invalid client certificate', () => {
      options.cert = readFileSync(cert);
      createSecureContext({ ca: [], cert: options.cert });
    });
  }
  if (key !== undefined) {
    attempt('Invalid private key', () => {
      options.key = readFileSync(key);
      createSecureContext({ ca: [], key: options.key, ...(options.cert !== undefined && { cert: options.cert }) });
    });
  }
  if (ciphers !== undefined || ciphersuites !== undefined) {
    attempt('Error while configuring ciphers', () => {
      // Node takes them in one list. Without suites of TLS 1.3 in it, those are OpenSSL's own.
      const older = ciphers ?? DEFAULT_CIPHERS.replace(/TLS_\w+:/g, '');
      options.ciphers = ciphersuites === undefined ? older : `${ciphersuites}:${older}`;
      createSecureContext({ ca: [], ciphers: options.ciphers });
    });
  }
  return options;
}

/** What TLS has against the connection; undefined if the error is not about TLS. */
export function tlsErrorText(error: Error): string | undefined {
  const { code = '', reason } = error as Error & { code?: string; reason?: string };
  if (code.startsWith('ERR_SSL_')) return reason ?? error.message;
  if (code.startsWith('ERR_TLS_')) return error.message;
  // OpenSSL's names for what a certificate lacks: SELF_SIGNED_CERT_IN_CHAIN, CERT_HAS_EXPIRED, UNABLE_TO_GET_ISSUER_CERT ...
  return /CERT|SIGNATURE|ISSUER/.test(code) ? `certificate verify failed: ${error.message}` : undefined;
}

function readAuthorities({ cacert, cacertdir }: TlsFiles): Buffer[] {
  const files = cacert === undefined ? [] : [cacert];
  if (cacertdir !== undefined) {
    // The names that `openssl rehash` gives.
    for (const name of readdirSync(cacertdir)) if (/^[0-9a-f]{8}\.\d+$/.test(name)) files.push(join(cacertdir, name));
  }
  return files.map((file) => {
    const pem = readFileSync(file);
    if (!/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/.test(pem.toString('latin1')))
      throw new Error('no certificate');
    return pem;
  });
}

function attempt(complaint: string, act: () => void): void {
  try {
    act();
  } catch {
    throw new Error(complaint);
  }
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Paths of a certificate and its private key, in PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/**
 * An authority of its own for each test, and what it has signed, in a folder that `remove` takes away. Needs the program `openssl`
 * (Debian package `openssl`), without which the constructor throws: a test of TLS that does not run should be noticed.
 */
export class TestCertificates {
  readonly folder: string;
  /** Certificate of the authority. */
  readonly authority: Identity;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'respite-certificates-'));
    this.authority = this.#identityAt('ca');
    this.#openssl(
      ...['req', '-x509', '-new', '-key', this.authority.key, '-sha256', '-days', '2'],
      ...['-subj', '/O=Respite Test/CN=Authority', '-out', this.authority.cert],
    );
  }

  /** A certificate from the authority, valid for two days, for localhost and 127.0.0.1 under whatever name. */
  issue(name: string): Identity {
    const { cert, key } = this.authority;
    return this.#issue(name, ['-CA', cert, '-CAkey', key, '-CAcreateserial']);
  }

  /** The same without an authority: it has signed itself. */
  issueSelfSigned(name: string): Identity {
    return this.#issue(name, undefined);
  }

  /** The key of `identity` in another file, encrypted. @returns its path */
  encryptKey({ key }: Identity, password: string): string {
    const encrypted = `${key}.encrypted`;
    this.#openssl('pkcs8', '-topk8', '-in', key, '-out', encrypted, '-passout', `pass:${password}`);
    return encrypted;
  }

  /** The folder with the authority under the name that OpenSSL looks for: `tls-ca-cert-dir`. */
  hashedFolder(): string {
    const folder = mkdtempSync(join(this.folder, 'hashed-'));
    const hash = this.#openssl('x509', '-hash', '-noout', '-in', this.authority.cert).trim();
    writeFileSync(join(folder, `${hash}.0`), this.#openssl('x509', '-in', this.authority.cert));
    return folder;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #issue(name: string, signature: readonly string[] | undefined): Identity {
    const identity = this.#identityAt(name);
    const request = join(this.folder, `${name}.csr`);
    const extensions = join(this.folder, `${name}.ext`);
    writeFileSync(extensions, 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
    this.#openssl('req', '-new', '-key', identity.key, '-subj', `/O=Respite Test/CN=${name}`, '-out', request);
    this.#openssl(
      ...['x509', '-req', '-in', request, '-sha256', '-days', '2', '-extfile', extensions, '-out', identity.cert],
      ...(signature ?? ['-signkey', identity.key]),
    );
    return identity;
  }

  #identityAt(name: string): Identity {
    const identity = { cert: join(this.folder, `${name}.crt`), key: join(this.folder, `${name}.key`) };
    this.#openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', identity.key);
    return identity;
  }

  #openssl(...args: readonly string[]): string {
    return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  }
}

import { utf8ByteText } from './byte-text.ts';
import { leadingInteger } from './leading-integer.ts';

/** What a URI says about the server; what it does not say is left out. */
export interface ServerUri {
  user?: string;
  password?: string;
  host?: string;
  port?: number;
  database?: number;
  /** `rediss:` */
  tls?: true;
}

export class UriError extends Error {}

/**
 * Reads `redis[s]://[[user:]password@][host[:port]][/database]`, where user and password may be percent-encoded. A `redis:`
 * URI is not taken apart by `URL`: redis-cli's are laxer, such as a password with a `#` in it.
 *
 * @throws UriError with redis-cli's words
 */
export function parseServerUri(uri: string): ServerUri {
  const scheme = /^([^:]*):\/\//.exec(uri)?.[1].toLowerCase();
  if (scheme !== 'redis' && scheme !== 'rediss') throw new UriError('Invalid URI scheme');
  const parsed: ServerUri = scheme === 'rediss' ? { tls: true } : {};
  let rest = uri.slice(`${scheme}://`.length);

  const at = rest.indexOf('@');
  if (at >= 0) {
    const colon = rest.indexOf(':');
    const hasUser = colon >= 0 && colon < at;
    if (hasUser) parsed.user = percentDecode(rest.slice(0, colon));
    parsed.password = percentDecode(rest.slice(hasUser ? colon + 1 : 0, at));
    rest = rest.slice(at + 1);
  }

  const slash = rest.indexOf('/');
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  if (authority !== '') {
    const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]?|([^:]*))(?::(.*))?/.exec(authority) ?? [];
    parsed.host = bracketed ?? plain;
    if (port !== undefined) parsed.port = leadingInteger(port);
  }
  if (slash >= 0 && slash + 1 < rest.length) parsed.database = leadingInteger(rest.slice(slash + 1));
  return parsed;
}

function percentDecode(text: string): string {
  if (/%.?$/.test(text)) throw new UriError('Incomplete URI encoding');
  if (/%(?![0-9a-f]{2})/i.test(text)) throw new UriError('Illegal character in URI encoding');
  // Escapes may stand for any bytes; those are put together before they are read as text.
  const decoded = utf8ByteText(text).replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(decoded, 'latin1').toString('utf8');
}

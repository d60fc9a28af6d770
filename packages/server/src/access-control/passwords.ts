import { bytesOfByteText } from './byte-text.ts';
import { sha256Hex } from './sha256.ts';

/** The passwords of one user: only their SHA-256 digests, as 64 hexadecimal digits, in the order in which they were given. */
export class Passwords {
  readonly digests: string[] = [];

  add(digest: string): void {
    if (!this.digests.includes(digest)) this.digests.push(digest);
  }

  /** @returns whether it was there */
  remove(digest: string): boolean {
    const at = this.digests.indexOf(digest);
    if (at >= 0) this.digests.splice(at, 1);
    return at >= 0;
  }

  clear(): void {
    this.digests.length = 0;
  }

  /** Whether this is one of them. It takes as long for a wrong password as for a right one. */
  includes(password: Uint8Array): boolean {
    const given = sha256Hex(password);
    let found = false;
    for (const digest of this.digests) if (equalInConstantTime(digest, given)) found = true;
    return found;
  }
}

export function digestOfPassword(password: string): string {
  return sha256Hex(bytesOfByteText(password));
}

export function isDigest(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** Both have the same length. */
function equalInConstantTime(a: string, b: string): boolean {
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

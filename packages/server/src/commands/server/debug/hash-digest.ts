import { type Database, HashWalk, NO_EXPIRY } from '@respite/store';
import { Digest } from './digest.ts';

const walk = new HashWalk();
const element = new Digest();
const expires = new TextEncoder().encode('!!hexpire!!');

/**
 * ```
 * hash:     for each field: add(d, field's digest)
 * field:    e = 0; mix(e, field); mix(e, value); add(e, "!!hexpire!!") if it expires
 * ```
 */
export function mixHash(digest: Digest, database: Database, entry: number): void {
  const { field, value } = walk;
  for (walk.begin(database, entry); walk.next(); ) {
    element.clear();
    element.mix(field.bytes, field.start, field.end);
    element.mix(value.bytes, value.start, value.end);
    if (walk.expiry !== NO_EXPIRY) element.add(expires);
    digest.add(element.bytes);
  }
}

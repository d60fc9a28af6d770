import { KIND_LIST, NO_EXPIRY } from '@respite/store';
import type { TestServer } from '../../../test/in-process.ts';

/** Puts something at a key that is no string. What it is made of does not matter: string commands must not look. */
export function putList(server: TestServer, key: string): void {
  const bytes = new TextEncoder().encode(key);
  server.core.store.databases[0].put(KIND_LIST, 0, bytes, 0, bytes.length, 0, NO_EXPIRY);
}

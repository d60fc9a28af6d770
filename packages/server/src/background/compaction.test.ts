import { NO_EXPIRY, setText } from '@respite/store';
import { expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import { CompactionJob } from './compaction.ts';

test('the job that gives memory back asks for a share of the time while there is much to gain', () => {
  const server = new TestServer();
  const job = new CompactionJob(server.core);
  const { compactor, databases } = server.core.store;
  const [database] = databases;
  const value = new Uint8Array(1000);
  const keys = Array.from({ length: 40_000 }, (_, i) => new TextEncoder().encode(`key:${i}`));
  for (const key of keys)
    setText(database, database.find(key, 0, key.length), key, 0, key.length, value, 0, 1000, NO_EXPIRY);
  expect(job.share).toBe(0);
  for (const [i, key] of keys.entries()) if (i % 10 !== 0) database.delete(key, 0, key.length);
  expect(job.share).toBe(0.25);
  const held = compactor.heldBytes;
  // On this clock a slice never ends; it does all there is to do.
  job.run(1);
  expect(job.share).toBe(0);
  expect(compactor.heldBytes).toBeLessThan(held / 2);
  for (const [i, key] of keys.entries()) expect(database.find(key, 0, key.length) !== 0).toBe(i % 10 === 0);
});

import { NO_EXPIRY, setText } from '@respite/store';
import { expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import { SlackJob } from './slack.ts';

const MIB = 1024 * 1024;

test('what a peak has left behind goes back once nobody runs commands any more', () => {
  const server = new TestServer();
  const { counters, store } = server.core;
  const job = new SlackJob(server.core);
  const [database] = store.databases;
  const value = new Uint8Array(1000);
  const keys = Array.from({ length: 40_000 }, (_, i) => new TextEncoder().encode(`key:${i}`));
  const second = () => {
    server.clock.advance(1000);
    job.run(1);
  };
  for (const key of keys)
    setText(database, database.find(key, 0, key.length), key, 0, key.length, value, 0, 1000, NO_EXPIRY);
  second();
  for (const key of keys.slice(5000)) database.delete(key, 0, key.length);
  const held = store.heldBytes;
  for (let i = 0; i < 5; i++) {
    counters.commandsProcessed += 1000;
    second();
  }
  // The keys that are left fill more pages of one segment than may be copied while others wait.
  while (store.compactor.giveBack());
  const busy = store.heldBytes;
  expect(busy).toBeGreaterThan(10 * MIB);
  for (let i = 0; i < 5; i++) second();
  while (store.compactor.giveBack());
  expect(store.heldBytes).toBeLessThan(Math.min(busy, held / 4));
  for (const [i, key] of keys.entries()) expect(database.find(key, 0, key.length) !== 0).toBe(i < 5000);
});

import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import { CompactionJob } from '../background/compaction.ts';
import { FreeingJob } from '../background/freeing.ts';

const MIB = 1024 * 1024;
const LIMIT = 96 * MIB;
const COMMANDS_PER_BATCH = 100;
const BATCHES_PER_SIZE = 800;
/** What may be held beyond the limit: an eighth of it, and what segments of 32 MiB and begun pages come to. */
const HELD_MAX = LIMIT * 1.125 + 48 * MIB;

/**
 * Values of one size come in the place of values of another, for far longer than it takes to fill the memory. What is free in pages is
 * not in use, so without moving things together the process would grow: each page would keep some old value.
 */
test.for(['strings', 'hashes'] as const)(
  '%s of changing sizes: what is held stays near the limit',
  { timeout: 120_000 },
  (kind) => {
    const random = seededRandom('churn');
    const server = new TestServer({ maxmemory: LIMIT, maxmemoryPolicy: 'allkeys-random' });
    const { core } = server;
    const connection = server.connect();
    const jobs = [new CompactionJob(core), new FreeingJob(core)];
    const encoder = new TextEncoder();
    let most = 0;
    let seconds = 0;
    for (const size of [900, 1500, 600]) {
      const value = 'v'.repeat(size);
      for (let batch = 0; batch < BATCHES_PER_SIZE; batch++) {
        const command = () =>
          kind === 'strings'
            ? ['SET', `k${random.nextInt(1e9)}`, value]
            : ['HSET', `h${random.nextInt(300)}`, `f${random.nextInt(400)}`, value];
        const requests = Array.from({ length: COMMANDS_PER_BATCH }, () =>
          command().map((word) => `$${word.length}\r\n${word}\r\n`),
        ).map((words) => `*${words.length}\r\n${words.join('')}`);
        const bytes = encoder.encode(requests.join(''));
        core.sessions.receive(connection.client, bytes, 0, bytes.length);
        server.turn();
        connection.received();
        // What a ticker does, if a batch takes some milliseconds.
        for (const job of jobs) {
          seconds += job.share;
          if (seconds < 1 && batch % 10 !== 0) continue;
          seconds = 0;
          job.run(1);
        }
        most = Math.max(most, core.store.heldBytes);
      }
      expect(core.eviction.gauge.measure()).toBeLessThan(LIMIT * 1.01);
    }
    expect(core.counters.evictedKeys).toBeGreaterThan(10);
    expect(core.store.elementCompactor.movedCount + core.store.compactor.movedCount).toBeGreaterThan(10_000);
    expect(most).toBeLessThan(HELD_MAX);
  },
);

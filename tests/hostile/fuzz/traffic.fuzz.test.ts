import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeededRandom, seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { shrinkList } from '../../differential/shrink.ts';
import type { CommandShape } from './command-shapes.ts';
import { readCommandShapes } from './command-shapes.ts';
import { type Fault, FuzzRun } from './fuzz-run.ts';
import { type Batch, RandomTraffic } from './random-traffic.ts';

/**
 * Traffic of all commands, most of it correct and some of it spoiled, against the daemon: it must neither end, nor stand still, nor
 * report an internal error.
 *
 * RESPITE_FUZZ_SECONDS=7200 makes it longer (60 without), RESPITE_SEED repeats it. RESPITE_FUZZ_FAULTS=20 goes on until as many different faults
 * have been found. What fails is made as short as possible and saved; RESPITE_FUZZ_REPLAY=<file> sends such a file again.
 */
const SECONDS = Number(process.env.RESPITE_FUZZ_SECONDS ?? 60);
const FAULTS = Number(process.env.RESPITE_FUZZ_FAULTS ?? 1);
const REPLAY = process.env.RESPITE_FUZZ_REPLAY;
/** Batches before the next server: what fails is to be found again among so many. */
const ROUND = 1500;
/** Shrinking ends after so long. */
const SHRINK_MS = 180_000;

if (REPLAY === undefined) {
  test(`${SECONDS} seconds of traffic`, fuzz, SECONDS * 1000 + FAULTS * (SHRINK_MS + 60_000));
} else {
  test(`traffic from ${REPLAY}`, () => replay(REPLAY), 600_000);
}

async function fuzz(): Promise<void> {
  const { seed } = seededRandom('traffic');
  const until = performance.now() + SECONDS * 1000;
  const faults = new Map<string, string>();
  let batches = 0;
  for (let round = 0; performance.now() < until && faults.size < FAULTS; round++) {
    const sent: Batch[] = [];
    const fault = await runRound(seed + round, until, sent);
    batches += sent.length;
    if (fault === undefined || faults.has(fault.kind)) continue;
    console.log(`${fault.kind}\n${fault.detail}`);
    faults.set(fault.kind, `${fault.kind}\n${fault.detail}\nsaved as ${await save(fault, sent, seed + round)}`);
  }
  console.log(`${batches} batches`);
  expect([...faults.values()].join('\n\n')).toBe('');
  expect(batches).toBeGreaterThan(SECONDS);
}

async function replay(file: string): Promise<void> {
  const { batches } = JSON.parse(readFileSync(file, 'utf8'));
  expect(await FuzzRun.replay(batches)).toBeUndefined();
}

let shapes: CommandShape[] | undefined;

async function runRound(seed: number, until: number, sent: Batch[]): Promise<Fault | undefined> {
  const run = await FuzzRun.start();
  try {
    if (shapes === undefined) {
      const connection = await run.daemon.connect();
      shapes = await readCommandShapes(connection);
      await connection.close();
      expect(shapes.length).toBeGreaterThan(200);
    }
    const traffic = new RandomTraffic(new SeededRandom(seed), shapes);
    while (sent.length < ROUND && performance.now() < until) {
      const batch = traffic.batch();
      sent.push(batch);
      const fault = await run.send(batch);
      if (fault !== undefined) return fault;
    }
    return run.readLog();
  } finally {
    await run.stop();
  }
}

/** Makes what fails shorter, as long as there is time. @returns the file */
async function save(fault: Fault, sent: readonly Batch[], seed: number): Promise<string> {
  const late = performance.now() + SHRINK_MS;
  const stillFails = async (batches: readonly Batch[]) =>
    performance.now() < late && (await FuzzRun.replay(batches))?.kind === fault.kind;
  let batches = sent;
  if (await stillFails(batches)) {
    // The last ones first: as a rule they alone will do.
    for (let last = 1; last < sent.length; last *= 4) {
      if (!(await stillFails(sent.slice(-last)))) continue;
      batches = sent.slice(-last);
      break;
    }
    batches = await shrinkList(batches, stillFails);
    for (let i = 0; i < batches.length; i++) {
      const lines = batches[i].join('').split(/(?=\*\d+\r\n)/);
      const fewer = await shrinkList(lines, (left) =>
        stillFails(batches.map((batch, j) => (j === i ? [left.join('')] : batch))),
      );
      if (fewer.length < lines.length) batches = batches.map((batch, j) => (j === i ? [fewer.join('')] : batch));
    }
  }
  const folder = process.env.RESPITE_FUZZ_FOLDER ?? join(tmpdir(), 'respite-fuzz');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `fault-${seed}.json`);
  writeFileSync(path, JSON.stringify({ kind: fault.kind, detail: fault.detail, batches }, null, 1));
  return path;
}

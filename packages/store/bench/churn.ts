/*
 * What memory is left of after churn: a million values, nine tenths of them deleted at random, a million values of other sizes.
 *
 *   npm run bench:churn [-- smaller | larger | same] [keys]
 *
 * Between the writes, compaction runs for the share of the time that it asks for, as the server's ticker has it; then, idle, until it
 * has nothing left to do. Live bytes are those of keys and values, nothing of ours.
 *
 * The bound is 1.5 times the live bytes and 60 MiB for all of a server. A bare Node takes 42 MiB of these, so what this program has
 * grown since its start may be 18 MiB more than 1.5 times the live bytes.
 */
import { NO_EXPIRY, Store, setString } from '@respite/store';
import { SeededRandom } from '@respite/testing';

const [kind = 'smaller', count = '1000000'] = process.argv.slice(2);
const keyCount = Number(count);
const sizes: Record<string, readonly [number, number]> = { smaller: [10, 100], larger: [1000, 2000], same: [10, 1000] };
const [shortest, longest] = sizes[kind];

/** Writes between two rounds of compaction, and how much of the time that is given to it. */
const ROUND = 2000;
const MIB = 1024 * 1024;

const rssAtStart = process.memoryUsage.rss();
const store = new Store({ databases: 1 });
const [database] = store.databases;
const random = new SeededRandom(1);
const value = new Uint8Array(Math.max(longest, 1000)).fill(0x76);
const key = new Uint8Array(16).fill(0x30);
const lengths = new Uint16Array(2 * keyCount);
let live = 0;
let compactionMs = 0;
let longestSliceMs = 0;

/** Writes the number's digits into the key, without making a string. */
function writeKey(number: number): void {
  for (let at = 15, rest = number; at >= 4; at--) {
    key[at] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}

function set(number: number, length: number): void {
  writeKey(number);
  const old = database.find(key, 0, key.length);
  setString(database, old, key, 0, key.length, value, 0, length, NO_EXPIRY);
  live += key.length + length;
  lengths[number] = length;
}

function remove(number: number): void {
  writeKey(number);
  database.delete(key, 0, key.length);
  live -= key.length + lengths[number];
}

/** Slices of about a millisecond, of as much of the time as compaction asks for. */
function compact(workedMs: number): void {
  const { urgency } = store.compactor;
  let left = (workedMs * urgency) / (1 - urgency);
  while (left > 0) {
    const started = performance.now();
    let more = true;
    while (more && performance.now() - started < 1) more = store.compactor.step(64);
    const took = performance.now() - started;
    longestSliceMs = Math.max(longestSliceMs, took);
    compactionMs += took;
    left -= took;
    if (!more) return;
  }
}

/** Lets the event loop turn: memory goes back to the system then. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

async function run(steps: number, step: (i: number) => void): Promise<void> {
  for (let done = 0; done < steps; done += ROUND) {
    const started = performance.now();
    for (let i = done; i < Math.min(done + ROUND, steps); i++) step(i);
    compact(performance.now() - started);
    await turn();
  }
}

async function idle(): Promise<void> {
  for (let more = true; more; await turn()) {
    const started = performance.now();
    while (more && performance.now() - started < 1) more = store.compactor.step(64);
    compactionMs += performance.now() - started;
  }
}

function report(label: string): void {
  const { rss, heapUsed } = process.memoryUsage();
  const grown = rss - rssAtStart;
  const bound = 1.5 * live + 18 * MIB;
  const figures = {
    grown: grown / MIB,
    live: live / MIB,
    bound: bound / MIB,
    entries: database.entries.arena.usedBytes / MIB,
    all: store.usedBytes / MIB,
    touched: store.segments.touchedBytes / MIB,
    heap: heapUsed / MIB,
    'compaction ms': compactionMs,
    'longest slice ms': longestSliceMs,
  };
  const text = Object.entries(figures).map(([name, figure]) => `${name} ${figure.toFixed(1)}`);
  console.log(`${label.padEnd(24)} ${grown <= bound ? 'ok  ' : 'OVER'} ${text.join(', ')}`);
  compactionMs = 0;
  longestSliceMs = 0;
}

const between = (low: number, high: number) => low + random.nextInt(high - low + 1);

report('start');
await run(keyCount, (i) => set(i, between(10, 1000)));
report('filled');
const numbers = Uint32Array.from({ length: keyCount }, (_, i) => i);
for (let i = keyCount - 1; i > 0; i--) {
  const j = random.nextInt(i + 1);
  [numbers[i], numbers[j]] = [numbers[j], numbers[i]];
}
await run(Math.floor(keyCount * 0.9), (i) => remove(numbers[i]));
report('nine tenths deleted');
await run(keyCount, (i) => set(keyCount + i, between(shortest, longest)));
report(`filled with ${kind}`);
await idle();
await turn();
report('idle');

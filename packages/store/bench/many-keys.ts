/*
 * More keys than a JavaScript Map can hold (2^24): fills, looks up, scans, empties, and says what each takes.
 *
 *   npm run bench:many-keys [-- keys]
 */
import { NO_EXPIRY, Store, setString } from '@respite/store';

const keyCount = Number(process.argv[2] ?? 18_000_000);
const MIB = 1024 * 1024;

const store = new Store({ databases: 1 });
const [database] = store.databases;
const key = new Uint8Array(16).fill(0x30);
const value = new TextEncoder().encode('0123456789');

/** Writes the number's digits into the key, without making a string. */
function nameOf(number: number): void {
  for (let at = 15, rest = number; at >= 4; at--) {
    key[at] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}

function measure(label: string, work: () => void): void {
  const started = performance.now();
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - started) / 1000;
  const nsPerKey = ((user + system) * 1000) / keyCount;
  const rss = process.memoryUsage.rss();
  const perKey = database.size === 0 ? '' : ` = ${(rss / database.size).toFixed(1)} bytes a key`;
  console.log(
    `${label.padEnd(10)} ${seconds.toFixed(1)} s, ${nsPerKey.toFixed(0)} ns of CPU a key, ` +
      `RSS ${(rss / MIB).toFixed(0)} MiB${perKey}, used ${(store.usedBytes / MIB).toFixed(0)} MiB`,
  );
}

function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(`with ${keyCount} keys: ${what}`);
}

measure('fill', () => {
  for (let i = 0; i < keyCount; i++) {
    nameOf(i);
    const old = database.find(key, 0, key.length);
    setString(database, old, key, 0, key.length, value, 0, value.length, NO_EXPIRY);
  }
});
must(database.size === keyCount, 'not all are there');

measure('find', () => {
  for (let i = 0; i < keyCount; i++) {
    nameOf(i);
    must(database.find(key, 0, key.length) !== 0, `${i} is missing`);
  }
});

measure('scan', () => {
  let seen = 0;
  let cursor = 0;
  const visitor = { visit: () => void seen++ };
  do cursor = database.keys.scan(cursor, visitor);
  while (cursor !== 0);
  must(seen === keyCount, `the scan saw ${seen}`);
});

measure('delete', () => {
  for (let i = 0; i < keyCount; i++) {
    nameOf(i);
    must(database.delete(key, 0, key.length), `${i} could not be deleted`);
  }
});
must(database.size === 0, 'some are left');
store.compactor.step(1);
// The memory goes back on the next turns of the event loop.
setTimeout(() => measure('after it', () => {}), 200);

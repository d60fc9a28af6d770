// npm run bench: measures Respite against redis-server. `npm run bench -- --help` tells more.
import { Bench } from './bench.ts';
import { describeMachine, load } from './machine.ts';
import { measurements } from './measurements/index.ts';
import { parseOptions, usage } from './options.ts';
import { type Result, writeResults } from './report/results.ts';
import { table } from './report/table.ts';
import { findRedisServer, redisContender, requireRedisBenchmark } from './servers/redis.ts';
import { respite } from './servers/respite.ts';

/** With more than this many programs running besides, figures are not worth much. */
const QUIET_LOAD = 0.5;

// Leaving through `exit` ends the servers too.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

async function main(): Promise<number> {
  const { chosen, scale, writes, help } = parseOptions(process.argv.slice(2), measurements);
  if (help) {
    console.log(usage(measurements));
    return 0;
  }
  const redisServer = findRedisServer();
  requireRedisBenchmark();
  const machine = describeMachine(redisServer);
  console.log(`${machine.cpu}, ${machine.cores} cores; Node ${machine.node}, Redis ${machine.redis}`);
  if (load() > QUIET_LOAD) console.log(`The machine is busy (load ${load().toFixed(1)}): expect noise.`);

  const bench = new Bench(scale, redisContender(redisServer), respite, (text) => console.error(`  ${text}`));
  const results = new Map<string, Result>();
  const failed: string[] = [];
  for (const { name, title, run } of chosen) {
    console.log(`\n${title} (${name})`);
    try {
      const rows = await run(bench);
      console.log(table(rows));
      results.set(name, { date: new Date().toISOString().slice(0, 10), machine, rounds: scale.rounds, rows });
    } catch (error) {
      console.error(`${name} could not be measured: ${(error as Error).message}`);
      failed.push(name);
    }
  }
  if (writes && results.size > 0) {
    writeResults(measurements, results);
    console.log('\nWritten to benchmarks/RESULTS.md and README.md.');
  }
  if (failed.length > 0) console.error(`\nNot measured: ${failed.join(', ')}.`);
  return failed.length === 0 ? 0 : 1;
}

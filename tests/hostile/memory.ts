// node scripts/run-ts.mjs tests/hostile/memory.ts [keys] [rounds]
// Prints the resident memory of the daemon before, during and after a run of all bad clients.

import { seededRandom } from '@respite/testing';
import { runBadClients } from './run-bad-clients.ts';

const [keys = '1000000', rounds = '1'] = process.argv.slice(2);
await runBadClients({
  random: seededRandom('hostile input'),
  keys: Number(keys),
  rounds: Number(rounds),
  report: (line) => console.log(line),
});

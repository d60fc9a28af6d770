import { seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { test } from 'vitest';
import { describeFailure, kindOf, shrinkSequence } from './failure.ts';
import { randomSequence } from './random-sequence.ts';
import { isOlderThan72, TwoServers } from './two-servers.ts';

/**
 * Random commands of all groups, said to redis-server and to Respite: the replies, the key events and in the end the keyspaces
 * must be the same, but for what looseness.ts lists.
 *
 * RESPITE_FUZZ_COMMANDS=5000000 makes the test longer, RESPITE_SEED repeats it, RESPITE_ORACLE names another oracle.
 * RESPITE_FUZZ_FAILURES=20 goes on after a failure until as many commands have failed.
 */
const COMMANDS = Number(process.env.RESPITE_FUZZ_COMMANDS ?? 100_000);
const FAILURES = Number(process.env.RESPITE_FUZZ_FAILURES ?? 1);
const STEPS_OF_A_SEQUENCE = 250;

/**
 * What CI sends is the same each time, so that a change does not fail for a difference between two versions of Redis that chance
 * has found just then; everywhere else it is new each time.
 */
const GATE_SEED = 1;
const isGate = process.env.CI === 'true' && process.env.RESPITE_SEED === undefined;

describeWithOracle(
  'all data types beside redis-server',
  (oracle) => {
    test(
      `${COMMANDS} random commands`,
      async () => {
        const isAtLeast72 = !isOlderThan72(oracle());
        const { seed } = isGate ? { seed: GATE_SEED } : seededRandom('all data types');
        const failures = new Map<string, string>();
        let commands = 0;
        for (let i = 0; commands < COMMANDS && failures.size < FAILURES; i++) {
          const sequence = randomSequence((seed + i) >>> 0, STEPS_OF_A_SEQUENCE, isAtLeast72);
          const difference = await TwoServers.run(oracle(), sequence);
          if (difference !== undefined && !failures.has(kindOf(difference))) {
            const failure = await shrinkSequence(oracle(), sequence, difference);
            failures.set(kindOf(difference), describeFailure(failure));
            if (FAILURES > 1) console.log(describeFailure(failure));
          }
          for (const step of sequence.steps) commands += step.length;
        }
        if (failures.size > 0) throw new Error([...failures.values()].join('\n\n'));
      },
      60_000 + 5 * COMMANDS,
    );
  },
  ['--enable-debug-command', 'yes'],
);

import { afterAll, beforeAll, describe, test } from 'vitest';
import { findOracle, type Oracle, type OracleSearch, startOracle } from './oracle.ts';

/** What happens to a suite that wants the oracle. */
export type OraclePlan = { do: 'run' } | { do: 'fail' | 'skip'; reason: string };

/**
 * A missing oracle is a failure in CI, where nobody would notice tests that do not run. Elsewhere, and where
 * RESPITE_ORACLE=none says so, the suite is skipped.
 */
export function planForOracle(search: OracleSearch, env: NodeJS.ProcessEnv): OraclePlan {
  if (search.found) return { do: 'run' };
  const inCi = (env.CI ?? '') !== '' && env.CI !== 'false';
  return { do: inCi && env.RESPITE_ORACLE !== 'none' ? 'fail' : 'skip', reason: search.reason };
}

/**
 * A suite that compares with a real redis-server, which runs while the suite does:
 *
 *   describeWithOracle('SET', (oracle) => {
 *     test('answers the same', async () => {
 *       const connection = await oracle().connect();
 *
 * Where there is none, the suite's name in the report says why it was skipped.
 */
export function describeWithOracle(
  name: string,
  define: (oracle: () => Oracle) => void,
  flags: readonly string[] = [],
): void {
  const plan = planForOracle(findOracle(), process.env);
  if (plan.do === 'fail') {
    describe(name, () => {
      test('needs redis-server', () => {
        throw new Error(`CI must have the oracle: ${plan.reason} (RESPITE_ORACLE=none does without on purpose)`);
      });
    });
    return;
  }
  if (plan.do === 'skip') {
    describe.skip(`${name} (skipped: ${plan.reason})`, () => {
      define(() => {
        throw new Error(plan.reason);
      });
    });
    return;
  }
  describe(name, () => {
    let oracle: Oracle;
    beforeAll(async () => {
      oracle = await startOracle(flags);
    });
    afterAll(() => oracle?.stop());
    define(() => oracle);
  });
}

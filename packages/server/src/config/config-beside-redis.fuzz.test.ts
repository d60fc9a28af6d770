import { seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BesideRedis, inOrder, NOT_SHOWN, ORACLE_FLAGS } from './config-beside-redis.cases.ts';
import { findDirective } from './directives.ts';

/** What would disturb the oracle, needs privileges, touches the connection that asks, or has other bounds since Redis 7.2. */
const LEFT_OUT =
  /^(port|bind|bind-source-addr|dir|tls-.*|maxclients|maxmemory-clients|oom-.*|appendonly|requirepass|timeout|activedefrag|watchdog-period|notify-keyspace-events|maxmemory-samples|loading-.*|client-.*)$/;

const VALUES = [
  ...'0 1 -1 2 5 64 100 101 255 500 1000 65535 65536 2147483647 2147483648 -2147483648 -2147483649'.split(' '),
  ...['9223372036854775807', '1k', '10KB', '3mb', '1gb', '1%', '100%', 'yes', 'no', 'Yes'],
  ...['', 'x', ' 1', '1 ', '0x1', '1.5', '01'],
];

describeWithOracle(
  'CONFIG beside redis-server',
  (oracle) => {
    let both: BesideRedis;

    beforeAll(async () => {
      both = await BesideRedis.start(oracle());
    });

    afterAll(() => both?.stop());

    it('agrees on random values', async () => {
      const random = seededRandom('config-beside-redis');
      const names = (inOrder(await both.redis('GET', '*')) as [string, string][])
        .map(([name]) => name)
        .filter((name) => !(name in NOT_SHOWN) && !LEFT_OUT.test(name) && findDirective(name)?.type !== 'enum');
      for (let round = 0; round < 400; round++) {
        const chosen = Array.from({ length: 1 + random.nextInt(3) }, () => random.pick(names));
        // Redis 7.0 does not notice that a name and its alias are the same.
        if (new Set(chosen.map((name) => findDirective(name))).size < chosen.length) continue;
        const words = chosen.flatMap((name) => [name, random.pick(VALUES)]);
        const line = JSON.stringify(words);
        expect(both.respite('SET', ...words), line).toEqual(await both.redis('SET', ...words));
        for (const name of chosen) {
          expect(both.respite('GET', name), line).toEqual(await both.redis('GET', name));
        }
      }
    });
  },
  ORACLE_FLAGS,
);

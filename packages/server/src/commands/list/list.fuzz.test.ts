import { seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { test } from 'vitest';
import { BesideOracle, type Command } from '../../../test/beside-oracle.ts';
import { TestServer } from '../../../test/in-process.ts';
import { LIST_KEYS, randomListCommands } from './random-list-commands.cases.ts';

/** Of about a thousand commands each: more find what is rare. */
const ROUNDS = Number(process.env.RESPITE_FUZZ_ROUNDS ?? 6);
const TIMEOUT_MS = 60_000 + 10_000 * ROUNDS;

/** Sizes of nodes. */
const SIZES = [-2, -1, -5, 1, 3, 128];

describeWithOracle('the list commands', (oracle) => {
  for (const protocol of [2, 3]) {
    test(
      `answer as redis-server does, RESP${protocol}`,
      async () => {
        const random = seededRandom(`list commands, RESP${protocol}`);
        const server = new TestServer();
        server.clock.set(Date.now());
        const both = new BesideOracle(server.connect(), await oracle().connect());
        await both.say(['FLUSHALL']);
        await both.theirs.exchange(Buffer.from(`HELLO ${protocol}\r\n`));
        both.ours.client.reply.protocol = protocol as 2 | 3;
        for (let round = 0; round < ROUNDS; round++) {
          await both.say(['FLUSHALL'], ['CONFIG', 'SET', 'list-max-listpack-size', SIZES[round % SIZES.length]]);
          for (let i = 0; i < 100; i++) {
            const commands: Command[] = [];
            for (let n = 0; n < 8; n++) commands.push(...randomListCommands(random));
            await both.say(...commands);
            if (i % 10 === 9) await both.say(...LIST_KEYS.map((key) => ['LRANGE', key, 0, -1]), ['DEBUG', 'DIGEST']);
          }
        }
      },
      TIMEOUT_MS,
    );
  }
});

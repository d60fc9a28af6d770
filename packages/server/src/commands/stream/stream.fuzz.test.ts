import { encodeCommand, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { test } from 'vitest';
import { BesideOracle, type Command } from '../../../test/beside-oracle.ts';
import { TestServer } from '../../../test/in-process.ts';
import { KEYS, mask, randomCommand, STRING } from './random-commands.cases.ts';

/** More of them for a longer test. */
const ROUNDS = Number(process.env.RESPITE_FUZZ_ROUNDS ?? 3000);

describeWithOracle(
  'streams beside redis-server',
  (oracle) => {
    test.each([2, 3] as const)(
      'random commands have the same replies, RESP%i',
      async (protocol) => {
        const random = seededRandom(`streams, RESP${protocol}`);
        const server = new TestServer({ enableDebugCommand: 'yes' });
        server.clock.set(Date.now());
        const both = new BesideOracle(server.connect(), await oracle().connect(), mask);
        await both.say(['FLUSHALL'], ['SET', STRING, 'x']);
        await both.say(
          ['CONFIG', 'SET', 'stream-node-max-entries', '100'],
          ['CONFIG', 'SET', 'stream-node-max-bytes', '4096'],
        );
        both.ours.client.reply.protocol = protocol;
        await both.theirs.exchange(encodeCommand(['HELLO', protocol]));
        for (let round = 0; round < ROUNDS; round++) {
          const command = randomCommand(random, round);
          const looks: Command[] =
            round % 50 === 0
              ? [
                  ...KEYS.flatMap((key) => [['XRANGE', key, '-', '+'] as const, ['XINFO', 'STREAM', key] as const]),
                  ['DEBUG', 'DIGEST'],
                ]
              : [];
          await both.say(command, ...looks);
        }
        await both.theirs.close();
      },
      600_000,
    );
  },
  ['--enable-debug-command', 'yes'],
);

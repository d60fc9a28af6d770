import { encodeCommand, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { test } from 'vitest';
import { BesideOracle, splitReplies } from '../../../test/beside-oracle.ts';
import { TestServer } from '../../../test/in-process.ts';
import { KEYS, randomCommand, SETS, TEXT } from './random-commands.cases.ts';

/** More of them for a longer test. */
const ROUNDS = Number(process.env.RESPITE_FUZZ_ROUNDS ?? 1500);
const MINUTE_MS = 60_000;

/** Redis 7.0 keeps a negative zero in a packed set, where 7.2 makes it 0. */
function withoutNegativeZero(text: string): string {
  return text.replaceAll('$2\r\n-0\r\n', '$1\r\n0\r\n').replaceAll(',-0\r\n', ',0\r\n');
}

/** Elements with their scores, in whatever order they come. */
function sortedPairs(text: string): string {
  return splitReplies(text)
    .map((reply) => (reply.match(/\$\d+\r\n[^\r]*\r\n\$\d+\r\n[^\r]*\r\n/g) ?? [reply]).sort().join(''))
    .join('');
}

describeWithOracle('sorted set commands beside redis-server', (oracle) => {
  for (const protocol of [2, 3]) {
    test(
      `random commands have the same replies and effects, RESP${protocol}`,
      async () => {
        const random = seededRandom(`sorted set commands, RESP${protocol}`);
        const server = new TestServer({ zsetMaxListpackEntries: '16', zsetMaxListpackValue: '32' });
        const ours = server.connect();
        const theirs = await oracle().connect();
        const both = new BesideOracle(ours, theirs, withoutNegativeZero);
        const inAnyOrder = new BesideOracle(ours, theirs, (text) => sortedPairs(withoutNegativeZero(text)));
        ours.client.reply.protocol = protocol as 2 | 3;
        await both.say(
          ['FLUSHALL'],
          ['CONFIG', 'SET', 'zset-max-listpack-entries', 16, 'zset-max-listpack-value', 32],
          ['SADD', SETS[0], ...Array.from({ length: 12 }, (_, i) => `m${i * 2}`), '5', 'x'],
          ['SADD', SETS[1], '1', '2', '3', '-1'],
        );
        if (protocol === 3) {
          theirs.send(encodeCommand(['HELLO', 3]));
          await theirs.nextReply();
        }
        for (let round = 0; round < ROUNDS; round++) {
          await both.say(['SET', TEXT, 'x'], ...Array.from({ length: 4 }, () => randomCommand(random)));
          if (round % 10 === 0) {
            await both.say(
              ...KEYS.map((key) => ['OBJECT', 'ENCODING', key]),
              ...KEYS.map((key) => ['ZRANGE', key, '0', '-1', 'WITHSCORES']),
            );
            await inAnyOrder.say(...KEYS.map((key) => ['ZSCAN', key, '0', 'COUNT', '100000', 'MATCH', 'm3*']));
          }
        }
        await theirs.close();
      },
      MINUTE_MS,
    );
  }
});

import { type SeededRandom, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { BesideOracle, type Command } from '../../test/beside-oracle.ts';
import { TestServer } from '../../test/in-process.ts';

/** Fields that must be the same after the same commands. */
const SAME: ReadonlySet<string> = new Set([
  'connected_clients',
  'blocked_clients',
  'tracking_clients',
  'rdb_changes_since_last_save',
  'total_commands_processed',
  'total_net_input_bytes',
  'expired_keys',
  'evicted_keys',
  'keyspace_hits',
  'keyspace_misses',
  'pubsub_channels',
  'pubsub_patterns',
  'tracking_total_keys',
  'total_error_replies',
  'unexpected_error_replies',
  'role',
  'connected_slaves',
  'cluster_enabled',
  'maxclients',
  'maxmemory',
  'maxmemory_policy',
]);

/** What is to be compared in a line of INFO; undefined: nothing. */
function comparable(line: string): string | undefined {
  const name = line.slice(0, line.indexOf(':'));
  if (SAME.has(name) || name.startsWith('errorstat_')) return line;
  if (name.startsWith('cmdstat_')) return line.replace(/usec=\d+,usec_per_call=[\d.]+,/, '');
  if (/^db\d+$/.test(name)) return line.replace(/,avg_ttl=.*/, '');
  return undefined;
}

function randomCommand(random: SeededRandom): Command {
  const key = () => random.pick(['a', 'b', 'c', 'd']);
  return random.pick<() => Command>([
    () => ['SET', key(), random.pick(['1', 'x'])],
    () => ['SET', key(), '1', 'EX', '1000'],
    () => ['GET', key()],
    () => ['MGET', key(), key(), key()],
    () => ['EXISTS', key(), key()],
    () => ['INCR', key()],
    () => ['DEL', key(), key()],
    () => ['SADD', key(), '1', '2', '3'],
    () => ['SMEMBERS', key()],
    () => ['SISMEMBER', key(), '1'],
    () => ['RPUSH', key(), '1', '2'],
    () => ['LPOP', key()],
    () => ['HSET', key(), 'f', '1', 'g', '2'],
    () => ['HGET', key(), 'f'],
    () => ['ZADD', key(), '1', 'm'],
    () => ['ZADD', key(), 'CH', random.pick(['1', '2']), 'm', '2', 'n', '3', 'o'],
    () => ['ZPOPMIN', key(), '2'],
    () => ['ZREM', key(), 'm', 'n'],
    () => ['SMOVE', key(), key(), '1'],
    () => ['SUNIONSTORE', key(), key(), key()],
    () => ['LMOVE', key(), key(), 'LEFT', 'RIGHT'],
    () => ['COPY', key(), key(), 'REPLACE'],
    () => ['MOVE', key(), '1'],
    () => ['EXPIRE', key(), random.pick(['1000', '0', 'x'])],
    () => ['PERSIST', key()],
    () => ['TYPE', key()],
    () => ['RENAME', key(), key()],
    () => ['SORT', key()],
    () => ['SUBSTR', key(), '0'],
    () => ['NOSUCH'],
    () => ['GET'],
    () => ['CLIENT', 'GETNAME'],
    () => ['CLIENT', 'NOSUCH'],
    () => ['CONFIG', 'SET', 'maxclients', 'x'],
    () => ['SELECT', random.pick(['0', '1', '99'])],
    () => ['MULTI'],
    () => ['EXEC'],
    () => ['DISCARD'],
    () => ['WATCH', key()],
    () => ['XADD', key(), '*', 'f', '1'],
    () => ['XREADGROUP', 'GROUP', 'g', 'c', 'STREAMS', key(), '>'],
    () => ['PUBLISH', 'channel', 'x'],
    () => ['FLUSHDB'],
    () => ['DBSIZE'],
  ])();
}

describeWithOracle('INFO beside redis-server', (oracle) => {
  test('tells the same after the same commands', async () => {
    const random = seededRandom('INFO');
    const server = new TestServer();
    // Replies are compared elsewhere, and IDs of streams differ.
    const both = new BesideOracle(server.connect(), await oracle().connect(), () => '');
    await both.say(['FLUSHALL'], ['CONFIG', 'SET', 'save', ''], ['CONFIG', 'RESETSTAT']);
    const before = await changes();
    for (let round = 0; round < 80; round++) {
      await both.say(...Array.from({ length: 1 + random.nextInt(12) }, () => randomCommand(random)), ['DISCARD']);
      const told = await both.tells(['INFO', 'everything']);
      const [ours, theirs] = told.map((text) =>
        text
          .split('\r\n')
          .map(comparable)
          .filter((line) => line !== undefined),
      );
      expect(ours.map(sinceBefore(0)).sort(), both.history(14)).toEqual(theirs.map(sinceBefore(1)).sort());
    }
    await both.theirs.close();

    async function changes(): Promise<number[]> {
      const told = await both.tells(['INFO', 'persistence']);
      return told.map((text) => Number(/rdb_changes_since_last_save:(\d+)/.exec(text)?.[1]));
    }
    function sinceBefore(which: number) {
      return (line: string) =>
        line.replace(/(?<=^rdb_changes_since_last_save:)\d+/, (count) => String(Number(count) - before[which]));
    }
  });
});

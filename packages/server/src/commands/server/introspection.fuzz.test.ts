import { encodeCommand, type SeededRandom, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { BesideOracle, type Command, splitReplies } from '../../../test/beside-oracle.ts';
import { TestServer } from '../../../test/in-process.ts';

/** What differs, made the same: of entries of the slow log number, time, duration and address; versions and numbers of clients. */
function maskWhatDiffers(reply: string): string {
  return reply
    .replace(/\*6\r\n:\d+\r\n:\d+\r\n:\d+\r\n/g, 'ENTRY ')
    .replace(/\$\d+\r\n127\.0\.0\.1:\d+\r\n/g, 'ADDRESS ')
    .replace(/\$\d+\r\n\d+\.\d+\.\d+\r\n/g, 'VERSION ')
    .replace(/id\r\n:\d+/g, 'id ID');
}

const errors: readonly Command[] = [
  ['SLOWLOG'],
  ['SLOWLOG', 'GET', 'x'],
  ['SLOWLOG', 'GET', '-2'],
  ['SLOWLOG', 'GET', '1', '2'],
  ['SLOWLOG', 'LEN', 'x'],
  ['SLOWLOG', 'nothing'],
  ['SLOWLOG', 'GET', '9223372036854775808'],
  ['LATENCY'],
  ['LATENCY', 'LATEST', 'x'],
  ['LATENCY', 'LATEST'],
  ['LATENCY', 'HISTORY'],
  ['LATENCY', 'HISTORY', 'nothing'],
  ['LATENCY', 'GRAPH', 'nothing'],
  ['LATENCY', 'RESET'],
  ['LATENCY', 'RESET', 'a', 'b'],
  ['LATENCY', 'HISTOGRAM', 'nothing'],
  ['LATENCY', 'HELP', 'x'],
  ['MONITOR', 'x'],
  ['MODULE'],
  ['MODULE', 'LIST'],
  ['MODULE', 'LOAD', '/x'],
  ['MODULE', 'LOADEX', '/x'],
  ['MODULE', 'UNLOAD', 'x'],
  ['MODULE', 'nothing'],
  ['CLUSTER'],
  ['CLUSTER', 'INFO'],
  ['CLUSTER', 'HELP'],
  ['CLUSTER', 'KEYSLOT', 'a'],
  ['CLUSTER', 'KEYSLOT'],
  ['CLUSTER', 'SETSLOT', '1'],
  ['CLUSTER', 'nothing'],
  ['READONLY'],
  ['READWRITE'],
  ['ASKING'],
  ['ASKING', 'x'],
  ['ROLE', 'x'],
  ['REPLICAOF', 'NO', 'ONE'],
  ['SLAVEOF', 'no', 'one'],
  ['REPLICAOF', 'localhost', 'x'],
  ['REPLICAOF', 'localhost', '65536'],
  ['REPLICAOF', 'localhost'],
  ['FAILOVER'],
  ['FAILOVER', 'ABORT'],
  ['FAILOVER', 'ABORT', 'x'],
  ['FAILOVER', 'TIMEOUT', '0'],
  ['FAILOVER', 'TIMEOUT', 'x'],
  ['FAILOVER', 'TO', 'localhost', 'x'],
  ['FAILOVER', 'TO', 'localhost'],
  ['FAILOVER', 'TO', 'localhost', '1', 'FORCE', 'TIMEOUT', '1'],
  ['PSYNC', 'x'],
  ['REPLCONF', 'x'],
  ['RESTORE-ASKING', 'k', '0', 'x'],
  ['MIGRATE', 'h', '1', 'k'],
  ['MIGRATE', 'h', '1', 'k', '0', '10'],
  ['MIGRATE', 'h', '1', 'k', '0', '10', 'nothing'],
  ['MIGRATE', 'h', '1', 'k', '0', '10', 'AUTH'],
  ['MIGRATE', 'h', '1', 'k', '0', '10', 'AUTH2', 'a'],
  ['MIGRATE', 'h', '1', 'k', '0', '10', 'KEYS', 'a'],
  ['MIGRATE', 'h', '1', '', '0', '10', 'COPY', 'REPLACE', 'KEYS', 'a', 'b'],
  ['MIGRATE', 'h', '1', 'k', 'x', '10'],
  ['MIGRATE', 'h', '1', 'k', '0', 'x'],
  ['LOLWUT', 'VERSION', 'x'],
];

/** Commands that leave the same entries in logs and before monitors, whatever they do. */
function randomCommand(random: SeededRandom): Command {
  const word = () => random.pick(['a', 'b', '', 'key with blanks', '"quoted"', random.bytes(random.nextInt(12))]);
  return random.pick<() => Command>([
    () => ['SET', word(), word()],
    () => ['GET', word()],
    () => ['ECHO', random.bytes(random.nextInt(300))],
    () => ['DEL', ...Array.from({ length: 1 + random.nextInt(50) }, word)],
    () => ['INCR', word()],
    () => ['SPOP', word(), '10'],
    () => ['SADD', word(), word()],
    () => ['EXPIRE', word(), '100'],
    () => ['INCRBYFLOAT', word(), '1.5'],
    () => ['GETEX', word(), 'EX', '10'],
    () => ['SELECT', random.pick(['0', '1', 'x'])],
    () => ['AUTH', word()],
    () => ['AUTH', 'somebody', word()],
    () => ['HELLO', '2', 'AUTH', 'somebody', word(), 'SETNAME', 'x'],
    () => ['HELLO', '2', 'SETNAME', 'me'],
    () => ['CONFIG', 'SET', 'masterauth', ''],
    () => ['CONFIG', 'SET', 'timeout', '0', 'masterauth', '', 'masteruser', ''],
    () => ['CONFIG', 'GET', 'timeout'],
    () => ['CLIENT', 'GETNAME'],
    () => ['MULTI'],
    () => ['EXEC'],
    () => ['DISCARD'],
    () => ['NOSUCH', word()],
    () => ['GET'],
    () => ['PING'],
    () => ['WATCH', word()],
  ])();
}

describeWithOracle('introspection beside redis-server', (oracle) => {
  test('errors, and what a single master answers', async () => {
    const both = new BesideOracle(new TestServer().connect(), await oracle().connect());
    for (const command of errors) await both.say(command);
    await both.theirs.close();
  });

  test('the slow log holds the same commands', async () => {
    const random = seededRandom('slow log');
    const both = new BesideOracle(new TestServer().connect(), await oracle().connect(), maskWhatDiffers);
    await both.say(
      ['FLUSHALL'],
      ['CONFIG', 'SET', 'slowlog-log-slower-than', '0', 'slowlog-max-len', '300'],
      ['SLOWLOG', 'RESET'],
    );
    for (let round = 0; round < 60; round++) {
      const commands = Array.from({ length: 1 + random.nextInt(6) }, () => randomCommand(random));
      await both.say(...commands, ['DISCARD'], ['SLOWLOG', 'GET', '20'], ['SLOWLOG', 'LEN']);
    }
    await both.say(['CONFIG', 'SET', 'slowlog-log-slower-than', '10000']);
    await both.theirs.close();
  });

  test('monitors see the same lines', async () => {
    const random = seededRandom('monitor');
    const server = new TestServer();
    const both = new BesideOracle(server.connect(), await oracle().connect(), maskWhatDiffers);
    const ours = server.connect();
    const theirs = await oracle().connect();
    const monitor = encodeCommand(['MONITOR']);
    expect(Buffer.from(await ours.exchange(monitor)).toString()).toBe('+OK\r\n');
    theirs.send(monitor);
    expect(Buffer.from(await theirs.nextReply()).toString()).toBe('+OK\r\n');
    const lineOf = (line: string) => line.replace(/^\+\d+\.\d{6} (\[\d+) [^\]]*\]/, '$1]').trimEnd();
    await both.say(['FLUSHALL']);
    for (let round = 0; round < 100; round++) {
      await both.say(...Array.from({ length: 1 + random.nextInt(6) }, () => randomCommand(random)));
      await both.say(['DISCARD'], ['ECHO', `round ${round}`]);
      server.turn();
      const ourLines = splitReplies(Buffer.from(ours.received()).toString('latin1')).map(lineOf);
      // What stands behind it ends the exchange with both.
      ourLines.length = ourLines.findIndex((line) => line.includes(`"round ${round}"`)) + 1;
      const theirLines: string[] = [];
      while (!theirLines.at(-1)?.includes(`"round ${round}"`)) {
        theirLines.push(lineOf(Buffer.from(await theirs.nextReply()).toString('latin1')));
      }
      const shown = (lines: string[]) =>
        lines.filter((line) => line !== '[0] "CLIENT" "REPLY" "ON"' && line !== '[1] "CLIENT" "REPLY" "ON"');
      expect(shown(ourLines)).toEqual(shown(theirLines));
    }
    await theirs.close();
    await both.theirs.close();
  });
});

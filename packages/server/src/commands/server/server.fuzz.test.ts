import { type SeededRandom, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { BesideOracle, type Command, splitReplies } from '../../../test/beside-oracle.ts';
import { TestServer } from '../../../test/in-process.ts';

const FLAGS = ['--enable-debug-command', 'yes'];

function randomWrite(random: SeededRandom): Command {
  const key = () =>
    random.pick(['a', 'b', 'c', 'd', '', 'a longer key, beyond what fits in a few bytes', random.bytes(2)]);
  const value = () => random.pick(['', '1', '-17', '9223372036854775807', '1.5', 'x'.repeat(300), random.bytes(9)]);
  const database = () => random.pick(['0', '1', '2', '15', '16', '-1', 'x', '4294967296', '99999999999999999999']);
  return random.pick<() => Command>([
    () => ['SET', key(), value()],
    () => ['SET', key(), value(), 'EX', '1000'],
    () => ['SET', key(), value()],
    () => ['SELECT', random.pick(['0', '1', '2'])],
    () => ['SWAPDB', database(), database()],
    () => ['DBSIZE'],
    () => [random.pick(['FLUSHDB', 'FLUSHALL']), ...random.pick([[], ['ASYNC'], ['SYNC'], ['x'], ['SYNC', 'ASYNC']])],
    () => ['DEBUG', 'DIGEST'],
    () => ['DEBUG', 'DIGEST-VALUE', key(), key()],
    () => ['DEBUG', 'DIGEST-VALUE'],
    () => ['DEBUG', 'POPULATE', random.pick(['3', '0', '-1', 'x'])],
    () => ['DEBUG', 'POPULATE', '4', random.pick(['p', '']), random.pick(['0', '3', '10', '100', '-1', 'x'])],
    () => ['DEBUG', 'OBJECT', 'missing'],
    () => ['DEBUG', random.pick(['LISTPACK', 'QUICKLIST', 'HTSTATS-KEY', 'SDSLEN']), 'missing'],
    () => ['DEBUG', random.pick(['nothing', 'SLEEP', 'x'.repeat(200), 'POPULATE']), ...random.pick([[], ['a\nb']])],
    () => ['DEBUG', random.pick(['SET-ACTIVE-EXPIRE', 'PAUSE-CRON', 'QUICKLIST-PACKED-THRESHOLD']), '1'],
    () => ['DEBUG', 'QUICKLIST-PACKED-THRESHOLD', random.pick(['1kb', '5gb', '4294967295', '0', 'x', '', '10b'])],
    () => ['DEBUG', 'ERROR', random.pick(['ERR mine', 'a\r\nb', ''])],
    () => [
      'DEBUG',
      'REPLYBUFFER',
      random.pick(['peak-reset-time', 'resizing', 'x']),
      random.pick(['never', 'reset', '10']),
    ],
  ])();
}

const TYPES = 'string integer double bignum null array set map attrib push verbatim true false nothing'.split(' ');

/** Commands whose arguments or key flags are others since than in 7.0, which the oracle is. */
const CHANGED_SINCE: ReadonlySet<string> = new Set(['zrank', 'zrevrank', 'sinterstore', 'xread', 'xreadgroup']);

describeWithOracle(
  'server commands beside redis-server',
  (oracle) => {
    test.each([2, 3] as const)('random commands leave the same data, RESP%i', async (protocol) => {
      const random = seededRandom(`server commands, RESP${protocol}`);
      const server = new TestServer({ enableDebugCommand: 'yes' });
      const both = new BesideOracle(server.connect(), await oracle().connect(), (reply) =>
        reply.replace(/\$\d+\r\n\d+\.\d+\.\d+\r\n/, 'VERSION').replace(/id\r\n:\d+/, 'id ID'),
      );
      await both.say(['FLUSHALL'], ['HELLO', protocol]);
      for (let round = 0; round < 1500; round++) {
        await both.say(...Array.from({ length: 1 + random.nextInt(5) }, () => randomWrite(random)), [
          'DEBUG',
          'DIGEST',
        ]);
      }
      await both.theirs.close();
    });

    test('DEBUG PROTOCOL', async () => {
      const server = new TestServer({ enableDebugCommand: 'yes' });
      const both = new BesideOracle(server.connect(), await oracle().connect());
      for (const type of TYPES) await both.say(['DEBUG', 'PROTOCOL', type]);
      both.ours.client.reply.protocol = 3;
      both.theirs.send(new TextEncoder().encode('HELLO 3\r\n'));
      await both.theirs.nextReply();
      for (const type of TYPES) await both.say(['DEBUG', 'PROTOCOL', type]);
      await both.theirs.close();
    });

    test('errors', async () => {
      const both = new BesideOracle(new TestServer().connect(), await oracle().connect());
      for (const command of [
        ['CONFIG'],
        ['CONFIG', 'nothing', 'x'],
        ['CONFIG', 'GET'],
        ['CONFIG', 'GET', 'nothing'],
        ['CONFIG', 'GET', 'maxmemory', 'MAXMEMORY', 'max[m]emory'],
        ['CONFIG', 'SET', 'maxmemory'],
        ['CONFIG', 'SET', 'maxmemory', '1', 'x'],
        ['CONFIG', 'SET', 'nothing', '1'],
        ['CONFIG', 'SET', Uint8Array.of(0x80, 0x41), '1'],
        ['CONFIG', 'SET', 'maxmemory', Uint8Array.of(0xff)],
        ['CONFIG', 'SET', 'maxmemory', '100mb', 'timeout', '-1'],
        ['CONFIG', 'SET', 'maxmemory', '100mb', 'timeout', '7'],
        ['CONFIG', 'GET', 'maxmemory'],
        ['CONFIG', 'GET', 'timeout'],
        ['CONFIG', 'SET', 'proc-title-template', Uint8Array.of(0x61, 0xff, 0x62)],
        ['CONFIG', 'GET', 'proc-title-template'],
        ['CONFIG', 'SET', 'maxmemory', '0', 'timeout', '0'],
        ['CONFIG', 'SET', 'port', 'x'],
        ['CONFIG', 'SET', 'databases', '5'],
        ['CONFIG', 'RESETSTAT', 'x'],
        ['CONFIG', 'REWRITE'],
        ['COMMAND', 'nothing'],
        ['COMMAND', 'COUNT', 'x'],
        ['COMMAND', 'INFO', 'nothing', 'config|nothing', 'get|x', 'a|b|c', ''],
        ['COMMAND', 'DOCS', 'nothing'],
        ['COMMAND', 'LIST', 'x'],
        ['COMMAND', 'LIST', 'FILTERBY', 'x', 'y'],
        ['COMMAND', 'LIST', 'FILTERBY', 'module', 'y'],
        ['COMMAND', 'LIST', 'FILTERBY', 'aclcat', 'nothing'],
        ['COMMAND', 'LIST', 'FILTERBY', 'pattern', 'nothing*'],
        ['COMMAND', 'LIST', 'FILTERBY', 'pattern', 'CONFIG|S*T'],
        ['COMMAND', 'LIST', 'FILTERBY', 'pattern'],
        ['COMMAND', 'GETKEYS'],
        ['COMMAND', 'GETKEYS', 'nothing', 'x'],
        ['COMMAND', 'GETKEYS', 'PING', 'x'],
        ['COMMAND', 'GETKEYS', 'CONFIG', 'nothing'],
        ['COMMAND', 'GETKEYS', 'MEMORY', 'USAGE', 'k'],
        ['COMMAND', 'GETKEYSANDFLAGS', 'SET', 'k', 'v', 'GET'],
        ['DBSIZE', 'x'],
        ['TIME', 'x'],
        ['INFO', 'nothing'],
        ['LASTSAVE', 'x'],
        ['SAVE', 'x'],
        ['BGSAVE', 'x'],
        ['SHUTDOWN', 'x'],
        ['SHUTDOWN', 'SAVE', 'NOSAVE'],
        ['SHUTDOWN', 'ABORT', 'NOW'],
        ['SHUTDOWN', 'ABORT'],
        ['LOLWUT', 'VERSION', 'x'],
        ['MEMORY'],
        ['MEMORY', 'USAGE', 'missing'],
        ['MEMORY', 'USAGE', 'missing', 'x'],
        ['MEMORY', 'USAGE', 'missing', 'SAMPLES', 'x'],
        ['MEMORY', 'USAGE', 'missing', 'SAMPLES', '-1'],
        ['MEMORY', 'USAGE', 'missing', 'SAMPLES', '5'],
        ['DEBUG'],
        ['SWAPDB', '0'],
        ['POST'.slice(1), 'x'],
      ] satisfies Command[]) {
        await both.say(command);
      }
      await both.theirs.close();
    });

    test('COMMAND GETKEYS and GETKEYSANDFLAGS of random commands', async () => {
      const random = seededRandom('COMMAND GETKEYS');
      const server = new TestServer();
      const both = new BesideOracle(server.connect(), await oracle().connect());
      const listed = (await both.theirs.exchange(new TextEncoder().encode('COMMAND LIST\r\n'))) as Uint8Array;
      const theirNames = new Set(splitReplies(Buffer.from(listed).toString('latin1'))[0].match(/^[a-z_|-]+$/gm));
      const names = server.core.commands.commands
        .map(({ fullName }) => fullName)
        .filter((name) => theirNames.has(name) && !CHANGED_SINCE.has(name));
      expect(names.length).toBeGreaterThan(30);
      const words = [
        'k',
        'v',
        '1',
        '2',
        '3',
        '0',
        '-1',
        'GET',
        'NX',
        'STORE',
        'KEYS',
        'STREAMS',
        'COUNT',
        'WITHSCORES',
        '',
      ];
      for (let round = 0; round < 3000; round++) {
        const args = Array.from({ length: 1 + random.nextInt(6) }, () => random.pick(words));
        const subcommand = random.pick(['GETKEYS', 'GETKEYSANDFLAGS']);
        await both.say(['COMMAND', subcommand, random.pick(names), ...args]);
      }
      await both.theirs.close();
    });
  },
  FLAGS,
);

import { createServer } from 'node:net';
import { freePort } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleCli, ClientProgram, type Ended, type RunOptions } from './bundled-cli.ts';
import { utf8ByteText } from './byte-text.ts';
import { quoteByteText } from './quote-bytes.ts';

let cli: ClientProgram;
let bundle: string;
let remove: () => void;
beforeAll(() => {
  ({ cli, bundle, remove } = bundleCli());
});
afterAll(() => remove());

const PASSWORD_WARNING =
  "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\n";

describe('without a server', () => {
  test('the version and the help', async () => {
    expect(await cli.run(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^respite-cli \d/) });
    expect(await cli.run(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('--no-raw') });
  });

  test('a refused connection is told in the words that tools look for', async () => {
    const port = await freePort();
    const stderr = `Could not connect to Redis at 127.0.0.1:${port}: Connection refused\n`;
    expect(await cli.run(['-p', String(port), 'ping'])).toEqual({ code: 1, stdout: '', stderr });
    // As in redis-cli, standard input is read to its end, and each line tries again.
    const typed = await cli.run(['-p', String(port)], { stdin: 'ping\n' });
    expect(typed).toEqual({ code: 0, stdout: '', stderr: stderr + stderr });
  });

  test('flags that are not there yet say so', async () => {
    const bigkeys = await cli.run(['--bigkeys']);
    expect(bigkeys).toEqual({ code: 1, stdout: '', stderr: 'respite-cli does not have --bigkeys yet.\n' });
  });

  test('a server that breaks the protocol, or closes', async () => {
    const answers = ['?what\r\n', ''];
    const server = createServer((socket) => socket.once('data', () => socket.end(answers.shift() ?? '')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = String((server.address() as { port: number }).port);
    const broken = await cli.run(['-p', port, 'ping']);
    expect(broken).toEqual({ code: 1, stdout: '', stderr: "Error: Protocol error: unknown type byte '?'\n" });
    const closed = await cli.run(['-p', port, 'ping']);
    expect(closed).toEqual({ code: 1, stdout: '', stderr: 'Error: Server closed the connection\n' });
    server.close();
  });
});

const DATA = String.raw`
  flushall
  config resetstat
  script flush
  slowlog reset
  set s plain
  set b "\x00\xff\n\r\t\a\b\\ caf\xc3\xa9 '"
  set empty ""
  rpush l a b c "" "x y"
  rpush l12 1 2 3 4 5 6 7 8 9 10 11 12
  hset h f v "k\x01" "\x7f\xe9"
  zadd z 1 a 2.5 b inf c -inf d 0.1 e 1e30 f 3.0000000000000004 g
  sadd one x
  xadd st 1-1 a b c d
  xadd st 2-1 e f
  geoadd g 13.361389 38.115556 Palermo`;

/** Commands whose replies do not depend on who asks when. One line each, as words. */
const COMMANDS: readonly (readonly string[])[] = [
  ...`
    ping;echo héllo;get s;get b;get empty;get nosuch;incr s;set n 41;incr n;mget s nosuch b;type l;exists a b s;dump s
    lrange l 0 -1;lrange l12 0 -1;lrange nosuch 0 -1;hgetall h;hgetall nosuch;smembers one;smembers nosuch
    zrange z 0 -1 withscores;zscore z e;zscore z a;zrandmember nosuch 5 withscores;xrange st - +;xinfo stream st full
    xread count 1 streams st 0;geopos g Palermo nosuch;lcs s s idx;object encoding s;object freq s;sintercard 1 one
    geosearch g fromlonlat 15 37 byradius 200 km asc withcoord withdist withhash
    nosuch a b;get;set s;config get save;config get nosuch;command info get set nosuch;command getkeys get a
    command docs get;command count;memory doctor;latency doctor;latency graph;latency graph x;latency latest;lolwut
    cluster info;debug htstats 9999;debug nosuch;client list nosuch;client list type replica;client kill 1.2.3.4:5
    client info x;client getname;acl whoami;acl getuser default;acl list;module list;function list;pubsub channels
    pubsub numsub a;role;slowlog get;info nosuch;wait 0 0;script exists abc;swapdb 0 0
    eval return{1,2,{3,"x",{}},false,redis.status_reply("st")} 0;eval return{err="MY_error"} 0;eval return{double=1.5} 0
    debug protocol string;debug protocol integer;debug protocol double;debug protocol null;debug protocol array
    debug protocol set;debug protocol map;debug protocol push;debug protocol verbatim;debug protocol true
    debug protocol false;select 3;get s;select 99;select 0;multi;get s;lrange l 0 -1;exec;multi;nosuch;exec;multi;discard
    exec;watch a;reset;hello 9`
    .trim()
    .split(/[;\n]/)
    .map((line) => line.trim().split(' ')),
  ['echo', 'a\nb'],
  ['get', 'é'],
  ['nosuch', '\x01é'],
  ['set', '', ''],
  ['get', ''],
  ['set', 'a key', ' v '],
  ['quit', 'x'],
];

const FORMS = [
  '',
  '--no-raw',
  '--raw',
  '--csv',
  '--json',
  '--quoted-json',
  '-3',
  '-3 --no-raw',
  '-3 --csv',
  '-2 --json',
];

describeWithOracle(
  'beside redis-cli',
  (oracle) => {
    const redisCli = new ClientProgram('redis-cli');

    async function both(args: readonly string[], options: RunOptions = {}) {
      const all = ['-p', String(oracle().port), ...args];
      const ended = [];
      for (const program of [redisCli, cli]) {
        const seeded = await redisCli.run(['-p', String(oracle().port)], { stdin: DATA });
        expect(seeded).toMatchObject({ code: 0, stderr: '' });
        ended.push(await program.run(all, options));
      }
      return { theirs: ended[0], ours: ended[1] };
    }

    async function expectSame(args: readonly string[], options?: RunOptions) {
      const { theirs, ours } = await both(args, options);
      expect(ours).toEqual(theirs);
      return ours;
    }

    test.each(FORMS)('every command, typed, with "%s"', async (flags) => {
      const typed = COMMANDS.map((args) => args.map((arg) => quoteByteText(utf8ByteText(arg))).join(' '));
      const stdin = typed.map((line, i) => `${line}\necho "=== after ${i}"\n`).join('');
      const args = flags === '' ? [] : flags.split(' ');
      const { theirs, ours } = await both(args, { stdin });
      // In parts, so that a difference shows where it begins.
      expect(ours.stdout.split('=== ')).toEqual(theirs.stdout.split('=== '));
      expect(ours).toEqual(theirs);
    });

    test.each<[string, RunOptions?]>([
      ['ping'],
      ['get b'],
      ['get nosuch'],
      ['nosuch a'],
      ['--no-raw nosuch a'],
      ['-e get nosuch'],
      ['-e nosuch a'],
      ['-e --no-raw get'],
      ['-n 2 set a b'],
      ['-n 99 get s'],
      ['-r 3 incr n'],
      ['-r 0 incr n'],
      ['-r 2 --no-raw -i 0.01 lrange l 0 1'],
      ['-d , lrange l 0 -1'],
      ['-d :: -3 hgetall h'],
      ['-D | -r 2 get s'],
      ['-D  get s'],
      ['--quoted-input echo "\\x41\\n"'],
      ['--quoted-input get "a'],
      ['--quoted-input get "a""b"'],
      ['-x set fromstdin', { stdin: 'a\xff\nb\n' }],
      ['-X tag set tag v', { stdin: 'a\xff\nb\n' }],
      ['-X tag set a v', { stdin: 'x' }],
      ['get b', { env: { FAKETTY: '1' } }],
      ['-3 hgetall h', { env: { FAKETTY: '1' } }],
      ['ping', { env: { REDISCLI_AUTH: 'wrong' } }],
      ['-a wrong ping'],
      ['-a wrong --no-auth-warning ping'],
      ['--user nosuch --pass wrong ping'],
      ['--json nosuch'],
      ['--csv command docs set'],
      ['unsubscribe a'],
      ['--scan --pattern s*'],
      ['--no-raw --scan --quoted-pattern "\\x62"'],
      ['-zz'],
      ['-n'],
      ['-2 -3 ping'],
      ['-x -X a ping'],
      ['-c -s a ping'],
      ['-u nosuch://h ping'],
      ['-s nosuch.sock ping'],
      ['-h nosuch.invalid ping'],
    ])('respite-cli %s %j', async (line, options) => {
      await expectSame(line.split(' '), options);
    });

    test('a URI', async () => {
      const uri = `redis://ann:p%40ss@127.0.0.1:${oracle().port}/3`;
      expect(await expectSame(['-u', uri, 'dbsize'])).toMatchObject({
        stderr: expect.stringMatching(PASSWORD_WARNING),
      });
      await expectSame(['-u', `redis://127.0.0.1:${oracle().port}/3`, 'client', 'getname']);
    });

    test.each([
      'ping\n3 ping\n0 ping\n-1 ping\nping',
      'set a "b c"\nget "a" x"\n\n  \nget a\nquit\nping\n',
      'echo \xff\xfe\necho "\\xff"\necho a\0b\n',
      'EXIT',
      'select 3\nset a 1\nselect 0\nget a\n',
      'blpop nosuch 0.6\n',
    ])('the lines %j', async (stdin) => {
      await expectSame([], { stdin });
    });

    test('arguments that are not UTF-8 arrive as they are', async () => {
      // A shell can pass such bytes, spawn cannot.
      const run = (program: string) =>
        new ClientProgram('sh', ['-c', `${program} -p ${oracle().port} echo "$(printf 'a\\377b')"`]).run([]);
      const ours = await run(`"${process.execPath}" "${bundle}"`);
      expect(ours).toEqual({ code: 0, stderr: '', stdout: 'a\xffb\n' });
      expect(ours).toEqual(await run('redis-cli'));
    });

    describe.each<[name: string, args: readonly string[]]>([
      ['SUBSCRIBE', ['subscribe', 'news', 'sport']],
      ['SUBSCRIBE in RESP3', ['-3', '--no-raw', 'subscribe', 'news', 'sport']],
      ['SUBSCRIBE as JSON', ['--json', 'subscribe', 'news', 'sport']],
      ['SUBSCRIBE as CSV', ['--csv', 'subscribe', 'news', 'sport']],
      ['PSUBSCRIBE', ['--no-raw', 'psubscribe', 'n*', 's*']],
      ['SSUBSCRIBE', ['--no-raw', 'ssubscribe', 'news', 'sport']],
    ])('%s', (name, args) => {
      test('shows messages as they come, until Ctrl-C', async () => {
        const publish = name === 'SSUBSCRIBE' ? 'spublish' : 'publish';
        const ended = [];
        for (const program of [redisCli, cli]) {
          const listening = program.start(['-p', String(oracle().port), ...args]);
          await listening.untilShown(args.at(-1) as string);
          for (const [channel, message] of [
            ['news', 'first'],
            ['sport', 'caf\u00e9'],
            ['news', ''],
            ['news', 'last'],
          ]) {
            await redisCli.run(['-p', String(oracle().port), publish, channel, message]);
          }
          await listening.untilShown('last');
          listening.child.kill('SIGINT');
          const { stdout, ...rest } = await listening.ended;
          // Versions before 7.2 say first what is to come.
          ended.push({ ...rest, stdout: stdout.replace(/^Reading messages.*\n/, '') });
        }
        const [theirs, ours] = ended;
        expect(ours).toEqual(theirs);
      });
    });

    test.each([['monitor'], ['--no-raw', 'monitor']])(
      'MONITOR shows commands as they come, until Ctrl-C: %s %s',
      async (...args) => {
        const ended = [];
        for (const program of [redisCli, cli]) {
          const watching = program.start(['-p', String(oracle().port), ...args.filter(Boolean)]);
          await watching.untilShown('OK');
          await redisCli.run(['-p', String(oracle().port), '-x', 'echo'], { stdin: 'seen "by\0 all' });
          await watching.untilShown('seen');
          watching.child.kill('SIGINT');
          const { stdout, ...rest } = await watching.ended;
          ended.push({ ...rest, stdout: stdout.replace(/^\d+\.\d+ \[0 [\d.:]+\]/gm, 'TIME [ADDRESS]') });
        }
        const [theirs, ours] = ended;
        expect(ours).toEqual(theirs);
      },
    );

    describe('where it is better to differ', () => {
      test('--quoted-json is JSON with quotes in the value too', async () => {
        const { theirs, ours } = await both(['--quoted-json', 'echo', 'a"b\\']);
        expect(theirs.stdout).toBe('"a\\\\"b\\\\\\\\"\n');
        expect(JSON.parse(ours.stdout)).toBe('a\\"b\\\\');
      });

      test('a big number and attributes of RESP3 are understood', async () => {
        const run = (...args: string[]) => cli.run(['-p', String(oracle().port), '-3', '--no-raw', ...args]);
        expect(await run('debug', 'protocol', 'bignum')).toMatchObject({
          code: 0,
          stdout: '(big number) 1234567999999999999999999999999999999\n',
        });
        expect(await run('debug', 'protocol', 'attrib')).toMatchObject({
          code: 0,
          stdout: '"Some real reply following the attribute"\n',
        });
      });
    });
  },
  // A machine that has much to do makes commands slow, and SLOWLOG tell of them.
  ['--enable-debug-command', 'yes', '--slowlog-log-slower-than', '-1'],
);

describeWithOracle(
  'a user with a password, beside redis-cli',
  (oracle) => {
    const redisCli = new ClientProgram('redis-cli');

    test.each<[line: string, options?: RunOptions]>([
      ['-u redis://ann:p%40ss@127.0.0.1:PORT/3 client list'],
      ['-u redis://127.0.0.1:PORT/3 acl whoami'],
      ['-u redis://ann:wrong@127.0.0.1:PORT acl whoami'],
      ['-p PORT --user ann --pass p@ss acl whoami'],
      ['-p PORT --user ann -a p@ss --no-auth-warning acl whoami'],
      ['-p PORT --user ann acl whoami', { env: { REDISCLI_AUTH: 'p@ss' } }],
      ['-p PORT --user ann acl whoami'],
      ['-p PORT acl whoami', { env: { REDISCLI_AUTH: 'p@ss' } }],
      ['-p PORT --user ann --pass p@ss -3 --json acl whoami'],
      ['-p PORT --user ann --pass p@ss -n 2 get key'],
      ['-p PORT --user ann --pass p@ss flushall'],
      ['-p PORT --user ann --pass p@ss -r 2 -i 0.01 acl whoami'],
      ['-p PORT --user ann --pass p@ss -x set key', { stdin: 'value' }],
      ['-p PORT --user ann --pass p@ss subscribe news'],
      ['-p PORT', { stdin: 'acl whoami\nauth ann p@ss\nacl whoami\nreset\nacl whoami\n' }],
    ])('respite-cli %s %j', async (line, options) => {
      const args = line.replaceAll('PORT', String(oracle().port)).split(' ');
      const [theirs, ours] = [await redisCli.run(args, options), await cli.run(args, options)];
      // A client is told its own address, number and so on, which differ.
      const alike = ({ stdout, ...rest }: Ended) => ({ ...rest, stdout: stdout.replace(/^id=.* user=/, 'user=') });
      expect(alike(ours)).toEqual(alike(theirs));
    });
  },
  '--user ann on >p@ss ~* -@all +acl|whoami +client|list +get +set +select +hello +command|docs'.split(' '),
);

import { encodeCommand, type RawConnection, type SeededRandom, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { BesideOracle, type Command } from '../../test/beside-oracle.ts';
import { TestServer } from '../../test/in-process.ts';
import { AclCategory } from '../command-meta/acl-categories.ts';
import { allCommands } from '../commands/index.ts';
import { sha256Hex } from './sha256.ts';

const PASSWORDS = ['a', 'b', '', 'a longer one, with blanks'];

/** Commands with another number of arguments since Redis 7.2, or other categories since a later version. */
const CHANGED: ReadonlySet<string> = new Set(['command|getkeys', 'command|getkeysandflags', 'wait', 'waitaof']);

const COMMANDS = [
  'get set config config|get config|set client client|id client|setname select ping mget sort sort_ro debug acl',
  'acl|whoami publish subscribe psubscribe hset xread object object|encoding auth multi copy GET Config|Get',
]
  .join(' ')
  .split(' ');

const KEYS = ['a', 'b', 'ab', 'c:1', '*', 'a*', '[ab]', '', 'foo bar'];

function randomPattern(random: SeededRandom): string {
  return random.pick(['*', 'a*', '*b', 'a', 'c:?', '[ab]', '', 'x y', 'x\ty', 'b']);
}

function selectorRule(random: SeededRandom): string {
  const sign = random.pick(['+', '-']);
  return random.pick<() => string>([
    () => `${sign}${random.pick(COMMANDS)}`,
    () => `${sign}${random.pick(COMMANDS)}`,
    () => `${sign}@${random.pick([...Object.keys(AclCategory), 'all', 'ALL', 'Read', 'nothing', ''])}`,
    () =>
      `+${random.pick(['select|0', 'select|1', 'SELECT|0', 'debug|Sleep', 'config|nothing', 'get|x', 'nothing|x'])}`,
    () => random.pick(['+config|get|x', '+select|', '-select|0', '-config|', '+', '-', '+nothing', '-nothing', '+|']),
    () => random.pick(['allcommands', 'nocommands', 'ALLKEYS', 'allkeys', 'resetkeys', 'allchannels', 'resetchannels']),
    () => random.pick(['nocommands', 'resetkeys', 'resetchannels']),
    () => `~${randomPattern(random)}`,
    () => `%${random.pick(['R', 'W', 'RW', 'wr', 'r', 'X', 'RR', ''])}~${randomPattern(random)}`,
    () => random.pick(['%R', '%W', '%RWR~a', 'x', '&', '~']),
    () => `&${randomPattern(random)}`,
  ])();
}

function userRule(random: SeededRandom): string[] {
  const password = random.pick(PASSWORDS);
  const digest = sha256Hex(new TextEncoder().encode(password));
  return random.pick<() => string[]>([
    () => [selectorRule(random)],
    () => [selectorRule(random), selectorRule(random)],
    () => [selectorRule(random), selectorRule(random), selectorRule(random)],
    () => [random.pick(['on', 'off', 'ON', 'nopass', 'resetpass', 'reset', '', 'on'])],
    () => [random.pick(['skip-sanitize-payload', 'sanitize-payload'])],
    () => [`${random.pick(['>', '>', '<'])}${password}`],
    () => [`${random.pick(['#', '!'])}${random.pick([digest, digest, digest.toUpperCase(), digest.slice(1), ''])}`],
    () => [`(${selectorRule(random)} ${selectorRule(random)})`],
    () => ['(+@all ~*)'],
    () => [`(${selectorRule(random)}`, `${selectorRule(random)})`],
    () => [random.pick(['clearselectors', '()', '( )', '(', ')', '(+get', 'CLEARSELECTORS'])],
  ])();
}

function randomCommand(random: SeededRandom): string[] {
  const key = () => random.pick(KEYS);
  return random.pick<() => string[]>([
    () => ['GET', key()],
    () => ['set', key(), 'x', ...random.pick([[], ['GET'], ['EX', '10']])],
    () => ['MGET', key(), key()],
    () => ['MSET', key(), 'x', key(), 'x'],
    () => ['COPY', key(), key()],
    () => ['EXISTS', key()],
    () => ['SORT', key(), 'STORE', key()],
    () => ['SORT', key(), 'BY', 'x_*'],
    () => ['HSET', key(), 'f', 'v'],
    () => ['XREAD', 'STREAMS', key(), '0'],
    () => ['BITFIELD', key(), random.pick(['GET', 'SET']), 'u8', '0', '1'],
    () => ['PUBLISH', key(), 'x'],
    () => ['SUBSCRIBE', key(), key()],
    () => ['PSUBSCRIBE', key()],
    () => ['UNSUBSCRIBE', key()],
    () => ['SELECT', random.pick(['0', '1', '2'])],
    () => ['CONFIG', random.pick(['GET', 'SET', 'nothing']), 'x', 'y'],
    () => ['CONFIG', 'GET', 'x'],
    () => ['CLIENT', random.pick(['ID', 'INFO', 'id'])],
    () => ['DEBUG', 'sleep', '0'],
    () => ['ACL', 'WHOAMI'],
    () => ['OBJECT', 'ENCODING', key()],
    () => [random.pick(['PING', 'MULTI', 'nothing', 'GET', 'CONFIG', 'RESET'])],
  ])();
}

/** Before 7.2, Redis did not name the user whom DRYRUN is about. */
function withoutUser(reply: string): string {
  return reply.replace(/\$\d+\r\n(?:This user|User \w+) has no/g, 'USER has no');
}

/** Before 7.2, Redis showed commands as it worked them out again, not by the rules that were given. */
async function showsRules(connection: RawConnection): Promise<boolean> {
  await connection.exchange(encodeCommand(['ACL', 'SETUSER', 'probe', '+@read', '-get', '+@string']));
  const reply = Buffer.from(await connection.exchange(encodeCommand(['ACL', 'GETUSER', 'probe']))).toString();
  await connection.exchange(encodeCommand(['ACL', 'DELUSER', 'probe']));
  return reply.includes('-@all +@read -get +@string');
}

describeWithOracle('users beside redis-server', (oracle) => {
  test.each([2, 3])('random rules, RESP%i', async (protocol) => {
    const random = seededRandom(`users, RESP${protocol}`);
    const connection = await oracle().connect();
    const describes = await showsRules(connection);
    const server = new TestServer();
    const both = new BesideOracle(server.connect(), connection, withoutUser);
    const told: Command[] = [['ACL', 'USERS'], ...(describes ? [['ACL', 'LIST'] as Command] : [])];
    await both.say(['HELLO', protocol]).catch(() => {});
    for (let round = 0; round < 3000; round++) {
      const name = random.pick(['alice', 'bob']);
      const commands: Command[] = [];
      for (let i = random.nextInt(4); i >= 0; i--) commands.push(['ACL', 'SETUSER', name, ...userRule(random)]);
      for (let i = 0; i < 6; i++) commands.push(['ACL', 'DRYRUN', name, ...randomCommand(random)]);
      if (random.nextInt(30) === 0)
        commands.push(['ACL', 'DELUSER', ...random.pick([['alice'], ['bob', 'none'], ['default']])]);
      if (random.nextInt(10) === 0)
        commands.push(['CONFIG', 'SET', 'acl-pubsub-default', random.pick(['allchannels', 'resetchannels'])]);
      await both.say(...commands, ...told, ...(describes ? [['ACL', 'GETUSER', name] as Command] : []));
    }
    await both.say(['ACL', 'DELUSER', 'alice', 'bob'], ['CONFIG', 'SET', 'acl-pubsub-default', 'resetchannels']);
    await connection.close();
  });

  test('commands and categories', async () => {
    const connection = await oracle().connect();
    const listed = Buffer.from(await connection.exchange(encodeCommand(['COMMAND', 'LIST']))).toString();
    const theirs = new Set(listed.split('\r\n').filter((_, i) => i > 0 && i % 2 === 0));
    const both = new BesideOracle(new TestServer().connect(), connection, withoutUser);
    const names = allCommands
      .flatMap((command) => [command, ...(command.subcommands ?? [])])
      .map(({ name }) => name.toLowerCase())
      .filter((name) => theirs.has(name));
    expect(names.length).toBeGreaterThan(200);
    const isOld = !(await showsRules(connection));
    for (const name of names) {
      if (isOld && CHANGED.has(name)) continue;
      const [word, sub] = name.split('|');
      const args = ['ACL', 'DRYRUN', 'alice', word, ...(sub === undefined ? [] : [sub])];
      const tries = [args, [...args, 'a'], [...args, 'a', 'b']];
      await both.say(['ACL', 'SETUSER', 'alice', 'reset', '+@all', `-${name}`, '~*', '&*'], ...tries);
      await both.say(['ACL', 'SETUSER', 'alice', 'reset', `+${name}`, '~a', '&a'], ...tries);
    }
    for (const category of Object.keys(AclCategory)) {
      const members = async (ask: (request: Uint8Array) => Promise<Uint8Array>): Promise<string[]> => {
        const reply = Buffer.from(await ask(encodeCommand(['ACL', 'CAT', category]))).toString();
        return names.filter((name) => !CHANGED.has(name) && reply.includes(`\r\n${name}\r\n`));
      };
      expect(await members((request) => both.ours.exchange(request)), category).toEqual(
        await members((request) => connection.exchange(request)),
      );
    }
    await both.say(['ACL', 'CAT'], ['ACL', 'CAT', 'nothing'], ['ACL', 'DELUSER', 'alice']);
    await connection.close();
  });
});

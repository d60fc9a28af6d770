import { describe, expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import { Config } from '../config/config.ts';
import { ConfigLoader } from '../config/load-config.ts';
import { bytesOfText } from '../config/lossless-text.ts';
import { rewriteConfigFile } from '../config/rewrite-config-file.ts';
import { DeclaredUsers } from '../dispatch/declared-users.ts';
import { byteText } from './byte-text.ts';
import { declarationsOf } from './user-declarations.ts';

function load(text: string): DeclaredUsers {
  const loader = new ConfigLoader(new Config(), () => []);
  loader.load({ name: 'redis.conf', text });
  const users = new DeclaredUsers();
  for (const { args, refuse } of loader.users) {
    const reason = users.add(args);
    if (reason !== undefined) throw refuse(reason);
  }
  return users;
}

describe('user lines that are refused', () => {
  test.each([
    [
      'user alice on\nuser alice off',
      "Error in user declaration 'alice': Duplicate user found. A user can only be defined once in config files",
    ],
    ['user alice on wrong', "Error in user declaration 'wrong': Syntax error"],
    ['user alice on (+get ~a', "Error in user declaration '(+get': Unmatched parenthesis in acl selector"],
    [
      'user alice !00',
      "Error in user declaration '!00': The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters",
    ],
  ])('%j', (text, message) => {
    expect(() => load(text)).toThrow(message);
  });

  test('not those whose commands are unknown: the start tells', () => {
    expect(load('user alice +nothing').declarations).toEqual([['alice', '+nothing']]);
  });
});

test('CONFIG REWRITE writes users so that they are read back as they were', () => {
  const server = new TestServer();
  const { users } = server.core.accessControl;
  const pattern = byteText(bytesOfText('~quo"te\'s\\and-umlaut-ü-*'));
  expect(users.set('alice', ['on', '>secret', pattern, '&chan*', '+@read', '-get', '(~x +set)'])).toBe(undefined);
  expect(users.set(byteText(bytesOfText('jürgen')), ['on', 'nopass', '+@all'])).toBe(undefined);
  expect(users.set('default', ['off', '~a', '-@all'])).toMatch(/Adding a pattern/);
  expect(users.set('default', ['off', 'resetkeys', '-@all'])).toBe(undefined);

  const text = rewriteConfigFile('# mine\nuser alice off\nuser gone on\n', server.core.config, {
    users: declarationsOf(users),
  });
  expect(text).toMatch(/^# mine\nuser alice on /);
  expect(text).not.toContain('gone');

  const again = new TestServer().core.accessControl;
  expect(again.loadAtStart(load(text).declarations)).toEqual([]);
  const describeAll = (of: typeof users): string[] => of.inOrder().map((user) => `${user.name} ${user.describe()}`);
  expect(describeAll(again.users)).toEqual(describeAll(users));
  expect(rewriteConfigFile(text, server.core.config, { users: declarationsOf(users) }).trimEnd()).toBe(text.trimEnd());
});

import { expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import { sha256Hex } from './sha256.ts';

const SECRET = sha256Hex(new TextEncoder().encode('secret'));

test('ACL SAVE and ACL LOAD', async () => {
  const server = new TestServer({ aclfile: '/users' });
  const t = server.transcript();
  await t.says('ACL', 'LOAD').error("ERR Error loading ACLs, opening file '/users': No such file or directory");
  await t.says('ACL', 'SETUSER', 'alice', 'on', '>secret', '~a', '(+get ~b)').ok();
  await t.says('ACL', 'SAVE').ok();
  expect(server.usersFiles.get('/users')).toBe(
    `user alice on sanitize-payload #${SECRET} ~a resetchannels -@all (~b resetchannels -@all +get)\n` +
      'user default on nopass sanitize-payload ~* &* +@all\n',
  );
  await t.says('ACL', 'SETUSER', 'bob').ok();
  await t.says('ACL', 'LOAD').ok();
  await t.says('ACL', 'USERS').array(['alice', 'default']);
  server.usersFiles.set('/users', '\nuser bob on +@all ~x (+get\r\n\t~y)  \nuser carol off');
  await t.says('ACL', 'LOAD').error(/^ERR \/users:2: Unmatched parenthesis in selector definition\./);
  server.usersFiles.set('/users', '\nuser bob on +@all ~x (+get ~y)  \r\n  user carol off');
  await t.says('ACL', 'LOAD').ok();
  await t
    .says('ACL', 'LIST')
    .array([
      'user bob on sanitize-payload ~x resetchannels +@all (~y resetchannels -@all +get)',
      'user carol off sanitize-payload resetchannels -@all',
      'user default on nopass sanitize-payload ~* &* +@all',
    ]);
});

test('comments are passed over', async () => {
  const server = new TestServer({ aclfile: '/users' });
  const t = server.transcript();
  server.usersFiles.set('/users', '# who there is\nuser alice on\n  #user bob on +none\n');
  await t.says('ACL', 'LOAD').ok();
  await t.says('ACL', 'USERS').array(['alice', 'default']);
  server.usersFiles.set('/users', '# who there is\nuser alice on # not here\n');
  await t.says('ACL', 'LOAD').error(/^ERR \/users:2: The password hash/);
});

test('errors name the file and the line, all of them, and nothing changes', async () => {
  const server = new TestServer({ aclfile: '/users' });
  const t = server.transcript();
  server.usersFiles.set(
    '/users',
    'user alice +nothing -none on\nbob on\nuser\nuser alice off\nuser carol >x ~* ~y wrong\nuser a\tb on\n',
  );
  const text =
    "ERR /users:1: Error in applying operation '+nothing': Unknown command or category name in ACL. " +
    "/users:1: Error in applying operation '-none': Unknown command or category name in ACL. " +
    '/users:2 should start with user keyword followed by the username. ' +
    '/users:3 should start with user keyword followed by the username. ' +
    "WARNING: Duplicate user 'alice' found on line 4. " +
    "/users:5: Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not have any effect. Try " +
    "'resetkeys' to start with an empty list of patterns. " +
    "'/users:6: username 'a\tb' contains invalid characters. " +
    'WARNING: ACL errors detected, no change to the previously active ACL rules was performed';
  await t.says('ACL', 'LOAD').error(text);
  await t.says('ACL', 'USERS').array(['default']);
});

test('without a file', async () => {
  const t = new TestServer().transcript();
  await t.says('ACL', 'LOAD').error(/^ERR This Redis instance is not configured to use an ACL file\./);
  await t.says('ACL', 'SAVE').error(/^ERR This Redis instance is not configured to use an ACL file\./);
});

test('at the start: from the configuration or from the file, not from both', () => {
  const both = new TestServer({ aclfile: '/users' }).core.accessControl;
  expect(both.loadAtStart([['alice', 'on']])[0]).toMatch(/at the same time/);
  const { core, logged } = new TestServer({ requirepass: 'x' });
  const { accessControl } = core;
  expect(
    accessControl.loadAtStart([
      ['alice', 'off'],
      ['default', 'on', '+@all', '~a', '(+get', '~b)'],
    ]),
  ).toEqual([]);
  expect(logged).toEqual([expect.stringMatching(/^notice The user 'alice' is disabled/)]);
  expect(accessControl.defaultUser.describe()).toBe(
    'on sanitize-payload ~a resetchannels +@all (~b resetchannels -@all +get)',
  );
  expect(new TestServer().core.accessControl.loadAtStart([['bob', '+nothing']])).toEqual([
    "Error loading ACL rule '+nothing' for the user named 'bob': Unknown command or category name in ACL",
    'Critical error while loading ACLs. Exiting.',
  ]);
  expect(new TestServer({ aclfile: '/users' }).core.accessControl.loadAtStart([])).toEqual([
    "Aborting Respite startup because of ACL errors: Error loading ACLs, opening file '/users': No such file or directory",
  ]);
});

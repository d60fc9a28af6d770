import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeCommand, RawConnection } from '@respite/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsersError } from '../access-control/users-error.ts';
import { createServer } from './create-server.ts';
import type { Server } from './server.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'respite-users-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function ask(server: Server, ...command: string[]): Promise<string> {
  const connection = await RawConnection.open(server.address?.port ?? 0);
  const reply = Buffer.from(await connection.exchange(encodeCommand(command))).toString();
  await connection.close();
  return reply;
}

test('ACL SAVE replaces the file, which stays as readable as it was', async () => {
  const file = join(folder, 'users.acl');
  writeFileSync(file, 'user alice on nopass +@all\n');
  chmodSync(file, 0o640);
  const server = await createServer({ port: 0, dir: folder, save: '', aclfile: 'users.acl' });
  expect(await ask(server, 'AUTH', 'alice', 'x')).toBe('+OK\r\n');
  expect(await ask(server, 'ACL', 'SETUSER', 'bob', 'off')).toBe('+OK\r\n');
  expect(await ask(server, 'ACL', 'SAVE')).toBe('+OK\r\n');
  expect(readFileSync(file, 'utf8')).toBe(
    'user alice on nopass sanitize-payload resetchannels +@all\n' +
      'user bob off sanitize-payload resetchannels -@all\n' +
      'user default on nopass sanitize-payload ~* &* +@all\n',
  );
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(['users.acl']);
  await server.close();
});

test('a server does not start with users that it cannot have', async () => {
  const wrong = createServer({ port: 0, users: [['alice', 'on', '+nothing']] });
  await expect(wrong).rejects.toThrow(UsersError);
  const missing = createServer({ port: 0, dir: folder, aclfile: 'none' });
  await expect(missing).rejects.toThrow(`opening file 'none': No such file or directory`);
});

test('users in the options', async () => {
  const server = await createServer({ port: 0, users: [['alice', 'on', '>secret', '~cache:*', '+@read']] });
  expect(await ask(server, 'AUTH', 'alice', 'secret')).toBe('+OK\r\n');
  await server.close();
});

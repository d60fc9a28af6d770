import type { Selector } from '../../../access-control/selector.ts';
import { isUserName } from '../../../access-control/user.ts';
import { DEFAULT_USER } from '../../../access-control/users.ts';
import { CommandError } from '../../command-error.ts';
import type { Context } from '../../context.ts';
import { defineCommand } from '../../define-command.ts';
import { byteArgument, replyByteText } from './byte-argument.ts';

const badName = new CommandError("ERR Usernames can't contain spaces or null characters");
const defaultStays = new CommandError("ERR The 'default' user cannot be removed");

export const aclSetUser = defineCommand({
  name: 'ACL|SETUSER',
  group: 'server',
  since: '6.0.0',
  arity: -3,
  flags: 'admin noscript loading stale',
  complexity: 'O(N)',
  summary: 'Creates or changes a user by rules.',
  syntax: 'username [rule...]',
  history: [
    ['6.2.0', 'Rules for channels.'],
    ['7.0.0', 'Selectors, and separate rights to read and write keys.'],
  ],
  tips: 'request_policy:all_nodes response_policy:all_succeeded',
  execute(ctx) {
    const name = byteArgument(ctx, 2);
    if (!isUserName(name)) throw badName;
    const reason = ctx.server.accessControl.users.set(name, argumentsFrom(ctx, 3));
    if (reason === undefined) ctx.reply.ok();
    else ctx.failQuoting(`ERR ${reason}`);
  },
});

export const aclDelUser = defineCommand({
  name: 'ACL|DELUSER',
  group: 'server',
  since: '6.0.0',
  arity: -3,
  flags: 'admin noscript loading stale',
  complexity: 'O(1)',
  summary: 'Deletes users and closes their connections.',
  syntax: 'username...',
  tips: 'request_policy:all_nodes response_policy:all_succeeded',
  execute(ctx) {
    const names = argumentsFrom(ctx, 2);
    if (names.includes(DEFAULT_USER)) throw defaultStays;
    const { users } = ctx.server.accessControl;
    ctx.reply.integer(names.filter((name) => users.remove(name)).length);
  },
});

export const aclUsers = defineCommand({
  name: 'ACL|USERS',
  group: 'server',
  since: '6.0.0',
  arity: 2,
  flags: 'admin noscript loading stale',
  complexity: 'O(N)',
  summary: 'Lists the names of all users.',
  syntax: '',
  execute(ctx) {
    const users = ctx.server.accessControl.users.inOrder();
    ctx.reply.array(users.length);
    for (const user of users) replyByteText(ctx, user.name);
  },
});

export const aclList = defineCommand({
  name: 'ACL|LIST',
  group: 'server',
  since: '6.0.0',
  arity: 2,
  flags: 'admin noscript loading stale',
  complexity: 'O(N)',
  summary: 'Lists the users, each as a line of an ACL file.',
  syntax: '',
  execute(ctx) {
    const users = ctx.server.accessControl.users.inOrder();
    ctx.reply.array(users.length);
    for (const user of users) replyByteText(ctx, `user ${user.name} ${user.describe()}`);
  },
});

export const aclWhoAmI = defineCommand({
  name: 'ACL|WHOAMI',
  group: 'server',
  since: '6.0.0',
  arity: 2,
  flags: 'noscript loading stale',
  complexity: 'O(1)',
  summary: 'Gives the name of the user that this connection belongs to.',
  syntax: '',
  execute(ctx) {
    replyByteText(ctx, ctx.client.user.name);
  },
});

export const aclGetUser = defineCommand({
  name: 'ACL|GETUSER',
  group: 'server',
  since: '6.0.0',
  arity: 3,
  flags: 'admin noscript loading stale',
  complexity: 'O(N)',
  summary: 'Describes the rules of a user.',
  syntax: 'username',
  history: [
    ['6.2.0', 'Shows channel patterns.'],
    ['7.0.0', 'Shows selectors, and patterns as rules.'],
  ],
  execute(ctx) {
    const { reply, server } = ctx;
    const user = server.accessControl.users.get(byteArgument(ctx, 2));
    if (user === undefined) {
      reply.nullBulk();
      return;
    }
    reply.map(6);
    reply.bulkText('flags');
    reply.set(user.flags.length);
    for (const flag of user.flags) reply.bulkText(flag);
    reply.bulkText('passwords');
    reply.array(user.passwords.digests.length);
    for (const digest of user.passwords.digests) reply.bulkText(digest);
    replySelector(ctx, user.root);
    reply.bulkText('selectors');
    reply.array(user.selectors.length - 1);
    for (const selector of user.selectors.slice(1)) {
      reply.map(3);
      replySelector(ctx, selector);
    }
  },
});

function replySelector(ctx: Context, selector: Selector): void {
  ctx.reply.bulkText('commands');
  replyByteText(ctx, selector.commands.describe());
  ctx.reply.bulkText('keys');
  replyByteText(ctx, selector.describeKeys());
  ctx.reply.bulkText('channels');
  replyByteText(ctx, selector.describeChannels());
}

function argumentsFrom(ctx: Context, first: number): string[] {
  const texts: string[] = [];
  for (let i = first; i < ctx.argc; i++) texts.push(byteArgument(ctx, i));
  return texts;
}

import { REDIS_VERSION } from '../../version.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { authenticate } from './authenticate.ts';
import { checkedName } from './client/client-name.ts';

const notAVersion = new CommandError('ERR Protocol version is not an integer or out of range');
const notAuthenticated = new CommandError(
  'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> ' +
    'option can be used to authenticate the client and select the RESP protocol version at the same time',
);

export const hello = defineCommand({
  name: 'HELLO',
  group: 'connection',
  since: '6.0.0',
  arity: -1,
  flags: 'noscript loading stale fast no_auth allow_busy',
  complexity: 'O(1)',
  summary: 'Switches the protocol version, optionally with authentication and a name, and describes the server.',
  syntax: '[arguments=(protover:integer [AUTH auth=(username password)] [SETNAME clientname])]',
  history: [['6.2.0', 'The version may be left out.']],
  execute(ctx) {
    const version = ctx.argc > 1 ? ctx.integer(1, notAVersion) : 0;
    if (ctx.argc > 1 && version !== 2 && version !== 3) throw errors.noProtocol;
    let user = 0;
    let name: string | undefined;
    for (let i = 2; i < ctx.argc; i++) {
      const following = ctx.argc - 1 - i;
      if (ctx.is(i, 'auth') && following >= 2) {
        user = i + 1;
        i += 2;
      } else if (ctx.is(i, 'setname') && following >= 1) {
        name = checkedName(ctx, i + 1);
        i++;
      } else {
        ctx.failQuoting(`ERR Syntax error in HELLO option '${ctx.quoted(i)}'`);
        return;
      }
    }
    const error = user === 0 ? undefined : authenticate(ctx, user, user + 1);
    if (error !== undefined) throw error;
    if (ctx.server.logins.mustLogIn(ctx.client)) throw notAuthenticated;
    if (name !== undefined) ctx.client.name = name;
    if (version === 2 || version === 3) ctx.reply.protocol = version;
    describeServer(ctx);
  },
});

function describeServer({ reply, client }: Context): void {
  reply.map(7);
  // Clients look at it to know how to talk to the server, so it names whom we are compatible with.
  reply.bulkText('server');
  reply.bulkText('redis');
  reply.bulkText('version');
  reply.bulkText(REDIS_VERSION);
  reply.bulkText('proto');
  reply.integer(reply.protocol);
  reply.bulkText('id');
  reply.integer(client.id);
  reply.bulkText('mode');
  reply.bulkText('standalone');
  reply.bulkText('role');
  reply.bulkText('master');
  reply.bulkText('modules');
  reply.emptyArray();
}

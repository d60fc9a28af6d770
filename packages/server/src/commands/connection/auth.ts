import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { authenticate } from './authenticate.ts';

export const auth = defineCommand({
  name: 'AUTH',
  group: 'connection',
  since: '1.0.0',
  arity: -2,
  flags: 'noscript loading stale fast no_auth allow_busy',
  complexity: 'O(N)',
  summary: 'Proves who the connection is, by password or by user name and password.',
  syntax: '[username^6.0.0] password',
  execute(ctx) {
    if (ctx.argc > 3) throw errors.syntax;
    if (ctx.argc === 2 && ctx.server.accessControl.defaultUser.needsNoPassword) {
      ctx.fail(
        'ERR AUTH <password> called without any password configured for the default user. ' +
          'Are you sure your configuration is correct?',
      );
      return;
    }
    const error = ctx.argc === 2 ? authenticate(ctx, 0, 1) : authenticate(ctx, 1, 2);
    if (error !== undefined) throw error;
    ctx.reply.ok();
  },
});

import { CommandError } from '../command-error.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { waitFor } from './wait-for.ts';

const notShuttingDown = new CommandError('ERR No shutdown in progress.');

export const shutdown = defineCommand({
  name: 'SHUTDOWN',
  group: 'server',
  since: '1.0.0',
  arity: -1,
  flags: 'admin noscript loading stale no_multi allow_busy',
  complexity: 'O(N) / O(1)',
  summary: 'Saves the data as configured and stops the server.',
  syntax: '[save-selector=<NOSAVE|SAVE>] [NOW^7.0.0] [FORCE^7.0.0] [ABORT^7.0.0]',
  execute(ctx) {
    let save: boolean | undefined;
    let now = false;
    let force = false;
    let abort = false;
    for (let i = 1; i < ctx.argc; i++) {
      if (ctx.is(i, 'save') && save !== false) save = true;
      else if (ctx.is(i, 'nosave') && save !== true) save = false;
      else if (ctx.is(i, 'now')) now = true;
      else if (ctx.is(i, 'force')) force = true;
      else if (ctx.is(i, 'abort')) abort = true;
      else throw errors.syntax;
    }
    if (abort) {
      if (now || force || save !== undefined) throw errors.syntax;
      // Nothing is waited for once a shutdown has begun, so there is never one to be called off.
      throw notShuttingDown;
    }
    waitFor(ctx, ctx.server.host.shutdown({ save, now, force, client: ctx.client }), (reply) => reply.ok());
  },
});

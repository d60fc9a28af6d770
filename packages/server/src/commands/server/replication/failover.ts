import { CommandError } from '../../command-error.ts';
import { defineCommand } from '../../define-command.ts';
import { errors } from '../../reply-errors.ts';

const noFailover = new CommandError('ERR No failover in progress.');
const noReplicas = new CommandError('ERR FAILOVER requires connected replicas.');
const invalidTimeout = new CommandError('ERR FAILOVER timeout must be greater than 0');

export const failover = defineCommand({
  name: 'FAILOVER',
  group: 'server',
  since: '6.2.0',
  arity: -1,
  flags: 'admin noscript stale',
  complexity: 'O(1)',
  summary: 'Hands the role of master to a replica, in an orderly way.',
  syntax: '[TO target=(host port:integer [FORCE])] [ABORT] [TIMEOUT milliseconds:integer]',
  execute(ctx) {
    if (ctx.argc === 2 && ctx.is(1, 'abort')) throw noFailover;
    let hasTimeout = false;
    let hasTarget = false;
    let isForced = false;
    for (let i = 1; i < ctx.argc; i++) {
      if (ctx.is(i, 'timeout') && i + 1 < ctx.argc && !hasTimeout) {
        if (ctx.integer(++i) <= 0) throw invalidTimeout;
        hasTimeout = true;
      } else if (ctx.is(i, 'to') && i + 2 < ctx.argc && !hasTarget) {
        ctx.integer(i + 2);
        i += 2;
        hasTarget = true;
      } else if (ctx.is(i, 'force') && !isForced) isForced = true;
      else throw errors.syntax;
    }
    throw noReplicas;
  },
});

import { CommandError } from '../../command-error.ts';
import type { Context } from '../../context.ts';
import { defineCommand } from '../../define-command.ts';
import { replicationNotAvailable } from './not-available.ts';

const invalidPort = new CommandError('ERR Invalid master port');

export const replicaOf = defineCommand({
  name: 'REPLICAOF',
  group: 'server',
  since: '5.0.0',
  arity: 3,
  flags: 'admin noscript stale no_async_loading',
  complexity: 'O(1)',
  summary: 'Makes the server a replica of another, or with NO ONE a master.',
  syntax: 'args=<host-port=(host port:integer)|no-one=(NO ONE)>',
  execute: becomeReplica,
});

export const slaveOf = defineCommand({
  name: 'SLAVEOF',
  group: 'server',
  since: '1.0.0',
  arity: 3,
  flags: 'admin noscript stale no_async_loading',
  complexity: 'O(1)',
  summary: 'The old name of REPLICAOF.',
  syntax: 'args=<host-port=(host port:integer)|no-one=(NO ONE)>',
  deprecated: { since: '5.0.0', replacedBy: 'REPLICAOF' },
  execute: becomeReplica,
});

function becomeReplica(ctx: Context): void {
  if (ctx.is(1, 'no') && ctx.is(2, 'one')) {
    // It is a master already.
    ctx.reply.ok();
    return;
  }
  const port = ctx.integer(2, invalidPort);
  if (port < 0 || port > 65_535) throw invalidPort;
  throw replicationNotAvailable;
}

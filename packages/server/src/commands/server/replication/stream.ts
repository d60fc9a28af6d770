import { defineCommand } from '../../define-command.ts';
import { errors } from '../../reply-errors.ts';
import { replicationNotAvailable } from './not-available.ts';

export const sync = defineCommand({
  name: 'SYNC',
  group: 'server',
  since: '1.0.0',
  arity: 1,
  flags: 'admin noscript no_async_loading no_multi',
  complexity: 'O(N), N = bytes sent',
  summary: 'Sends a replica the whole data set and then every change.',
  syntax: '',
  execute() {
    throw replicationNotAvailable;
  },
});

export const psync = defineCommand({
  name: 'PSYNC',
  group: 'server',
  since: '2.8.0',
  arity: -3,
  flags: 'admin noscript no_async_loading no_multi',
  complexity: 'O(N), N = bytes sent',
  summary: 'Opens the stream of changes to a replica, from where it stopped if that is possible.',
  syntax: 'replicationid offset:integer',
  execute(ctx) {
    ctx.integer(2);
    throw replicationNotAvailable;
  },
});

export const replConf = defineCommand({
  name: 'REPLCONF',
  group: 'server',
  since: '3.0.0',
  arity: -1,
  flags: 'admin noscript loading stale allow_busy',
  complexity: 'O(1)',
  summary: 'Carries what a replica and its master tell one another.',
  syntax: '',
  docFlags: 'syscmd',
  execute(ctx) {
    if (ctx.argc % 2 === 0) throw errors.syntax;
    throw replicationNotAvailable;
  },
});

import { CommandError } from '../../command-error.ts';
import { defineCommand } from '../../define-command.ts';
import { isOn } from './client-switches.ts';

const notImporting = new CommandError('ERR Server is not in import mode');

export const clientImportSource = defineCommand({
  name: 'CLIENT|IMPORT-SOURCE',
  group: 'connection',
  since: '8.1.0',
  origin: 'valkey',
  arity: 3,
  flags: 'noscript loading stale',
  complexity: 'O(1)',
  summary: 'Marks this connection as one that imports data, for which keys do not expire meanwhile.',
  syntax: 'enabled=<ON|OFF>',
  execute(ctx) {
    if (!ctx.server.config.importMode && !ctx.is(2, 'off')) throw notImporting;
    ctx.client.isImportSource = isOn(ctx);
    ctx.reply.ok();
  },
});

export const clientCapa = defineCommand({
  name: 'CLIENT|CAPA',
  group: 'connection',
  since: '8.0.0',
  origin: 'valkey',
  arity: -3,
  flags: 'noscript loading stale allow_busy',
  complexity: 'O(1)',
  summary: 'Tells the server what this client is capable of.',
  syntax: 'capability...',
  execute(ctx) {
    // What nobody knows of yet is no error: clients say it to servers of all ages.
    for (let i = 2; i < ctx.argc; i++) if (ctx.is(i, 'redirect')) ctx.client.capabilities = 'r';
    ctx.reply.ok();
  },
});

import { timeoutInMilliseconds } from '../../blocking-timeout.ts';
import { CommandError } from '../../command-error.ts';
import { defineCommand } from '../../define-command.ts';

const noSuchMode = new CommandError('ERR CLIENT PAUSE mode must be WRITE or ALL');

export const clientPause = defineCommand({
  name: 'CLIENT|PAUSE',
  group: 'connection',
  since: '3.0.0',
  arity: -3,
  flags: 'admin noscript loading stale',
  complexity: 'O(1)',
  summary: 'Holds back the commands, or only the writes, of all clients for a while.',
  syntax: 'timeout:integer [mode^6.2.0=<WRITE|ALL>]',
  execute(ctx) {
    if (ctx.argc > 4) {
      const name = ctx.quoted(1, 128);
      ctx.failQuoting(`ERR unknown subcommand or wrong number of arguments for '${name}'. Try CLIENT HELP.`);
      return;
    }
    const onlyWrites = ctx.argc === 4 && ctx.is(3, 'write');
    if (ctx.argc === 4 && !onlyWrites && !ctx.is(3, 'all')) throw noSuchMode;
    const milliseconds = timeoutInMilliseconds(ctx, 2);
    if (milliseconds > 0) ctx.server.pause.begin(onlyWrites ? 'write' : 'all', ctx.now + milliseconds);
    else ctx.server.pause.begin(onlyWrites ? 'write' : 'all', 0);
    ctx.reply.ok();
  },
});

export const clientUnpause = defineCommand({
  name: 'CLIENT|UNPAUSE',
  group: 'connection',
  since: '6.2.0',
  arity: 2,
  flags: 'admin noscript loading stale',
  complexity: 'O(N)',
  summary: 'Lets clients go on before a CLIENT PAUSE has run out.',
  syntax: '',
  execute(ctx) {
    ctx.server.pause.end();
    ctx.reply.ok();
  },
});

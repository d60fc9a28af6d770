import { ClientState } from '../../session/client.ts';
import { defineCommand } from '../define-command.ts';

export const monitor = defineCommand({
  name: 'MONITOR',
  group: 'server',
  since: '1.0.0',
  arity: 1,
  flags: 'admin noscript loading stale',
  complexity: 'O(1) for each command of the server',
  summary: 'Sends this connection every command that the server takes from its clients.',
  syntax: '',
  execute(ctx) {
    if (ctx.denyBlocking) {
      ctx.fail("ERR MONITOR isn't allowed for DENY BLOCKING client");
      return;
    }
    // Who monitors already gets no second answer: it could not be told from the lines.
    if (ctx.client.is(ClientState.monitor)) return;
    ctx.server.observability.monitors.add(ctx.client);
    ctx.reply.ok();
  },
});

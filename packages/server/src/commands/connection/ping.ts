import { ClientState } from '../../session/client.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { wrongArity } from '../reply-errors.ts';

export const ping = defineCommand({
  name: 'PING',
  group: 'connection',
  since: '1.0.0',
  arity: -1,
  flags: 'fast',
  complexity: 'O(1)',
  summary: 'Answers PONG or its argument, to show that the server is there.',
  syntax: '[message]',
  tips: 'request_policy:all_shards response_policy:all_succeeded',
  execute(ctx) {
    if (ctx.argc > 2) throw wrongArity('ping');
    const isMessage = ctx.client.is(ClientState.subscribed) && ctx.reply.protocol === 2;
    if (isMessage) answerAsMessage(ctx);
    else if (ctx.argc === 2) ctx.reply.bulk(ctx.args.bytes, ctx.args.starts[1], ctx.args.ends[1]);
    else ctx.reply.simple('PONG');
  },
});

/** In RESP2, a client that waits for messages takes every reply for one. */
function answerAsMessage({ reply, args, argc }: Context): void {
  reply.array(2);
  reply.bulkText('pong');
  if (argc === 2) reply.bulk(args.bytes, args.starts[1], args.ends[1]);
  else reply.bulkText('');
}

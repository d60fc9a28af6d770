import { ClientState } from '../../../session/client.ts';
import type { Context } from '../../context.ts';
import { defineCommand } from '../../define-command.ts';
import { errors } from '../../reply-errors.ts';

export const clientReply = defineCommand({
  name: 'CLIENT|REPLY',
  group: 'connection',
  since: '3.2.0',
  arity: 3,
  flags: 'noscript loading stale',
  complexity: 'O(1)',
  summary: 'Switches the replies to this connection on or off, or off for the next command.',
  syntax: 'action=<ON|OFF|SKIP>',
  execute(ctx) {
    const { client } = ctx;
    if (ctx.is(2, 'on')) {
      client.state &= ~(ClientState.replyOff | ClientState.replySkip | ClientState.replySkipNext);
      ctx.reply.ok();
    } else if (ctx.is(2, 'off')) {
      client.state |= ClientState.replyOff;
    } else if (ctx.is(2, 'skip')) {
      if (!client.is(ClientState.replyOff)) client.state |= ClientState.replySkipNext;
    } else {
      throw errors.syntax;
    }
  },
});

export const clientNoEvict = defineCommand({
  name: 'CLIENT|NO-EVICT',
  group: 'connection',
  since: '7.0.0',
  arity: 3,
  flags: 'admin noscript loading stale',
  complexity: 'O(1)',
  summary: 'Exempts this connection from being closed when clients take too much memory.',
  syntax: 'enabled=<ON|OFF>',
  execute(ctx) {
    ctx.client.noEvict = isOn(ctx);
    ctx.reply.ok();
  },
});

export const clientNoTouch = defineCommand({
  name: 'CLIENT|NO-TOUCH',
  group: 'connection',
  since: '7.2.0',
  arity: 3,
  flags: 'noscript loading stale',
  complexity: 'O(1)',
  summary: 'Keeps the commands of this connection from counting as a use of the keys.',
  syntax: 'enabled=<ON|OFF>',
  execute(ctx) {
    ctx.client.noTouch = isOn(ctx);
    ctx.reply.ok();
  },
});

/** Argument 2: ON or OFF. */
export function isOn(ctx: Context): boolean {
  if (ctx.is(2, 'on')) return true;
  if (ctx.is(2, 'off')) return false;
  throw errors.syntax;
}

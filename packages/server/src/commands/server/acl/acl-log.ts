import type { AclLogEntry } from '../../../access-control/acl-log.ts';
import type { Context } from '../../context.ts';
import { defineCommand } from '../../define-command.ts';
import { replyByteText } from './byte-argument.ts';
import { tooManyArguments } from './too-many-arguments.ts';

/** Entries shown where no number is given. */
const COUNT = 10;

export const aclLog = defineCommand({
  name: 'ACL|LOG',
  group: 'server',
  since: '6.0.0',
  arity: -2,
  flags: 'admin noscript loading stale',
  complexity: 'O(N)',
  summary: 'Lists the latest refused commands and logins, or forgets them.',
  syntax: '[operation=<count:integer|RESET>]',
  history: [['7.2.0', 'Entries have an ID and two timestamps.']],
  execute(ctx) {
    if (ctx.argc > 3) return tooManyArguments(ctx);
    const { log } = ctx.server.accessControl;
    if (ctx.argc === 3 && ctx.is(2, 'reset')) {
      log.clear();
      ctx.reply.ok();
      return;
    }
    const count = ctx.argc === 3 ? Math.max(0, ctx.integer(2)) : COUNT;
    const entries = log.entries.slice(0, count);
    ctx.reply.array(entries.length);
    for (const entry of entries) replyEntry(ctx, entry);
  },
});

function replyEntry(ctx: Context, { id, denial, client, count, firstAt, lastAt }: AclLogEntry): void {
  const { reply } = ctx;
  reply.map(10);
  reply.bulkText('count');
  reply.integer(count);
  reply.bulkText('reason');
  reply.bulkText(denial.reason);
  reply.bulkText('context');
  reply.bulkText(denial.context);
  reply.bulkText('object');
  replyByteText(ctx, denial.object);
  reply.bulkText('username');
  replyByteText(ctx, denial.user);
  reply.bulkText('age-seconds');
  reply.double((ctx.now - lastAt) / 1000);
  reply.bulkText('client-info');
  reply.bulkText(client);
  reply.bulkText('entry-id');
  reply.integer(id);
  reply.bulkText('timestamp-created');
  reply.integer(firstAt);
  reply.bulkText('timestamp-last-updated');
  reply.integer(lastAt);
}

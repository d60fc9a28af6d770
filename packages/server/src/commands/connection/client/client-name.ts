import { CommandError } from '../../command-error.ts';
import type { Context } from '../../context.ts';
import { defineCommand } from '../../define-command.ts';

const notAName = new CommandError('ERR Client names cannot contain spaces, newlines or special characters.');

/** Whether argument `index` can stand in a line of CLIENT LIST, whose fields are divided by blanks: printable ASCII only. */
export function isPlainWord(ctx: Context, index: number): boolean {
  const { bytes, starts, ends } = ctx.args;
  for (let i = starts[index]; i < ends[index]; i++) if (bytes[i] < 0x21 || bytes[i] > 0x7e) return false;
  return true;
}

/** Argument `index` as the name of a connection; '' for none. @throws CommandError where it cannot be one */
export function checkedName(ctx: Context, index: number): string {
  if (!isPlainWord(ctx, index)) throw notAName;
  return ctx.text(index);
}

export const clientSetName = defineCommand({
  name: 'CLIENT|SETNAME',
  group: 'connection',
  since: '2.6.9',
  arity: 3,
  flags: 'noscript loading stale',
  complexity: 'O(1)',
  summary: 'Gives this connection a name.',
  syntax: 'connection-name',
  tips: 'request_policy:all_nodes response_policy:all_succeeded',
  execute(ctx) {
    ctx.client.name = checkedName(ctx, 2);
    ctx.reply.ok();
  },
});

export const clientGetName = defineCommand({
  name: 'CLIENT|GETNAME',
  group: 'connection',
  since: '2.6.9',
  arity: 2,
  flags: 'noscript loading stale',
  complexity: 'O(1)',
  summary: 'Gives the name that this connection was given.',
  syntax: '',
  execute(ctx) {
    if (ctx.client.name === '') ctx.reply.nullBulk();
    else ctx.reply.bulkText(ctx.client.name);
  },
});

export const clientSetInfo = defineCommand({
  name: 'CLIENT|SETINFO',
  group: 'connection',
  since: '7.2.0',
  arity: 4,
  flags: 'noscript loading stale',
  complexity: 'O(1)',
  summary: 'Tells name or version of the client library, for CLIENT LIST to show.',
  syntax: 'attr=<LIB-NAME libname|LIB-VER libver>',
  tips: 'request_policy:all_nodes response_policy:all_succeeded',
  execute(ctx) {
    const isName = ctx.is(2, 'lib-name');
    if (!isName && !ctx.is(2, 'lib-ver')) {
      ctx.failQuoting(`ERR Unrecognized option '${ctx.quoted(2)}'`);
      return;
    }
    if (!isPlainWord(ctx, 3)) {
      ctx.fail(`ERR ${ctx.text(2)} cannot contain spaces, newlines or special characters.`);
      return;
    }
    if (isName) ctx.client.libraryName = ctx.text(3);
    else ctx.client.libraryVersion = ctx.text(3);
    ctx.reply.ok();
  },
});

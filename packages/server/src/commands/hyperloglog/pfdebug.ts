import { HYPERLOGLOG_REGISTERS } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { corrupt, hyperLogLog, openToChange } from './open-hyperloglog.ts';

const noKey = new CommandError('ERR The specified key does not exist');
const notSparse = new CommandError('ERR HLL encoding is not sparse');

export const pfdebug = defineCommand({
  name: 'PFDEBUG',
  group: 'hyperloglog',
  since: '2.8.9',
  arity: 3,
  flags: 'write denyoom admin',
  complexity: 'O(N), N = registers',
  summary: 'Shows the inner state of a HyperLogLog.',
  keys: [keyRange('RW access', 2)],
  syntax: 'subcommand key',
  docFlags: 'syscmd',
  execute(ctx) {
    const entry = ctx.lookupForWrite(2);
    if (entry === 0) throw noKey;
    openToChange(ctx, entry);
    if (ctx.is(1, 'getreg')) replyRegisters(ctx);
    else if (ctx.is(1, 'decode')) {
      if (hyperLogLog.isDense) throw notSparse;
      ctx.reply.bulkText(hyperLogLog.describe());
    } else if (ctx.is(1, 'encoding')) ctx.reply.simple(hyperLogLog.isDense ? 'dense' : 'sparse');
    else if (ctx.is(1, 'todense')) ctx.reply.integer(makeDense(ctx) ? 1 : 0);
    else ctx.failQuoting(`ERR Unknown PFDEBUG subcommand '${ctx.quoted(1)}'`);
  },
});

function replyRegisters(ctx: Context): void {
  makeDense(ctx);
  ctx.reply.array(HYPERLOGLOG_REGISTERS);
  for (let i = 0; i < HYPERLOGLOG_REGISTERS; i++) ctx.reply.integer(hyperLogLog.register(i));
}

/** @returns whether it was sparse; then that is propagated, so that it is dense everywhere */
function makeDense(ctx: Context): boolean {
  if (hyperLogLog.isDense) return false;
  if (!hyperLogLog.makeDense()) throw corrupt;
  ctx.changed(keyEvents.none, 2);
  return true;
}

import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import type { PersistencePort } from '../host.ts';
import { errors } from '../reply-errors.ts';

const alreadySaving = new CommandError('ERR Background save already in progress');
const notSaving = new CommandError('ERR Background saving is currently not in progress or scheduled');
const keepsNothing = new CommandError('ERR This server keeps its data in memory only');

export const save = defineCommand({
  name: 'SAVE',
  group: 'server',
  since: '1.0.0',
  arity: 1,
  flags: 'admin noscript no_async_loading no_multi',
  complexity: 'O(N)',
  summary: 'Writes a snapshot while all clients wait.',
  syntax: '',
  execute(ctx) {
    const persistence = persistenceOf(ctx);
    if (persistence.savingInBackground) throw alreadySaving;
    try {
      persistence.save();
    } catch (error) {
      throw new CommandError(`ERR ${error instanceof Error ? error.message : String(error)}`);
    }
    ctx.reply.ok();
  },
});

export const bgSave = defineCommand({
  name: 'BGSAVE',
  group: 'server',
  since: '1.0.0',
  arity: -1,
  flags: 'admin noscript no_async_loading',
  complexity: 'O(1)',
  summary: 'Starts to write a snapshot in the background.',
  syntax: '[operation=<SCHEDULE^3.2.2|CANCEL^8.1.0>]',
  execute(ctx) {
    if (ctx.argc > 2 || (ctx.argc === 2 && !ctx.is(1, 'schedule') && !ctx.is(1, 'cancel'))) throw errors.syntax;
    const persistence = persistenceOf(ctx);
    if (ctx.argc === 2 && ctx.is(1, 'cancel')) {
      if (!persistence.cancelBackgroundSave()) throw notSaving;
      ctx.reply.simple('Background saving cancelled');
      return;
    }
    if (persistence.savingInBackground) throw alreadySaving;
    if (ctx.denyBlocking) {
      // It must not show half a transaction.
      ctx.server.host.afterTurn(() => {
        if (!persistence.loading) persistence.startBackgroundSave();
      });
      ctx.reply.simple('Background saving scheduled');
      return;
    }
    persistence.startBackgroundSave();
    ctx.reply.simple('Background saving started');
  },
});

export const lastSave = defineCommand({
  name: 'LASTSAVE',
  group: 'server',
  since: '1.0.0',
  arity: 1,
  flags: 'loading stale fast',
  categories: 'admin dangerous',
  complexity: 'O(1)',
  summary: 'Gives the moment of the last successful snapshot, in Unix seconds.',
  syntax: '',
  tips: 'nondeterministic_output',
  execute(ctx) {
    const { host, identity } = ctx.server;
    ctx.reply.integer(host.persistence?.lastSaveSeconds ?? Math.floor(identity.startedAt / 1000));
  },
});

function persistenceOf(ctx: Context): PersistencePort {
  const { persistence } = ctx.server.host;
  if (persistence === undefined) throw keepsNothing;
  return persistence;
}

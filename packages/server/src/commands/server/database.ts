import { ServerState } from '../../session/server-state.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';

const invalidFirst = new CommandError('ERR invalid first DB index');
const invalidSecond = new CommandError('ERR invalid second DB index');

export const dbSize = defineCommand({
  name: 'DBSIZE',
  group: 'server',
  since: '1.0.0',
  arity: 1,
  flags: 'readonly fast',
  categories: 'keyspace',
  complexity: 'O(1)',
  summary: 'Gives the number of keys in the database.',
  syntax: '',
  tips: 'request_policy:all_shards response_policy:agg_sum',
  execute(ctx) {
    ctx.reply.integer(ctx.db.size);
  },
});

export const flushDb = defineCommand({
  name: 'FLUSHDB',
  group: 'server',
  since: '1.0.0',
  arity: -1,
  flags: 'write',
  categories: 'keyspace dangerous',
  complexity: 'O(N)',
  summary: 'Removes every key of the database.',
  syntax: '[flush-type=<ASYNC^4.0.0|SYNC^6.2.0>]',
  tips: 'request_policy:all_shards response_policy:all_succeeded',
  execute(ctx) {
    checkFlushType(ctx);
    const { effects } = ctx.server;
    const { dirty } = effects;
    const keys = ctx.db.size;
    ctx.db.clear();
    effects.databaseChanged(ctx.db.index, keys);
    propagateIfUnchanged(ctx, dirty);
    ctx.reply.ok();
  },
});

export const flushAll = defineCommand({
  name: 'FLUSHALL',
  group: 'server',
  since: '1.0.0',
  arity: -1,
  flags: 'write',
  categories: 'keyspace dangerous',
  complexity: 'O(N)',
  summary: 'Removes every key of every database.',
  syntax: '[flush-type=<ASYNC^4.0.0|SYNC^6.2.0>]',
  tips: 'request_policy:all_shards response_policy:all_succeeded',
  execute(ctx) {
    checkFlushType(ctx);
    const { effects } = ctx.server;
    const { dirty } = effects;
    let keys = 0;
    for (const database of ctx.server.store.databases) {
      keys += database.size;
      database.clear();
    }
    effects.databaseChanged(-1, keys);
    saveEmptiness(ctx);
    propagateIfUnchanged(ctx, dirty);
    ctx.reply.ok();
  },
});

export const swapDb = defineCommand({
  name: 'SWAPDB',
  group: 'server',
  since: '4.0.0',
  arity: 3,
  flags: 'write fast',
  categories: 'keyspace dangerous',
  complexity: 'O(N), N = connected clients',
  summary: 'Exchanges the contents of two databases.',
  syntax: 'index1:integer index2:integer',
  execute(ctx) {
    const { clients, effects, store } = ctx.server;
    const first = ctx.int32(1, invalidFirst);
    const second = ctx.int32(2, invalidSecond);
    if (store.databases[first] === undefined || store.databases[second] === undefined) throw errors.databaseOutOfRange;
    if (first !== second) {
      // A client stays with the number that it selected, and finds other keys there.
      const ofFirst = [...clients].filter((client) => client.database.index === first);
      const ofSecond = [...clients].filter((client) => client.database.index === second);
      store.swap(first, second);
      for (const client of ofFirst) client.database = store.databases[first];
      for (const client of ofSecond) client.database = store.databases[second];
      ctx.db = ctx.client.database;
    }
    effects.databaseChanged(first, 1, false);
    effects.databaseChanged(second, 0, false);
    ctx.reply.ok();
  },
});

/** ASYNC and SYNC are the same here: databases are emptied by pages of memory, in no time. */
function checkFlushType(ctx: Context): void {
  if (ctx.argc > 2 || (ctx.argc === 2 && !ctx.is(1, 'sync') && !ctx.is(1, 'async'))) throw errors.syntax;
}

/**
 * Passes a flush on that the count of changes does not show: it found nothing, or a save has set the count back. Elsewhere, where it is
 * repeated, there may be keys.
 *
 * @param dirty the count before
 */
function propagateIfUnchanged(ctx: Context, dirty: number): void {
  const { effects } = ctx.server;
  if (effects.dirty === dirty && effects.propagating) effects.propagate(ctx.db.index, ctx.args);
}

/** Where snapshots are kept, the one on disk must not bring the keys back. */
function saveEmptiness(ctx: Context): void {
  const { config, gates, host } = ctx.server;
  if (host.persistence === undefined || (gates.state & ServerState.loading) !== 0) return;
  host.persistence.cancelBackgroundSave();
  if (config.save.length === 0) return;
  try {
    host.persistence.save();
  } catch (error) {
    host.log(
      'warning',
      `FLUSHALL could not save the empty data set: ${error instanceof Error ? error.message : error}`,
    );
  }
}

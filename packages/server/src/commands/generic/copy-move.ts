import { equalBytes } from '@respite/bytes';
import type { Database } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { type KeyEvent, keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';

export const copy = defineCommand({
  name: 'COPY',
  group: 'generic',
  since: '6.2.0',
  arity: -3,
  flags: 'write denyoom',
  complexity: 'O(N) / O(1)',
  summary: 'Copies a value, with its expiry, to another key, possibly in another database.',
  keys: [keyRange('RO access', 1), keyRange('OW update', 2)],
  syntax: 'source@0 destination@1 [DB destination-db:integer] [REPLACE]',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    let target = ctx.db;
    let replaces = false;
    for (let i = 3; i < ctx.argc; i++) {
      if (ctx.is(i, 'replace')) replaces = true;
      else if (ctx.is(i, 'db') && i + 1 < ctx.argc) target = databaseAt(ctx, ++i);
      else throw errors.syntax;
    }
    if (target === ctx.db && equalBytes(bytes, starts[1], ends[1], bytes, starts[2], ends[2])) throw errors.sameObject;
    const entry = ctx.lookup(1);
    const old = entry === 0 ? 0 : target.find(bytes, starts[2], ends[2]);
    if (entry === 0 || (old !== 0 && !replaces)) {
      ctx.reply.integer(0);
      return;
    }
    const oldKind = old === 0 ? 0 : target.entries.kind(old);
    if (old !== 0) target.remove(old);
    const fresh = ctx.db.copyTo(target, entry, bytes, starts[2], ends[2]);
    ctx.server.accessClock.touch(target.entries, fresh);
    notifyIn(ctx, target, keyEvents.newKey, 2);
    ctx.server.effects.keyChanged(keyEvents.copyTo, target, bytes, starts[2], ends[2]);
    if (old !== 0) notifyIn(ctx, target, keyEvents.overwritten, 2);
    if (old !== 0 && oldKind !== target.entries.kind(fresh)) notifyIn(ctx, target, keyEvents.typeChanged, 2);
    ctx.reply.integer(1);
  },
});

export const move = defineCommand({
  name: 'MOVE',
  group: 'generic',
  since: '1.0.0',
  arity: 3,
  flags: 'write fast',
  complexity: 'O(1)',
  summary: 'Moves a key to another database, unless that has a key of this name.',
  keys: [keyRange('RW access update', 1)],
  syntax: 'key db:integer',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const target = databaseAt(ctx, 2);
    if (target === ctx.db) throw errors.sameObject;
    const entry = ctx.lookupForWrite(1);
    if (entry === 0 || target.find(bytes, starts[1], ends[1]) !== 0) {
      ctx.reply.integer(0);
      return;
    }
    const fresh = ctx.db.moveTo(target, entry, bytes, starts[1], ends[1]);
    ctx.server.accessClock.touch(target.entries, fresh);
    notifyIn(ctx, target, keyEvents.newKey, 1);
    ctx.changed(keyEvents.moveFrom, 1);
    ctx.server.effects.keyChanged(keyEvents.moveTo, target, bytes, starts[1], ends[1]);
    // Two keys, but one change.
    ctx.server.effects.dirty--;
    ctx.reply.integer(1);
  },
});

/** The database whose number is argument `index`. */
function databaseAt(ctx: Context, index: number): Database {
  const database = ctx.server.store.databases[ctx.int32(index)];
  if (database === undefined) throw errors.databaseOutOfRange;
  return database;
}

/** As `ctx.notify`, for a key of another database. */
function notifyIn(ctx: Context, database: Database, event: KeyEvent, index: number): void {
  const { bytes, starts, ends } = ctx.args;
  ctx.server.effects.notify(event, database, bytes, starts[index], ends[index]);
}

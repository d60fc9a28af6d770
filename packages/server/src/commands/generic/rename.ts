import { equalBytes } from '@respite/bytes';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';

export const rename = defineCommand({
  name: 'RENAME',
  group: 'generic',
  since: '1.0.0',
  arity: 3,
  flags: 'write',
  complexity: 'O(1)',
  summary: 'Gives a key another name, replacing a key that has it already.',
  keys: [keyRange('RW access delete', 1), keyRange('OW update', 2)],
  syntax: 'key newkey@1',
  execute(ctx) {
    const entry = ctx.lookupForWrite(1);
    if (entry === 0) throw errors.noSuchKey;
    if (!isSameKey(ctx)) renameEntry(ctx, entry, ctx.lookupForWrite(2));
    ctx.reply.ok();
  },
});

export const renamenx = defineCommand({
  name: 'RENAMENX',
  group: 'generic',
  since: '1.0.0',
  arity: 3,
  flags: 'write fast',
  complexity: 'O(1)',
  summary: 'Gives a key another name, unless a key has it already.',
  keys: [keyRange('RW access delete', 1), keyRange('OW insert', 2)],
  syntax: 'key newkey@1',
  history: [['3.2.0', 'A key may be renamed to its own name.']],
  execute(ctx) {
    const entry = ctx.lookupForWrite(1);
    if (entry === 0) throw errors.noSuchKey;
    const isFree = !isSameKey(ctx) && ctx.lookupForWrite(2) === 0;
    if (isFree) renameEntry(ctx, entry, 0);
    ctx.reply.integer(isFree ? 1 : 0);
  },
});

function isSameKey(ctx: Context): boolean {
  const { bytes, starts, ends } = ctx.args;
  return equalBytes(bytes, starts[1], ends[1], bytes, starts[2], ends[2]);
}

/** @param overwritten the entry that has the new name, or 0 */
function renameEntry(ctx: Context, entry: number, overwritten: number): void {
  const { bytes, starts, ends } = ctx.args;
  const { db, entries } = ctx;
  const kind = entries.kind(entry);
  const oldKind = overwritten === 0 ? 0 : entries.kind(overwritten);
  if (overwritten !== 0) db.remove(overwritten);
  ctx.server.accessClock.touch(entries, db.moveTo(db, entry, bytes, starts[2], ends[2]));
  ctx.notify(keyEvents.newKey, 2);
  ctx.changed(keyEvents.renameFrom, 1);
  ctx.changed(keyEvents.renameTo, 2);
  // Two keys, but one change.
  ctx.server.effects.dirty--;
  if (overwritten !== 0) ctx.notify(keyEvents.overwritten, 2);
  if (overwritten !== 0 && oldKind !== kind) ctx.notify(keyEvents.typeChanged, 2);
}

import { KIND_LIST, listLength, removedFromList, removeFromList, SoughtElement, trimList } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { defineCommand } from '../define-command.ts';

const sought = new SoughtElement();

export const lrem = defineCommand({
  name: 'LREM',
  group: 'list',
  since: '1.0.0',
  arity: 4,
  flags: 'write',
  complexity: 'O(N+M)',
  summary: 'Removes elements that equal a value from a list, from either end, all or so many.',
  keys: [keyRange('RW delete', 1)],
  syntax: 'key count:integer element',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const count = ctx.integer(2);
    const entry = ctx.lookupKindForWrite(1, KIND_LIST);
    if (entry === 0) {
      ctx.reply.integer(0);
      return;
    }
    const most = count === 0 ? Number.POSITIVE_INFINITY : Math.abs(count);
    sought.set(bytes, starts[3], ends[3]);
    const left = removeFromList(ctx.db, entry, sought, most, count < 0, ctx.server.config);
    sought.forget();
    if (removedFromList > 0) {
      ctx.server.effects.dirty += removedFromList - 1;
      ctx.changed(keyEvents.lrem, 1);
      if (left === 0) ctx.notify(keyEvents.del, 1);
    }
    ctx.reply.integer(removedFromList);
  },
});

export const ltrim = defineCommand({
  name: 'LTRIM',
  group: 'list',
  since: '1.0.0',
  arity: 4,
  flags: 'write',
  complexity: 'O(N)',
  summary: 'Keeps the elements of a list between two indexes and removes all others.',
  keys: [keyRange('RW delete', 1)],
  syntax: 'key start:integer stop:integer',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const { effects } = ctx.server;
    let start = ctx.integer(2);
    let stop = ctx.integer(3);
    const entry = ctx.lookupKindForWrite(1, KIND_LIST);
    ctx.reply.ok();
    if (entry === 0) return;
    const length = listLength(ctx.db, entry);
    if (start < 0) start = Math.max(start + length, 0);
    stop = Math.min(stop < 0 ? stop + length : stop, length - 1);
    const isEmpty = start > stop;
    const front = isEmpty ? length : start;
    const back = isEmpty ? 0 : length - 1 - stop;
    const left = front + back === 0 ? entry : trimList(ctx.db, entry, front, back, ctx.server.config);
    // Told of also where nothing was removed, as in Redis; but then it is no change that counts.
    effects.dirty += front + back;
    effects.keyRemoved(keyEvents.ltrim, ctx.db, bytes, starts[1], ends[1]);
    if (left === 0) ctx.notify(keyEvents.del, 1);
  },
});

import {
  addMember,
  createSet,
  isMember,
  KIND_SET,
  makeRoomInSet,
  NO_EXPIRY,
  removeMember,
  setLength,
} from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { noteNewKey } from '../string/store-string.ts';

export const sadd = defineCommand({
  name: 'SADD',
  group: 'set',
  since: '1.0.0',
  arity: -3,
  flags: 'write denyoom fast',
  complexity: 'O(1) / O(N)',
  summary: 'Adds members to a set and gives how many are new.',
  keys: [keyRange('RW insert', 1)],
  syntax: 'key member...',
  history: [['2.4.0', 'Takes several members.']],
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const count = ctx.argc - 2;
    let entry = ctx.lookupKindForWrite(1, KIND_SET);
    if (entry === 0) entry = makeSet(ctx, 1, 2, count);
    else if (count > 1) entry = makeRoomInSet(ctx.db, entry, ctx.server.config, count);
    let added = 0;
    for (let i = 2; i < ctx.argc; i++) {
      const fresh = addMember(ctx.db, entry, ctx.server.config, bytes, starts[i], ends[i]);
      if (fresh === 0) continue;
      entry = fresh;
      added++;
    }
    if (added > 0) {
      ctx.server.effects.dirty += added - 1;
      ctx.changed(keyEvents.setAdd, 1);
    }
    ctx.reply.integer(added);
  },
});

export const srem = defineCommand({
  name: 'SREM',
  group: 'set',
  since: '1.0.0',
  arity: -3,
  flags: 'write fast',
  complexity: 'O(N)',
  summary: 'Removes members from a set and gives how many it had.',
  keys: [keyRange('RW delete', 1)],
  syntax: 'key member...',
  history: [['2.4.0', 'Takes several members.']],
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    let entry = ctx.lookupKindForWrite(1, KIND_SET);
    let left = entry === 0 ? 0 : setLength(ctx.db, entry);
    let removed = 0;
    for (let i = 2; i < ctx.argc && left > 0; i++) {
      const fresh = removeMember(ctx.db, entry, bytes, starts[i], ends[i]);
      if (fresh === 0) continue;
      entry = fresh;
      removed++;
      left--;
    }
    if (removed > 0) {
      if (left === 0) ctx.db.remove(entry);
      ctx.server.effects.dirty += removed - 1;
      ctx.changed(keyEvents.setRemove, 1);
      if (left === 0) ctx.notify(keyEvents.del, 1);
    }
    ctx.reply.integer(removed);
  },
});

export const smove = defineCommand({
  name: 'SMOVE',
  group: 'set',
  since: '1.0.0',
  arity: 4,
  flags: 'write fast',
  complexity: 'O(1)',
  summary: 'Takes a member out of one set and puts it into another, in one step.',
  keys: [keyRange('RW access delete', 1), keyRange('RW insert', 2)],
  syntax: 'source@0 destination@1 member',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const source = ctx.lookupForWrite(1);
    let destination = ctx.lookupForWrite(2);
    if (source === 0) {
      ctx.reply.integer(0);
      return;
    }
    if (ctx.entries.kind(source) !== KIND_SET) throw errors.wrongType;
    if (destination !== 0 && ctx.entries.kind(destination) !== KIND_SET) throw errors.wrongType;
    if (source === destination) {
      ctx.reply.integer(isMember(ctx.db, source, bytes, starts[3], ends[3]) ? 1 : 0);
      return;
    }
    const rest = removeMember(ctx.db, source, bytes, starts[3], ends[3]);
    if (rest === 0) {
      ctx.reply.integer(0);
      return;
    }
    const isEmptied = setLength(ctx.db, rest) === 0;
    if (isEmptied) ctx.db.remove(rest);
    ctx.changed(keyEvents.setRemove, 1);
    if (isEmptied) ctx.notify(keyEvents.del, 1);
    // The look-up once more: whoever heard of the removal may have looked up other keys.
    destination = ctx.db.find(bytes, starts[2], ends[2]);
    if (destination === 0) destination = makeSet(ctx, 2, 3, 1);
    if (addMember(ctx.db, destination, ctx.server.config, bytes, starts[3], ends[3]) !== 0) {
      ctx.changed(keyEvents.setAdd, 2);
    }
    ctx.reply.integer(1);
  },
});

/** Makes the empty set to which `count` members will be added, the one in argument `member` first; `key` has just not been found. */
function makeSet(ctx: Context, key: number, member: number, count: number): number {
  const { bytes, starts, ends } = ctx.args;
  const entry = createSet(
    ctx.db,
    0,
    ctx.server.config,
    bytes,
    starts[key],
    ends[key],
    bytes,
    starts[member],
    ends[member],
    count,
    NO_EXPIRY,
  );
  noteNewKey(ctx, entry, key);
  return entry;
}

import { SET_INTSET, SetWalk, setLength } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { storeNothing, storeResult } from '../generic/store-result.ts';
import { madeSet } from './made-set.ts';
import { replyMember, replyMembers } from './reply-member.ts';
import { lookupSets } from './sources.ts';

const walk = new SetWalk();

export const sunion = defineCommand({
  name: 'SUNION',
  group: 'set',
  since: '1.0.0',
  arity: -2,
  flags: 'readonly',
  complexity: 'O(N)',
  summary: 'Gives the members that at least one of the sets has.',
  keys: [keyRange('RO access', 1, -1)],
  syntax: 'key...',
  tips: 'nondeterministic_output_order',
  execute(ctx) {
    if (ctx.argc === 2) {
      const [entry] = lookupSets(ctx, 1, 2);
      if (entry === 0) ctx.reply.set(0);
      else replyMembers(ctx, entry);
      return;
    }
    unite(ctx, lookupSets(ctx, 1, ctx.argc));
    const { scratch } = ctx.server.store;
    ctx.reply.set(setLength(scratch, madeSet.entry));
    for (walk.begin(scratch, madeSet.entry); walk.next(); ) replyMember(ctx, walk);
    scratch.clear();
  },
});

export const sunionstore = defineCommand({
  name: 'SUNIONSTORE',
  group: 'set',
  since: '1.0.0',
  arity: -3,
  flags: 'write denyoom',
  complexity: 'O(N)',
  summary: 'Stores the members that at least one of the sets has.',
  keys: [keyRange('OW update', 1), keyRange('RO access', 2, -1)],
  syntax: 'destination@0 key@1...',
  execute(ctx) {
    const { scratch } = ctx.server.store;
    unite(ctx, lookupSets(ctx, 2, ctx.argc));
    const length = setLength(scratch, madeSet.entry);
    if (length > 0) {
      storeResult(ctx, madeSet.entry, 1, keyEvents.setUnionStore);
    } else {
      scratch.clear();
      storeNothing(ctx, 1);
    }
    ctx.reply.integer(length);
  },
});

/** Makes the union of these sets; 0 is an empty one. */
function unite(ctx: Context, sets: readonly number[]): void {
  madeSet.begin(ctx, SET_INTSET);
  for (const entry of sets) {
    if (entry === 0) continue;
    for (walk.begin(ctx.db, entry); walk.next(); ) madeSet.add(ctx, walk);
  }
}

import { holdsMember, removeMember, SET_INTSET, SetWalk, setLength } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { storeNothing, storeResult } from '../generic/store-result.ts';
import { madeSet } from './made-set.ts';
import { replyMember } from './reply-member.ts';
import { lookupSets, sortByLength } from './sources.ts';

const walk = new SetWalk();

export const sdiff = defineCommand({
  name: 'SDIFF',
  group: 'set',
  since: '1.0.0',
  arity: -2,
  flags: 'readonly',
  complexity: 'O(N)',
  summary: 'Gives the members of the first set that none of the others has.',
  keys: [keyRange('RO access', 1, -1)],
  syntax: 'key...',
  tips: 'nondeterministic_output_order',
  execute(ctx) {
    makeDifference(ctx, lookupSets(ctx, 1, ctx.argc));
    const { scratch } = ctx.server.store;
    ctx.reply.set(setLength(scratch, madeSet.entry));
    for (walk.begin(scratch, madeSet.entry); walk.next(); ) replyMember(ctx, walk);
    scratch.clear();
  },
});

export const sdiffstore = defineCommand({
  name: 'SDIFFSTORE',
  group: 'set',
  since: '1.0.0',
  arity: -3,
  flags: 'write denyoom',
  complexity: 'O(N)',
  summary: 'Stores the members of the first set that none of the others has.',
  keys: [keyRange('OW update', 1), keyRange('RO access', 2, -1)],
  syntax: 'destination@0 key@1...',
  execute(ctx) {
    const { scratch } = ctx.server.store;
    makeDifference(ctx, lookupSets(ctx, 2, ctx.argc));
    const length = setLength(scratch, madeSet.entry);
    if (length > 0) {
      storeResult(ctx, madeSet.entry, 1, keyEvents.setDifferenceStore);
    } else {
      scratch.clear();
      storeNothing(ctx, 1);
    }
    ctx.reply.integer(length);
  },
});

/**
 * Makes the set of those members of the first set that none of the others has, in the cheaper of two ways: to seek every member of
 * the first in the others, or to take the members of the others out of a copy of the first.
 */
function makeDifference(ctx: Context, sets: number[]): void {
  madeSet.begin(ctx, SET_INTSET);
  const [first] = sets;
  if (first === 0 || sets.indexOf(first, 1) !== -1) return;
  let members = 0;
  let existing = 0;
  for (const entry of sets) {
    if (entry === 0) continue;
    existing++;
    members += setLength(ctx.db, entry);
  }
  // Half: what is found in one of the others need not be sought in the rest.
  if ((setLength(ctx.db, first) * existing) / 2 <= members) {
    sortByLength(ctx, sets, 1, -1);
    addUnshared(ctx, sets);
  } else {
    addAndTakeAway(ctx, sets);
  }
}

function addUnshared(ctx: Context, sets: readonly number[]): void {
  for (walk.begin(ctx.db, sets[0]); walk.next(); ) {
    let i = 1;
    while (i < sets.length && (sets[i] === 0 || !holdsMember(ctx.db, sets[i], walk))) i++;
    if (i === sets.length) madeSet.add(ctx, walk);
  }
}

function addAndTakeAway(ctx: Context, sets: readonly number[]): void {
  const { scratch } = ctx.server.store;
  for (walk.begin(ctx.db, sets[0]); walk.next(); ) madeSet.add(ctx, walk);
  for (let i = 1; i < sets.length; i++) {
    if (sets[i] === 0) continue;
    for (walk.begin(ctx.db, sets[i]); walk.next(); ) {
      walk.toText();
      madeSet.entry = removeMember(scratch, madeSet.entry, walk.bytes, walk.start, walk.end) || madeSet.entry;
    }
    if (setLength(scratch, madeSet.entry) === 0) return;
  }
}

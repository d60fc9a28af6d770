import { discardSortedSet, LargeSortedSet } from '@respite/store';
import { keyNum, keyRange } from '../../command-meta/key-spec.ts';
import { type KeyEvent, keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { countCommon, intersect, subtract, unite } from './combine.ts';
import { type CombineForm, CombineOptions } from './combine-options.ts';
import { replyResult } from './reply-result.ts';
import { storeResult } from './store-result.ts';

const options = new CombineOptions();

type Combine = (options: CombineOptions, result: LargeSortedSet) => void;

export const zunion = defineCommand({
  name: 'ZUNION',
  group: 'sorted-set',
  since: '6.2.0',
  arity: -3,
  flags: 'readonly',
  complexity: 'O(N) / O(M*log(M))',
  summary: 'Gives the members that at least one of the sorted sets has, with combined scores.',
  keys: [keyNum('RO access', 1)],
  syntax: 'numkeys:integer key... [WEIGHTS weight:integer...] [AGGREGATE aggregate=<SUM|MIN|MAX>] [WITHSCORES]',
  execute(ctx) {
    reply(ctx, 'zunion', true, unite);
  },
});

export const zinter = defineCommand({
  name: 'ZINTER',
  group: 'sorted-set',
  since: '6.2.0',
  arity: -3,
  flags: 'readonly',
  complexity: 'O(N*K) / O(M*log(M))',
  summary: 'Gives the members that all of the sorted sets have, with combined scores.',
  keys: [keyNum('RO access', 1)],
  syntax: 'numkeys:integer key... [WEIGHTS weight:integer...] [AGGREGATE aggregate=<SUM|MIN|MAX>] [WITHSCORES]',
  execute(ctx) {
    reply(ctx, 'zinter', true, intersect);
  },
});

export const zdiff = defineCommand({
  name: 'ZDIFF',
  group: 'sorted-set',
  since: '6.2.0',
  arity: -3,
  flags: 'readonly',
  complexity: 'O(L+(N-K)log(N))',
  summary: 'Gives the members of the first sorted set that none of the others has.',
  keys: [keyNum('RO access', 1)],
  syntax: 'numkeys:integer key... [WITHSCORES]',
  execute(ctx) {
    reply(ctx, 'zdiff', false, subtract);
  },
});

export const zunionstore = defineCommand({
  name: 'ZUNIONSTORE',
  group: 'sorted-set',
  since: '2.0.0',
  arity: -4,
  flags: 'write denyoom',
  complexity: 'O(N) / O(Mlog(M))',
  summary: 'Stores the members that at least one of the sorted sets has, with combined scores.',
  keys: [keyRange('OW update', 1), keyNum('RO access', 2)],
  syntax: 'destination@0 numkeys:integer key@1... [WEIGHTS weight:integer...] [AGGREGATE aggregate=<SUM|MIN|MAX>]',
  execute(ctx) {
    store(ctx, 'zunionstore', true, unite, keyEvents.zunionStore);
  },
});

export const zinterstore = defineCommand({
  name: 'ZINTERSTORE',
  group: 'sorted-set',
  since: '2.0.0',
  arity: -4,
  flags: 'write denyoom',
  complexity: 'O(N*K) / O(M*log(M))',
  summary: 'Stores the members that all of the sorted sets have, with combined scores.',
  keys: [keyRange('OW update', 1), keyNum('RO access', 2)],
  syntax: 'destination@0 numkeys:integer key@1... [WEIGHTS weight:integer...] [AGGREGATE aggregate=<SUM|MIN|MAX>]',
  execute(ctx) {
    store(ctx, 'zinterstore', true, intersect, keyEvents.zinterStore);
  },
});

export const zdiffstore = defineCommand({
  name: 'ZDIFFSTORE',
  group: 'sorted-set',
  since: '6.2.0',
  arity: -4,
  flags: 'write denyoom',
  complexity: 'O(L+(N-K)log(N))',
  summary: 'Stores the members of the first sorted set that none of the others has.',
  keys: [keyRange('OW update', 1), keyNum('RO access', 2)],
  syntax: 'destination@0 numkeys:integer key@1...',
  execute(ctx) {
    store(ctx, 'zdiffstore', false, subtract, keyEvents.zdiffStore);
  },
});

export const zintercard = defineCommand({
  name: 'ZINTERCARD',
  group: 'sorted-set',
  since: '7.0.0',
  arity: -3,
  flags: 'readonly',
  complexity: 'O(N*K)',
  summary: 'Counts the members that all of the sorted sets have, on request only up to a limit.',
  keys: [keyNum('RO access', 1)],
  syntax: 'numkeys:integer key... [LIMIT limit:integer]',
  execute(ctx) {
    options.read(ctx, 1, 'zintercard', counting);
    ctx.reply.integer(countCommon(options));
  },
});

const counting: CombineForm = { combines: false, withScores: false, limit: true };
const replying: CombineForm = { combines: true, withScores: true, limit: false };
const replyingDifference: CombineForm = { combines: false, withScores: true, limit: false };
const storing: CombineForm = { combines: true, withScores: false, limit: false };
const storingDifference: CombineForm = { combines: false, withScores: false, limit: false };

function reply(ctx: Context, name: string, combines: boolean, combine: Combine): void {
  options.read(ctx, 1, name, combines ? replying : replyingDifference);
  const result = new LargeSortedSet(ctx.server.store.collections);
  combine(options, result);
  replyResult(ctx, result, options.withScores);
  discardSortedSet(result);
}

function store(ctx: Context, name: string, combines: boolean, combine: Combine, event: KeyEvent): void {
  options.read(ctx, 2, name, combines ? storing : storingDifference);
  const result = new LargeSortedSet(ctx.server.store.collections);
  combine(options, result);
  storeResult(ctx, result, event);
}

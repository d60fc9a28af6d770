import { isMember, setLength } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { defineCommand } from '../define-command.ts';
import { lookupSet } from './lookup-set.ts';
import { replyMembers } from './reply-member.ts';

export const scard = defineCommand({
  name: 'SCARD',
  group: 'set',
  since: '1.0.0',
  arity: 2,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Gives the number of members of a set.',
  keys: [keyRange('RO', 1)],
  syntax: 'key',
  execute(ctx) {
    const entry = lookupSet(ctx, 1);
    ctx.reply.integer(entry === 0 ? 0 : setLength(ctx.db, entry));
  },
});

export const sismember = defineCommand({
  name: 'SISMEMBER',
  group: 'set',
  since: '1.0.0',
  arity: 3,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Says whether a set has a member.',
  keys: [keyRange('RO', 1)],
  syntax: 'key member',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const entry = lookupSet(ctx, 1);
    ctx.reply.integer(entry !== 0 && isMember(ctx.db, entry, bytes, starts[2], ends[2]) ? 1 : 0);
  },
});

export const smismember = defineCommand({
  name: 'SMISMEMBER',
  group: 'set',
  since: '6.2.0',
  arity: -3,
  flags: 'readonly fast',
  complexity: 'O(N)',
  summary: 'Says for each of several values whether a set has it.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key member...',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const entry = lookupSet(ctx, 1);
    ctx.reply.array(ctx.argc - 2);
    for (let i = 2; i < ctx.argc; i++) {
      ctx.reply.integer(entry !== 0 && isMember(ctx.db, entry, bytes, starts[i], ends[i]) ? 1 : 0);
    }
  },
});

export const smembers = defineCommand({
  name: 'SMEMBERS',
  group: 'set',
  since: '1.0.0',
  arity: 2,
  flags: 'readonly',
  complexity: 'O(N)',
  summary: 'Gives all members of a set.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key',
  tips: 'nondeterministic_output_order',
  execute(ctx) {
    const entry = lookupSet(ctx, 1);
    if (entry === 0) ctx.reply.set(0);
    else replyMembers(ctx, entry);
  },
});

import { kindNames } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { defineCommand } from '../define-command.ts';
import { lookupUntouched } from './untouched-lookup.ts';

export const exists = defineCommand({
  name: 'EXISTS',
  group: 'generic',
  since: '1.0.0',
  arity: -2,
  flags: 'readonly fast',
  complexity: 'O(N)',
  summary: 'Counts how many of the given keys exist; a key named twice counts twice.',
  keys: [keyRange('RO', 1, -1)],
  syntax: 'key...',
  history: [['3.0.3', 'Takes several keys.']],
  tips: 'request_policy:multi_shard response_policy:agg_sum',
  execute(ctx) {
    let existing = 0;
    for (let i = 1; i < ctx.argc; i++) if (lookupUntouched(ctx, i) !== 0) existing++;
    ctx.reply.integer(existing);
  },
});

export const touch = defineCommand({
  name: 'TOUCH',
  group: 'generic',
  since: '3.2.1',
  arity: -2,
  flags: 'readonly fast',
  complexity: 'O(N)',
  summary: 'Marks keys as just used and gives how many of them exist.',
  keys: [keyRange('RO', 1, -1)],
  syntax: 'key...',
  tips: 'request_policy:multi_shard response_policy:agg_sum',
  execute(ctx) {
    let touched = 0;
    for (let i = 1; i < ctx.argc; i++) {
      const entry = lookupUntouched(ctx, i);
      if (entry === 0) continue;
      touched++;
      // Not ctx.touch: whoever asks for it by name means it, even after CLIENT NO-TOUCH.
      ctx.server.accessClock.touch(ctx.entries, entry);
    }
    ctx.reply.integer(touched);
  },
});

export const type = defineCommand({
  name: 'TYPE',
  group: 'generic',
  since: '1.0.0',
  arity: 2,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Names the type of the value at a key, or none.',
  keys: [keyRange('RO', 1)],
  syntax: 'key',
  execute(ctx) {
    const entry = lookupUntouched(ctx, 1);
    ctx.reply.simple(entry === 0 ? 'none' : kindNames[ctx.entries.kind(entry)]);
  },
});

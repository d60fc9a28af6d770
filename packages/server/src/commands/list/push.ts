import { createList, KIND_LIST, listLength, pushToList } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { noteNewKey } from '../string/store-string.ts';

export const lpush = defineCommand({
  name: 'LPUSH',
  group: 'list',
  since: '1.0.0',
  arity: -3,
  flags: 'write denyoom fast',
  complexity: 'O(1) / O(N)',
  summary: 'Puts elements in front of a list, one by one, so that the last given comes first.',
  keys: [keyRange('RW insert', 1)],
  syntax: 'key element...',
  history: [['2.4.0', 'Takes several elements.']],
  execute(ctx) {
    push(ctx, true, false);
  },
});

export const rpush = defineCommand({
  name: 'RPUSH',
  group: 'list',
  since: '1.0.0',
  arity: -3,
  flags: 'write denyoom fast',
  complexity: 'O(1) / O(N)',
  summary: 'Puts elements at the end of a list.',
  keys: [keyRange('RW insert', 1)],
  syntax: 'key element...',
  history: [['2.4.0', 'Takes several elements.']],
  execute(ctx) {
    push(ctx, false, false);
  },
});

export const lpushx = defineCommand({
  name: 'LPUSHX',
  group: 'list',
  since: '2.2.0',
  arity: -3,
  flags: 'write denyoom fast',
  complexity: 'O(1) / O(N)',
  summary: 'Puts elements in front of a list that exists already.',
  keys: [keyRange('RW insert', 1)],
  syntax: 'key element...',
  history: [['4.0.0', 'Takes several elements.']],
  execute(ctx) {
    push(ctx, true, true);
  },
});

export const rpushx = defineCommand({
  name: 'RPUSHX',
  group: 'list',
  since: '2.2.0',
  arity: -3,
  flags: 'write denyoom fast',
  complexity: 'O(1) / O(N)',
  summary: 'Puts elements at the end of a list that exists already.',
  keys: [keyRange('RW insert', 1)],
  syntax: 'key element...',
  history: [['4.0.0', 'Takes several elements.']],
  execute(ctx) {
    push(ctx, false, true);
  },
});

function push(ctx: Context, atFront: boolean, mustExist: boolean): void {
  const { args, db } = ctx;
  const { config, effects } = ctx.server;
  let entry = ctx.lookupKindForWrite(1, KIND_LIST);
  if (entry !== 0) {
    entry = pushToList(db, entry, args, 2, args.count, atFront, config);
  } else if (mustExist) {
    ctx.reply.integer(0);
    return;
  } else {
    entry = createList(db, args.bytes, args.starts[1], args.ends[1], args, 2, args.count, atFront, config);
    noteNewKey(ctx, entry, 1);
  }
  ctx.reply.integer(listLength(db, entry));
  effects.dirty += args.count - 3;
  ctx.changed(atFront ? keyEvents.lpush : keyEvents.rpush, 1);
}

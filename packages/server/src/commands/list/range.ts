import { listLength, writeListRange } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { defineCommand } from '../define-command.ts';
import { lookupList } from './look-up-list.ts';

export const lrange = defineCommand({
  name: 'LRANGE',
  group: 'list',
  since: '1.0.0',
  arity: 4,
  flags: 'readonly',
  complexity: 'O(S+N)',
  summary: 'Gives the elements of a list between two indexes, both included.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key start:integer stop:integer',
  execute(ctx) {
    let start = ctx.integer(2);
    let stop = ctx.integer(3);
    const entry = lookupList(ctx, 1);
    if (entry === 0) {
      ctx.reply.emptyArray();
      return;
    }
    const length = listLength(ctx.db, entry);
    if (start < 0) start = Math.max(start + length, 0);
    if (stop < 0) stop += length;
    const count = Math.min(stop, length - 1) - start + 1;
    if (count <= 0) {
      ctx.reply.emptyArray();
      return;
    }
    ctx.reply.array(count);
    writeListRange(ctx.db, entry, ctx.reply, start, count, false);
  },
});

export const lindex = defineCommand({
  name: 'LINDEX',
  group: 'list',
  since: '1.0.0',
  arity: 3,
  flags: 'readonly',
  complexity: 'O(N) / O(1)',
  summary: 'Gives the element of a list at an index; negative indexes count from the end.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key index:integer',
  execute(ctx) {
    const entry = lookupList(ctx, 1);
    if (entry === 0) {
      ctx.reply.nullBulk();
      return;
    }
    const length = listLength(ctx.db, entry);
    let index = ctx.integer(2);
    if (index < 0) index += length;
    if (index < 0 || index >= length) ctx.reply.nullBulk();
    else writeListRange(ctx.db, entry, ctx.reply, index, 1, false);
  },
});

export const llen = defineCommand({
  name: 'LLEN',
  group: 'list',
  since: '1.0.0',
  arity: 2,
  flags: 'readonly fast',
  complexity: 'O(1)',
  summary: 'Gives the number of elements of a list.',
  keys: [keyRange('RO', 1)],
  syntax: 'key',
  execute(ctx) {
    const entry = lookupList(ctx, 1);
    ctx.reply.integer(entry === 0 ? 0 : listLength(ctx.db, entry));
  },
});

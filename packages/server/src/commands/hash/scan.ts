import { type HashCollection, HashWalk } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { elementScan } from '../generic/element-scan.ts';
import { scanCursor } from '../generic/scan-cursor.ts';
import { ScanExtra, ScanOptions } from '../generic/scan-options.ts';
import { hash, isDue, openHash } from './hash-access.ts';

/** Read anew by every command. */
const options = new ScanOptions();
const walk = new HashWalk();

export const hscan = defineCommand({
  name: 'HSCAN',
  group: 'hash',
  since: '2.8.0',
  arity: -3,
  flags: 'readonly',
  complexity: 'O(1) / O(N)',
  summary: 'Walks over the fields of a hash a few at a time.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key cursor:integer [MATCH pattern:pattern] [COUNT count:integer] [NOVALUES]',
  tips: 'nondeterministic_output',
  execute(ctx) {
    const cursor = scanCursor(ctx, 2);
    if (!openHash(ctx)) {
      ctx.reply.array(2);
      ctx.reply.bulkInteger(0);
      ctx.reply.emptyArray();
      return;
    }
    options.read(ctx, 3, ScanExtra.noValues);
    if (hash.isLarge) scanTable(ctx, cursor);
    else replyPacked(ctx);
  },
});

function scanTable(ctx: Context, cursor: number): void {
  const { reply } = ctx;
  const { fields } = ctx.db.collectionOf(hash.entry) as HashCollection;
  const next = elementScan.step(fields, cursor, options);
  reply.array(2);
  reply.bulkInteger(next);
  const list = reply.beginDeferred();
  let length = 0;
  for (const element of elementScan.found) {
    walk.read(fields, element);
    length += replyWalked(ctx);
  }
  reply.endArray(list, length);
}

/** A small hash is given whole, whatever the cursor is. */
function replyPacked(ctx: Context): void {
  const { reply } = ctx;
  reply.array(2);
  reply.bulkInteger(0);
  const list = reply.beginDeferred();
  let length = 0;
  for (walk.begin(ctx.db, hash.entry); walk.next(); ) {
    const { field } = walk;
    if (options.matches(field.bytes, field.start, field.end)) length += replyWalked(ctx);
  }
  reply.endArray(list, length);
}

/** Replies with the field that the walk has come to, unless its time has come. @returns the number of elements written */
function replyWalked(ctx: Context): number {
  if (isDue(ctx, walk.expiry)) return 0;
  const { field, value } = walk;
  ctx.reply.bulk(field.bytes, field.start, field.end);
  if (options.keysOnly) return 1;
  ctx.reply.bulk(value.bytes, value.start, value.end);
  return 2;
}

import { COLLECTION_ENCODING, type SetCollection, SetWalk } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { elementScan } from '../generic/element-scan.ts';
import { scanCursor } from '../generic/scan-cursor.ts';
import { ScanExtra, ScanOptions } from '../generic/scan-options.ts';
import { lookupSet } from './lookup-set.ts';
import { replyMember } from './reply-member.ts';

/** Read anew by every command. */
const options = new ScanOptions();
const walk = new SetWalk();

export const sscan = defineCommand({
  name: 'SSCAN',
  group: 'set',
  since: '2.8.0',
  arity: -3,
  flags: 'readonly',
  complexity: 'O(1) / O(N)',
  summary: 'Walks over the members of a set a few at a time.',
  keys: [keyRange('RO access', 1)],
  syntax: 'key cursor:integer [MATCH pattern:pattern] [COUNT count:integer]',
  tips: 'nondeterministic_output',
  execute(ctx) {
    const cursor = scanCursor(ctx, 2);
    const entry = lookupSet(ctx, 1);
    if (entry === 0) {
      ctx.reply.array(2);
      ctx.reply.bulkInteger(0);
      ctx.reply.emptyArray();
      return;
    }
    options.read(ctx, 3, ScanExtra.none);
    if (ctx.entries.encoding(entry) === COLLECTION_ENCODING) scanTable(ctx, entry, cursor);
    else replyPacked(ctx, entry);
  },
});

function scanTable(ctx: Context, entry: number, cursor: number): void {
  const { members } = ctx.db.collectionOf(entry) as SetCollection;
  const next = elementScan.step(members, cursor, options);
  const { found } = elementScan;
  const { entries } = members;
  ctx.reply.array(2);
  ctx.reply.bulkInteger(next);
  ctx.reply.array(found.length);
  for (let i = 0; i < found.length; i++) {
    entries.locate(found[i]);
    ctx.reply.bulk(entries.bytes, entries.keyStart, entries.keyEnd);
  }
}

/** A small set is given whole, whatever the cursor is. */
function replyPacked(ctx: Context, entry: number): void {
  ctx.reply.array(2);
  ctx.reply.bulkInteger(0);
  const list = ctx.reply.beginDeferred();
  let length = 0;
  for (walk.begin(ctx.db, entry); walk.next(); ) {
    if (!options.matchesAll) {
      walk.toText();
      if (!options.matches(walk.bytes, walk.start, walk.end)) continue;
    }
    replyMember(ctx, walk);
    length++;
  }
  ctx.reply.endArray(list, length);
}

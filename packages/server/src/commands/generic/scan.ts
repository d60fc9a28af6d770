import type { Database, EntryVisitor } from '@respite/store';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { BUCKETS_PER_COUNT } from './element-scan.ts';
import { scanCursor } from './scan-cursor.ts';
import { ANY_KIND, ScanExtra, ScanOptions } from './scan-options.ts';

/** Read anew by every command. */
const options = new ScanOptions();

export const scan = defineCommand({
  name: 'SCAN',
  group: 'generic',
  since: '2.8.0',
  arity: -2,
  flags: 'readonly touches_arbitrary_keys',
  complexity: 'O(1) / O(N)',
  summary: 'Walks over the keys of the database a few at a time.',
  syntax: 'cursor:integer [MATCH pattern:pattern] [COUNT count:integer] [TYPE type^6.0.0]',
  tips: 'nondeterministic_output request_policy:special response_policy:special',
  execute(ctx) {
    let cursor = scanCursor(ctx, 1);
    options.read(ctx, 2, ScanExtra.type);
    matching.begin(ctx, options);
    let patience = options.count * BUCKETS_PER_COUNT;
    do cursor = ctx.db.keys.scan(cursor, matching);
    while (cursor !== 0 && patience-- > 0 && matching.seen < options.count);
    const length = matching.keepLiving(options.kind);
    ctx.reply.array(2);
    ctx.reply.bulkInteger(cursor);
    ctx.reply.array(length);
    for (let i = 0; i < length; i++) replyKey(ctx, matching.found[i]);
    matching.end();
  },
});

export const keys = defineCommand({
  name: 'KEYS',
  group: 'generic',
  since: '1.0.0',
  arity: 2,
  flags: 'readonly',
  categories: 'dangerous',
  complexity: 'O(N)',
  summary: 'Lists every key whose name matches a pattern, looking at all of them in one go.',
  syntax: 'pattern:pattern',
  tips: 'request_policy:all_shards nondeterministic_output_order',
  execute(ctx) {
    const table = ctx.db.keys;
    const list = ctx.reply.beginDeferred();
    let length = 0;
    options.match(ctx, 1);
    matching.begin(ctx, options);
    for (let bucket = 0; bucket < table.bucketCount; bucket++) {
      table.visitBucket(bucket, matching);
      for (const entry of matching.found) {
        if (ctx.db.isHidden(entry)) continue;
        replyKey(ctx, entry);
        length++;
      }
      matching.found.length = 0;
    }
    matching.end();
    ctx.reply.endArray(list, length);
  },
});

export const randomkey = defineCommand({
  name: 'RANDOMKEY',
  group: 'generic',
  since: '1.0.0',
  arity: 1,
  flags: 'readonly touches_arbitrary_keys',
  complexity: 'O(1)',
  summary: 'Picks one key of the database at random.',
  syntax: '',
  tips: 'request_policy:all_shards response_policy:special nondeterministic_output',
  execute(ctx) {
    const entry = ctx.db.randomEntry(ctx.server.random);
    if (entry === 0) ctx.reply.nullBulk();
    else replyKey(ctx, entry);
  },
});

function replyKey(ctx: Context, entry: number): void {
  const { entries } = ctx;
  entries.locate(entry);
  ctx.reply.bulk(entries.bytes, entries.keyStart, entries.keyEnd);
}

/** Collects the entries whose keys match a pattern. One is enough: only one command runs at a time. */
class MatchingEntries implements EntryVisitor {
  readonly found: number[] = [];
  /** Entries looked at. */
  seen = 0;
  #database!: Database;
  #options!: ScanOptions;

  begin(ctx: Context, options: ScanOptions): void {
    this.found.length = 0;
    this.seen = 0;
    this.#database = ctx.db;
    this.#options = options;
  }

  visit(entry: number): void {
    this.seen++;
    if (!this.#options.matchesAll) {
      const { entries } = this.#database;
      entries.locate(entry);
      if (!this.#options.matches(entries.bytes, entries.keyStart, entries.keyEnd)) return;
    }
    this.found.push(entry);
  }

  /** Removes what is due from the database, and from the found what is not of the kind. @returns how many are left */
  keepLiving(kind: number): number {
    const database = this.#database;
    let length = 0;
    for (const entry of this.found) {
      if (database.expireIfDue(entry)) continue;
      if (kind === ANY_KIND || database.entries.kind(entry) === kind) this.found[length++] = entry;
    }
    this.found.length = length;
    return length;
  }

  /** Lets go of the memory of a large reply. */
  end(): void {
    this.found.length = 0;
  }
}

const matching = new MatchingEntries();

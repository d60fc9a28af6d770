import { globMatches } from '@respite/bytes';
import { type Database, type EntryVisitor, kindNames } from '@respite/store';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { scanCursor } from './scan-cursor.ts';

const STAR = 0x2a;

/** Stands for a type that no value has. */
const NO_KIND = -1;
const ANY_KIND = 0;

/** Buckets looked at per key asked for: the end of patience with a table that is nearly empty. */
const BUCKETS_PER_COUNT = 10;

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
    let count = 10;
    let kind = ANY_KIND;
    matching.begin(ctx);
    for (let i = 2; i < ctx.argc; i += 2) {
      if (i + 1 === ctx.argc) throw errors.syntax;
      if (ctx.is(i, 'count')) {
        count = ctx.integer(i + 1);
        if (count < 1) throw errors.syntax;
      } else if (ctx.is(i, 'match')) {
        matching.match(ctx, i + 1);
      } else if (ctx.is(i, 'type')) {
        kind = kindNames.indexOf(ctx.text(i + 1).toLowerCase());
        if (kind === ANY_KIND) kind = NO_KIND;
      } else {
        throw errors.syntax;
      }
    }
    let patience = count * BUCKETS_PER_COUNT;
    do cursor = ctx.db.keys.scan(cursor, matching);
    while (cursor !== 0 && patience-- > 0 && matching.seen < count);
    const length = matching.keepLiving(kind);
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
    matching.begin(ctx);
    matching.match(ctx, 1);
    for (let bucket = 0; bucket < table.bucketCount; bucket++) {
      table.visitBucket(bucket, matching);
      for (const entry of matching.found) {
        if (ctx.entries.hasExpiry(entry) && ctx.db.isDue(entry)) continue;
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
  #pattern: Uint8Array = new Uint8Array(0);
  #start = 0;
  #end = 0;
  #matchesAll = true;

  begin(ctx: Context): void {
    this.found.length = 0;
    this.seen = 0;
    this.#database = ctx.db;
    this.#matchesAll = true;
  }

  /** Only keys that match the pattern in argument `index`. */
  match(ctx: Context, index: number): void {
    const { bytes, starts, ends } = ctx.args;
    this.#pattern = bytes;
    this.#start = starts[index];
    this.#end = ends[index];
    this.#matchesAll = this.#end - this.#start === 1 && bytes[this.#start] === STAR;
  }

  visit(entry: number): void {
    this.seen++;
    if (!this.#matchesAll) {
      const { entries } = this.#database;
      entries.locate(entry);
      const { bytes, keyStart, keyEnd } = entries;
      if (!globMatches(this.#pattern, this.#start, this.#end, bytes, keyStart, keyEnd)) return;
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
    this.#pattern = new Uint8Array(0);
  }
}

const matching = new MatchingEntries();

import {
  type Database,
  encodingName,
  KIND_LIST,
  KIND_STRING,
  NO_EXPIRY,
  type QuickList,
  readInteger64,
  STRING_INTEGER,
  setString,
} from '@respite/store';
import { CommandError } from '../../command-error.ts';
import type { Context } from '../../context.ts';
import { errors } from '../../reply-errors.ts';
import { dataSetDigest, valueDigest } from './data-digest.ts';
import type { DebugAction } from './debug-action.ts';
import { describeListpack } from './describe-listpack.ts';

const notPositive = new CommandError('ERR value is out of range, must be positive');

/** DEBUG's actions on keys and values. */
export const dataActions: readonly DebugAction[] = [
  {
    name: 'digest',
    usage: 'DIGEST',
    summary: 'Gives 40 digits that are the same for the same data.',
    argc: [2, 2],
    run(ctx) {
      ctx.reply.simple(dataSetDigest(ctx.server.store));
    },
  },
  {
    name: 'digest-value',
    usage: 'DIGEST-VALUE <key> [<key> ...]',
    summary: 'Gives such digits for the value of each key.',
    argc: [2],
    run(ctx) {
      const { bytes, starts, ends } = ctx.args;
      ctx.reply.array(ctx.argc - 2);
      for (let i = 2; i < ctx.argc; i++) ctx.reply.simple(valueDigest(ctx.db, bytes, starts[i], ends[i]));
    },
  },
  {
    name: 'object',
    usage: 'OBJECT <key>',
    summary: 'Tells how the value of a key is kept.',
    argc: [3, 3],
    run(ctx) {
      const { entries } = ctx;
      const entry = existingEntry(ctx, 2);
      const encoding = encodingName(entries.kind(entry), entries.encoding(entry));
      ctx.reply.simple(
        `Value at:0x${(entry * 16).toString(16)} refcount:1 encoding:${encoding} ` +
          `serializedlength:${serializedLength(ctx.db, entry)} lru:${entries.accessClock(entry)} ` +
          `lru_seconds_idle:${ctx.server.accessClock.idleSeconds(entries, entry)}`,
      );
    },
  },
  {
    name: 'sdslen',
    usage: 'SDSLEN <key>',
    summary: 'Tells the lengths of a key and its string.',
    argc: [3, 3],
    run(ctx) {
      const { entries } = ctx;
      const entry = existingEntry(ctx, 2);
      if (entries.kind(entry) !== KIND_STRING || entries.encoding(entry) === STRING_INTEGER) {
        ctx.fail('ERR Not an sds encoded string.');
        return;
      }
      entries.locate(entry);
      const key = entries.keyEnd - entries.keyStart;
      const value = entries.valueEnd - entries.valueStart;
      const rest = entries.sizeOf(entry) - key - value;
      ctx.reply.simple(
        `key_sds_len:${key}, key_sds_avail:0, key_zmalloc: ${key}, ` +
          `val_sds_len:${value}, val_sds_avail:0, val_zmalloc: ${value + rest}`,
      );
    },
  },
  {
    name: 'listpack',
    usage: 'LISTPACK <key>',
    summary: 'Writes the parts of a listpack to the log.',
    argc: [3, 3],
    run(ctx) {
      const { entries } = ctx;
      const entry = existingEntry(ctx, 2);
      if (!encodingName(entries.kind(entry), entries.encoding(entry)).startsWith('listpack')) {
        ctx.fail('ERR Not a listpack encoded object.');
        return;
      }
      entries.locate(entry);
      for (const line of describeListpack(entries.bytes, entries.valueStart)) ctx.server.host.log('notice', line);
      ctx.reply.simple('Listpack structure printed on stdout');
    },
  },
  {
    name: 'quicklist',
    usage: 'QUICKLIST <key> [<0|1>]',
    summary: 'Writes the parts of a quicklist to the log.',
    argc: [3, 4],
    run(ctx) {
      const { entries } = ctx;
      const entry = existingEntry(ctx, 2);
      if (entries.kind(entry) !== KIND_LIST || !entries.isCollection(entry)) {
        ctx.fail('ERR Not a quicklist encoded object.');
        return;
      }
      const list = ctx.db.collectionOf(entry) as QuickList;
      ctx.server.host.log('notice', `{count: ${list.length}} {nodes: ${list.nodes.nodeCount}}`);
      for (const [place, { bytes, count, isPlain }] of list.nodes.describe().entries()) {
        const container = isPlain ? 'PLAIN' : 'PACKED';
        ctx.server.host.log(
          'notice',
          `{quicklist node(${place}) {container: ${container} bytes: ${bytes} count: ${count}}}`,
        );
      }
      ctx.reply.simple('Quicklist structure printed on stdout');
    },
  },
  {
    name: 'populate',
    usage: 'POPULATE <count> [<prefix>] [<size>]',
    summary: 'Makes strings at key:0, key:1 ... where there are none. Nobody is told of it.',
    argc: [3, 5],
    run: populate,
  },
  {
    name: 'htstats',
    usage: 'HTSTATS <dbid> [full]',
    summary: 'Tells how full the hash tables of a database are.',
    argc: [3, 4],
    run(ctx) {
      const database = ctx.server.store.databases[ctx.integer(2)];
      if (database === undefined) {
        ctx.fail('ERR Out of range database');
        return;
      }
      const tables = `[Dictionary HT]\n${tableStats(database.keys)}[Expires HT]\n${tableStats(database.expires)}`;
      ctx.reply.verbatim('txt', tables);
    },
  },
  {
    name: 'htstats-key',
    usage: 'HTSTATS-KEY <key> [full]',
    summary: 'Tells how full the hash table of a value is.',
    argc: [3, 4],
    run(ctx) {
      const entry = existingEntry(ctx, 2);
      const elements = ctx.entries.isCollection(entry) ? ctx.db.collectionOf(entry).elements : undefined;
      if (elements !== undefined) ctx.reply.verbatim('txt', tableStats(elements.table));
      else ctx.fail('ERR The value stored at the specified key is not represented using an hash table');
    },
  },
];

/** The entry of the key in argument `index`, due or not. @throws CommandError where there is none */
function existingEntry(ctx: Context, index: number): number {
  const { bytes, starts, ends } = ctx.args;
  const { keys } = ctx.db;
  const entry = keys.find(bytes, starts[index], ends[index], keys.hashOfKey(bytes, starts[index], ends[index]));
  if (entry === 0) throw errors.noSuchKey;
  return entry;
}

/** What the string takes in an RDB file, uncompressed. */
function serializedLength({ entries }: Database, entry: number): number {
  entries.locate(entry);
  const length = entries.valueEnd - entries.valueStart;
  if (entries.encoding(entry) === STRING_INTEGER) {
    const value = readInteger64(entries.bytes, entries.valueStart);
    for (const bytes of [1, 2, 4]) {
      const limit = 2 ** (bytes * 8 - 1);
      if (value >= -limit && value < limit) return 1 + bytes;
    }
    return 1 + String(value).length;
  }
  if (length < 64) return 1 + length;
  return length < 16_384 ? 2 + length : 5 + length;
}

function populate(ctx: Context): void {
  const { args, db } = ctx;
  const count = ctx.integer(2, notPositive);
  const size = ctx.argc === 5 ? ctx.integer(4, notPositive) : 0;
  if (count < 0 || size < 0) throw notPositive;
  const encoder = new TextEncoder();
  const prefix = ctx.argc > 3 ? args.toBytes(3) : encoder.encode('key');
  for (let i = 0; i < count; i++) {
    const number = encoder.encode(`:${i}`);
    const key = new Uint8Array(prefix.length + number.length);
    key.set(prefix);
    key.set(number, prefix.length);
    if (db.find(key, 0, key.length) !== 0) continue;
    const text = encoder.encode(`value:${i}`);
    let value = text;
    if (size > 0) {
      value = new Uint8Array(size);
      value.set(text.subarray(0, size));
    }
    setString(db, 0, key, 0, key.length, value, 0, value.length, NO_EXPIRY);
  }
  ctx.reply.ok();
}

/** Places for entries in a bucket. */
const BUCKET_PLACES = 12;

function tableStats(table: Database['keys']): string {
  const heading = 'Hash table 0 stats (main hash table):\n';
  if (table.size === 0) return `${heading}No stats available for empty dictionaries\n`;
  return (
    `${heading} table size: ${table.bucketCount * BUCKET_PLACES}\n` +
    ` number of elements: ${table.size}\n buckets: ${table.bucketCount}\n`
  );
}

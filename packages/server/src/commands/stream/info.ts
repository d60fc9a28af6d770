import { NEVER, StreamId } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import type { Context } from '../context.ts';
import { type CommandSpec, defineCommand } from '../define-command.ts';
import { replyWithHelp } from '../help.ts';
import { errors } from '../reply-errors.ts';
import { replyWithEdge, replyWithId } from './entry-reply.ts';
import { failNoGroupForKey, findGroup, findStream } from './find-stream.ts';
import { replyWithFullStream, replyWithGroupCounters } from './info-full.ts';

const COUNT_DEFAULT = 10;

const least = new StreamId().setLeast();
const most = new StreamId().setMost();

const stream = defineCommand({
  name: 'XINFO|STREAM',
  group: 'stream',
  since: '5.0.0',
  arity: -3,
  flags: 'readonly',
  complexity: 'O(1)',
  summary: 'Describes a stream, on request with its entries and groups.',
  keys: [keyRange('RO access', 2)],
  syntax: 'key [full-block=(FULL [COUNT count:integer])]',
  history: [
    ['6.0.0', 'FULL added.'],
    ['7.0.0', 'Shows max-deleted-entry-id, entries-added, recorded-first-entry-id, entries-read and lag.'],
    ['7.2.0', 'Shows active-time; seen-time counts attempts as well.'],
  ],
  execute(ctx) {
    const { reply, argc } = ctx;
    const found = findStream(ctx, 2);
    if (found === undefined) throw errors.noSuchKey;
    const isFull = argc > 3;
    if (isFull && ((argc !== 4 && argc !== 6) || !ctx.is(3, 'full') || (argc === 6 && !ctx.is(4, 'count')))) {
      failWithUsage(ctx);
      return;
    }
    let count = argc === 6 ? ctx.integer(5) : COUNT_DEFAULT;
    if (count < 0) count = COUNT_DEFAULT;
    reply.map(isFull ? 9 : 10);
    reply.bulkText('length');
    reply.integer(found.length);
    reply.bulkText('radix-tree-keys');
    reply.integer(found.directory.size);
    reply.bulkText('radix-tree-nodes');
    reply.integer(found.directory.nodeCount);
    reply.bulkText('last-generated-id');
    replyWithId(reply, found.lastId);
    reply.bulkText('max-deleted-entry-id');
    replyWithId(reply, found.maxDeletedId);
    reply.bulkText('entries-added');
    reply.integer(found.entriesAdded);
    reply.bulkText('recorded-first-entry-id');
    replyWithId(reply, found.firstId);
    if (isFull) {
      replyWithFullStream(reply, found, count);
      return;
    }
    reply.bulkText('groups');
    reply.integer(found.groups.size);
    reply.bulkText('first-entry');
    replyWithEdge(reply, found, least, most, false);
    reply.bulkText('last-entry');
    replyWithEdge(reply, found, least, most, true);
  },
});

const groups = defineCommand({
  name: 'XINFO|GROUPS',
  group: 'stream',
  since: '5.0.0',
  arity: 3,
  flags: 'readonly',
  complexity: 'O(1)',
  summary: 'Describes the consumer groups of a stream.',
  keys: [keyRange('RO access', 2)],
  syntax: 'key',
  history: [['7.0.0', 'Shows entries-read and lag.']],
  execute(ctx) {
    const { reply } = ctx;
    const found = findStream(ctx, 2);
    if (found === undefined) throw errors.noSuchKey;
    reply.array(found.groups.size);
    for (const group of found.groups) {
      reply.map(6);
      reply.bulkText('name');
      reply.bulk(group.name, 0, group.name.length);
      reply.bulkText('consumers');
      reply.integer(group.consumers.size);
      reply.bulkText('pending');
      reply.integer(group.pending.size);
      replyWithGroupCounters(reply, found, group);
    }
  },
});

const consumers = defineCommand({
  name: 'XINFO|CONSUMERS',
  group: 'stream',
  since: '5.0.0',
  arity: 4,
  flags: 'readonly',
  complexity: 'O(1)',
  summary: 'Describes the consumers of a group.',
  keys: [keyRange('RO access', 2)],
  syntax: 'key group',
  history: [['7.2.0', 'Shows inactive; idle counts attempts as well.']],
  tips: 'nondeterministic_output',
  execute(ctx) {
    const { reply, now } = ctx;
    const found = findStream(ctx, 2);
    if (found === undefined) throw errors.noSuchKey;
    const group = findGroup(ctx, found, 3);
    if (group === undefined) {
      failNoGroupForKey(ctx, 2, 3);
      return;
    }
    reply.array(group.consumers.size);
    for (const { name, pending, seenTime, activeTime } of group.consumers) {
      reply.map(4);
      reply.bulkText('name');
      reply.bulk(name, 0, name.length);
      reply.bulkText('pending');
      reply.integer(pending.size);
      reply.bulkText('idle');
      reply.integer(Math.max(0, now - seenTime));
      reply.bulkText('inactive');
      reply.integer(activeTime === NEVER ? NEVER : now - activeTime);
    }
  },
});

function failWithUsage(ctx: Context): void {
  ctx.failQuoting(`ERR unknown subcommand or wrong number of arguments for '${ctx.quoted(1, 128)}'. Try XINFO HELP.`);
}

const help = defineCommand({
  name: 'XINFO|HELP',
  group: 'stream',
  since: '5.0.0',
  arity: 2,
  flags: 'loading stale',
  complexity: 'O(1)',
  summary: 'Lists the subcommands of XINFO.',
  syntax: '',
  execute(ctx) {
    replyWithHelp(ctx, 'XINFO', [
      { usage: 'CONSUMERS <key> <groupname>', summary: consumers.summary },
      { usage: 'GROUPS <key>', summary: groups.summary },
      { usage: 'STREAM <key> [FULL [COUNT <count>]]', summary: stream.summary },
    ]);
  },
});

export const xinfo: CommandSpec = defineCommand({
  name: 'XINFO',
  group: 'stream',
  since: '5.0.0',
  arity: -2,
  flags: '',
  complexity: 'That of the subcommand',
  summary: 'Container of the commands that describe streams.',
  syntax: '',
  container: true,
  subcommands: [consumers, groups, help, stream],
});

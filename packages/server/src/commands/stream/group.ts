import { type Stream, type StreamGroup, StreamId, UNKNOWN_COUNT } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { type CommandSpec, defineCommand } from '../define-command.ts';
import { replyWithHelp } from '../help.ts';
import {
  changedInGroup,
  consumerToUse,
  createStream,
  failNoGroupForKey,
  findConsumer,
  findGroup,
  findStreamForWrite,
} from './find-stream.ts';
import { isCharacter, readBoundary, readId } from './stream-arguments.ts';

const noKey = new CommandError(
  'ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to ' +
    'create an empty stream automatically.',
);
const negativeCount = new CommandError('ERR value for ENTRIESREAD must be positive or -1');
const busyGroup = new CommandError('BUSYGROUP Consumer Group name already exists');

const id = new StreamId();
const options = { makeStream: false, entriesRead: UNKNOWN_COUNT };

/** Reads MKSTREAM (of CREATE) and ENTRIESREAD into `options`. @returns whether they are right; if not, an error was sent */
function readOptions(ctx: Context, isCreate: boolean, argcMax: number): boolean {
  options.makeStream = false;
  options.entriesRead = UNKNOWN_COUNT;
  let i = 5;
  while (i < ctx.argc) {
    if (isCreate && ctx.is(i, 'mkstream')) {
      options.makeStream = true;
      i++;
    } else if (i + 1 < ctx.argc && ctx.is(i, 'entriesread')) {
      options.entriesRead = ctx.integer(i + 1);
      if (options.entriesRead < 0 && options.entriesRead !== UNKNOWN_COUNT) throw negativeCount;
      i += 2;
    } else break;
  }
  if (i === ctx.argc && ctx.argc <= argcMax) return true;
  ctx.failQuoting(`ERR unknown subcommand or wrong number of arguments for '${ctx.quoted(1, 128)}'. Try XGROUP HELP.`);
  return false;
}

/** The stream and the group of a subcommand that needs both; where one is missing an error is sent. */
function findBoth(ctx: Context): { stream: Stream; group: StreamGroup } | undefined {
  const stream = findStreamForWrite(ctx, 2);
  if (stream === undefined) throw noKey;
  const group = findGroup(ctx, stream, 3);
  if (group !== undefined) return { stream, group };
  failNoGroupForKey(ctx, 2, 3);
  return undefined;
}

const create = defineCommand({
  name: 'XGROUP|CREATE',
  group: 'stream',
  since: '5.0.0',
  arity: -5,
  flags: 'write denyoom',
  complexity: 'O(1)',
  summary: 'Creates a consumer group that reads a stream from an ID on.',
  keys: [keyRange('RW insert', 2)],
  syntax: 'key group id-selector=<id|new-id="$"> [MKSTREAM] [ENTRIESREAD entriesread(entries-read):integer]',
  history: [['7.0.0', 'ENTRIESREAD added.']],
  execute(ctx) {
    if (!readOptions(ctx, true, 8)) return;
    let stream = findStreamForWrite(ctx, 2);
    if (stream === undefined && !options.makeStream) throw noKey;
    if (!isCharacter(ctx, 4, '$')) readId(ctx, 4, id);
    else if (stream === undefined) id.setLeast();
    else id.copyFrom(stream.lastId);
    if (stream === undefined) {
      stream = createStream(ctx, 2);
      ctx.changed(keyEvents.none, 2);
      ctx.server.effects.dirty--;
    } else if (findGroup(ctx, stream, 3) !== undefined) throw busyGroup;
    const group = stream.addGroup(ctx.copyOf(3));
    group.lastId.copyFrom(id);
    group.entriesRead = options.entriesRead;
    changedInGroup(ctx, keyEvents.xgroupCreate, 2);
    ctx.reply.ok();
  },
});

const setId = defineCommand({
  name: 'XGROUP|SETID',
  group: 'stream',
  since: '5.0.0',
  arity: -5,
  flags: 'write',
  complexity: 'O(1)',
  summary: 'Sets the ID after which a consumer group goes on reading.',
  keys: [keyRange('RW update', 2)],
  syntax: 'key group id-selector=<id|new-id="$"> [ENTRIESREAD entriesread(entries-read):integer]',
  history: [['7.0.0', 'ENTRIESREAD added.']],
  execute(ctx) {
    if (!readOptions(ctx, false, 7)) return;
    const both = findBoth(ctx);
    if (both === undefined) return;
    if (isCharacter(ctx, 4, '$')) id.copyFrom(both.stream.lastId);
    else readBoundary(ctx, 4, id);
    both.group.lastId.copyFrom(id);
    both.group.entriesRead = options.entriesRead;
    changedInGroup(ctx, keyEvents.xgroupSetId, 2);
    ctx.reply.ok();
  },
});

const destroy = defineCommand({
  name: 'XGROUP|DESTROY',
  group: 'stream',
  since: '5.0.0',
  arity: 4,
  flags: 'write',
  complexity: 'O(N)',
  summary: 'Deletes a consumer group with all that is pending in it.',
  keys: [keyRange('RW delete', 2)],
  syntax: 'key group',
  execute(ctx) {
    const stream = findStreamForWrite(ctx, 2);
    if (stream === undefined) throw noKey;
    const group = findGroup(ctx, stream, 3);
    if (group !== undefined) {
      stream.removeGroup(group);
      changedInGroup(ctx, keyEvents.xgroupDestroy, 2);
      wakeReaders(ctx);
    }
    ctx.reply.integer(group === undefined ? 0 : 1);
  },
});

/** Those who wait for new entries of the group must hear that it is gone. */
function wakeReaders(ctx: Context): void {
  const { effects } = ctx.server;
  const { bytes, starts, ends } = ctx.args;
  if ((effects.wakeMask & keyEvents.xgroupDestroy.wakes) === 0) return;
  effects.waiters?.keyChanged(ctx.db, bytes, starts[2], ends[2]);
}

const createConsumer = defineCommand({
  name: 'XGROUP|CREATECONSUMER',
  group: 'stream',
  since: '6.2.0',
  arity: 5,
  flags: 'write denyoom',
  complexity: 'O(1)',
  summary: 'Creates a consumer in a group.',
  keys: [keyRange('RW insert', 2)],
  syntax: 'key group consumer',
  execute(ctx) {
    const both = findBoth(ctx);
    if (both === undefined) return;
    const isNew = findConsumer(ctx, both.group, 4) === undefined;
    if (isNew) consumerToUse(ctx, both.group, 4, 2);
    ctx.reply.integer(isNew ? 1 : 0);
  },
});

const deleteConsumer = defineCommand({
  name: 'XGROUP|DELCONSUMER',
  group: 'stream',
  since: '5.0.0',
  arity: 5,
  flags: 'write',
  complexity: 'O(1)',
  summary: 'Deletes a consumer and gives how many entries were pending for it.',
  keys: [keyRange('RW delete', 2)],
  syntax: 'key group consumer',
  execute(ctx) {
    const both = findBoth(ctx);
    if (both === undefined) return;
    const consumer = findConsumer(ctx, both.group, 4);
    ctx.reply.integer(consumer?.pending.size ?? 0);
    if (consumer === undefined) return;
    both.group.removeConsumer(consumer);
    changedInGroup(ctx, keyEvents.xgroupDeleteConsumer, 2);
  },
});

const help = defineCommand({
  name: 'XGROUP|HELP',
  group: 'stream',
  since: '5.0.0',
  arity: 2,
  flags: 'loading stale',
  complexity: 'O(1)',
  summary: 'Lists the subcommands of XGROUP.',
  syntax: '',
  execute(ctx) {
    replyWithHelp(ctx, 'XGROUP', [
      { usage: 'CREATE <key> <groupname> <id|$> [MKSTREAM] [ENTRIESREAD <n>]', summary: create.summary },
      { usage: 'CREATECONSUMER <key> <groupname> <consumer>', summary: createConsumer.summary },
      { usage: 'DELCONSUMER <key> <groupname> <consumer>', summary: deleteConsumer.summary },
      { usage: 'DESTROY <key> <groupname>', summary: destroy.summary },
      { usage: 'SETID <key> <groupname> <id|$> [ENTRIESREAD <n>]', summary: setId.summary },
    ]);
  },
});

export const xgroup: CommandSpec = defineCommand({
  name: 'XGROUP',
  group: 'stream',
  since: '5.0.0',
  arity: -2,
  flags: '',
  complexity: 'That of the subcommand',
  summary: 'Container of the commands about consumer groups.',
  syntax: '',
  container: true,
  subcommands: [create, createConsumer, deleteConsumer, destroy, help, setId],
});

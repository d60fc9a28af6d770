import { ACKNOWLEDGED_ONLY, KEEP_REFERENCES, REMOVE_REFERENCES, type Stream, StreamId } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { findGroup, findStreamForWrite } from './find-stream.ts';
import { referencesArgument } from './references.ts';
import { IdArguments } from './stream-arguments.ts';

const notPositive = new CommandError('ERR Number of IDs must be a positive integer');
const wrongCount = new CommandError('ERR The `numids` parameter must match the number of arguments');

// What became of an entry.
const NOT_THERE = -1;
const GONE = 1;
const STILL_WANTED = 2;

const id = new StreamId();
const ids = new IdArguments();
/** KEEPREF, DELREF or ACKED. */
let references = KEEP_REFERENCES;

export const xdel = defineCommand({
  name: 'XDEL',
  group: 'stream',
  since: '5.0.0',
  arity: -3,
  flags: 'write fast',
  complexity: 'O(1)',
  summary: 'Deletes entries from a stream and gives how many it had.',
  keys: [keyRange('RW delete', 1)],
  syntax: 'key id...',
  execute(ctx) {
    const stream = findStreamForWrite(ctx, 1);
    if (stream === undefined) {
      ctx.reply.integer(0);
      return;
    }
    ids.read(ctx, 2, ctx.argc, id);
    let deleted = 0;
    for (let i = 0; i < ids.count; i++) if (stream.delete(ids.get(i, id))) deleted++;
    tellOfDeleted(ctx, stream, deleted);
    ctx.reply.integer(deleted);
  },
});

export const xdelex = defineCommand({
  name: 'XDELEX',
  group: 'stream',
  since: '8.2.0',
  arity: -5,
  flags: 'write fast',
  complexity: 'O(1)',
  summary: 'Deletes entries from a stream, with a say about consumer groups that refer to them.',
  keys: [keyRange('RW delete', 1)],
  syntax: 'key [condition=<KEEPREF|DELREF|ACKED>] IDS ids=(numids:integer id...)',
  execute(ctx) {
    readIds(ctx, 2);
    const stream = findStreamForWrite(ctx, 1);
    ctx.reply.array(ids.count);
    let deleted = 0;
    let unlinked = 0;
    for (let i = 0; i < ids.count; i++) {
      ids.get(i, id);
      let fate = NOT_THERE;
      if (stream !== undefined) {
        if (references === REMOVE_REFERENCES && stream.acknowledgeEverywhere(id)) unlinked++;
        fate = deleteUnlessWanted(stream);
      }
      if (fate === GONE) deleted++;
      ctx.reply.integer(fate);
    }
    if (stream !== undefined) tellOfDeleted(ctx, stream, deleted, unlinked);
  },
});

export const xackdel = defineCommand({
  name: 'XACKDEL',
  group: 'stream',
  since: '8.2.0',
  arity: -6,
  flags: 'write fast',
  complexity: 'O(1)',
  summary: 'Marks entries as processed by a consumer group and deletes them from the stream.',
  keys: [keyRange('RW update delete', 1)],
  syntax: 'key group [condition=<KEEPREF|DELREF|ACKED>] IDS ids=(numids:integer id...)',
  execute(ctx) {
    readIds(ctx, 3);
    const stream = findStreamForWrite(ctx, 1);
    const group = stream === undefined ? undefined : findGroup(ctx, stream, 2);
    ctx.reply.array(ids.count);
    let deleted = 0;
    let acknowledged = 0;
    for (let i = 0; i < ids.count; i++) {
      ids.get(i, id);
      if (stream === undefined || !group?.acknowledge(id)) {
        ctx.reply.integer(NOT_THERE);
        continue;
      }
      acknowledged++;
      if (references === REMOVE_REFERENCES) stream.acknowledgeEverywhere(id);
      const fate = deleteUnlessWanted(stream);
      if (fate === GONE) deleted++;
      // An entry that was gone already is acknowledged and not there, which was the wish.
      ctx.reply.integer(fate === NOT_THERE ? GONE : fate);
    }
    if (stream !== undefined) tellOfDeleted(ctx, stream, deleted, acknowledged);
  },
});

/** Deletes `id`, but under ACKED only what no group needs. */
function deleteUnlessWanted(stream: Stream): number {
  if (references === ACKNOWLEDGED_ONLY) {
    if (!stream.has(id)) return NOT_THERE;
    if (stream.groups.size === 0 || !stream.isAcknowledged(id)) return STILL_WANTED;
  }
  return stream.delete(id) ? GONE : NOT_THERE;
}

/** @param others changes beside those of entries */
function tellOfDeleted(ctx: Context, stream: Stream, deleted: number, others = 0): void {
  if (deleted > 0) {
    stream.refreshFirstId();
    ctx.changed(keyEvents.xdel, 1);
    ctx.server.effects.dirty += deleted - 1;
  }
  ctx.server.effects.dirty += others;
}

/** Reads `[KEEPREF | DELREF | ACKED] IDS number id ...` from argument `first` on. @throws CommandError */
function readIds(ctx: Context, first: number): void {
  references = KEEP_REFERENCES;
  ids.count = 0;
  let hasReferences = false;
  let hasIds = false;
  for (let i = first; i < ctx.argc; i++) {
    const given = referencesArgument(ctx, i);
    if (given !== undefined) {
      if (hasReferences) throw errors.syntax;
      hasReferences = true;
      references = given;
    } else if (!hasIds && ctx.is(i, 'ids') && i + 1 < ctx.argc) {
      const count = ctx.integer(i + 1, notPositive);
      if (count < 1) throw notPositive;
      if (count > ctx.argc - i - 2) throw wrongCount;
      hasIds = true;
      ids.read(ctx, i + 2, i + 2 + count, id);
      i += 1 + count;
    } else throw hasIds ? wrongCount : errors.syntax;
  }
  if (!hasIds) throw errors.syntax;
}

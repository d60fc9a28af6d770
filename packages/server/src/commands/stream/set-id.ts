import { StreamId } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { changedInGroup, findStreamForWrite } from './find-stream.ts';
import { readId } from './stream-arguments.ts';

const negativeCount = new CommandError('ERR entries_added must be positive');
const belowGiven = new CommandError('ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id');
const belowDeleted = new CommandError('ERR The ID specified in XSETID is smaller than current max_deleted_entry_id');
const belowTop = new CommandError('ERR The ID specified in XSETID is smaller than the target stream top item');
const belowLength = new CommandError(
  'ERR The entries_added specified in XSETID is smaller than the target stream length',
);

const id = new StreamId();
const maxDeletedId = new StreamId();
const top = new StreamId();

export const xsetid = defineCommand({
  name: 'XSETID',
  group: 'stream',
  since: '5.0.0',
  arity: -3,
  flags: 'write denyoom fast',
  complexity: 'O(1)',
  summary: 'Sets the last ID of a stream and its counters, for copies of it.',
  keys: [keyRange('RW update', 1)],
  syntax: 'key last-id [ENTRIESADDED entries-added:integer^7.0.0] [MAXDELETEDID max-deleted-id^7.0.0]',
  execute(ctx) {
    readId(ctx, 2, id);
    let entriesAdded = -1;
    maxDeletedId.setLeast();
    for (let i = 3; i < ctx.argc; i += 2) {
      if (i + 1 === ctx.argc) throw errors.syntax;
      if (ctx.is(i, 'entriesadded')) {
        entriesAdded = ctx.integer(i + 1);
        if (entriesAdded < 0) throw negativeCount;
      } else if (ctx.is(i, 'maxdeletedid')) {
        readId(ctx, i + 1, maxDeletedId);
        if (id.compare(maxDeletedId) < 0) throw belowGiven;
      } else throw errors.syntax;
    }
    const stream = findStreamForWrite(ctx, 1);
    if (stream === undefined) throw errors.noSuchKey;
    if (id.compare(stream.maxDeletedId) < 0) throw belowDeleted;
    if (stream.length > 0) {
      if (stream.readLastEntryId(top) && id.compare(top) < 0) throw belowTop;
      if (entriesAdded !== -1 && stream.length > entriesAdded) throw belowLength;
    }
    stream.lastId.copyFrom(id);
    if (entriesAdded !== -1) stream.entriesAdded = entriesAdded;
    if (!maxDeletedId.isLeast) stream.maxDeletedId.copyFrom(maxDeletedId);
    changedInGroup(ctx, keyEvents.xsetId, 1);
    ctx.reply.ok();
  },
});

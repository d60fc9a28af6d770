import { APPENDED, NOT_AN_ID, type Stream, StreamId, streamIdText, trimStream } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { CommandError } from '../command-error.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { wrongArity } from '../reply-errors.ts';
import { replyWithId } from './entry-reply.ts';
import { createStream, findStreamForWrite } from './find-stream.ts';
import { TrimOptions } from './trim-options.ts';

const zeroId = new CommandError('ERR The ID specified in XADD must be greater than 0-0');
const exhausted = new CommandError('ERR The stream has exhausted the last possible ID, unable to add more items');
const tooLow = new CommandError('ERR The ID specified in XADD is equal or smaller than the target stream top item');
const tooLarge = new CommandError('ERR Elements are too large to be stored');

const options = new TrimOptions();
const id = new StreamId();

export const xadd = defineCommand({
  name: 'XADD',
  group: 'stream',
  since: '5.0.0',
  arity: -5,
  flags: 'write denyoom fast',
  complexity: 'O(1) / O(N)',
  summary: "Appends an entry to a stream, on request trimming it, and gives the entry's ID.",
  keys: [keyRange('RW update', 1)],
  syntax:
    'key [NOMKSTREAM^6.2.0] [condition=<KEEPREF|DELREF|ACKED>] ' +
    '[trim=(strategy=<MAXLEN|MINID^6.2.0> [operator=<equal="="|approximately="~">] threshold ' +
    '[LIMIT count:integer^6.2.0])] id-selector=<auto-id="*"|id> data=(field value)...',
  history: [['7.0.0', 'IDs of the form ms-*.']],
  tips: 'nondeterministic_output',
  execute(ctx) {
    const idIndex = options.read(ctx, true);
    const words = ctx.argc - idIndex - 1;
    if (words < 2 || words % 2 === 1) throw wrongArity('xadd');
    const isWhole = options.idForm !== NOT_AN_ID && !options.hasTimeOnly;
    if (isWhole && options.id.isLeast) throw zeroId;
    let stream = findStreamForWrite(ctx, 1);
    if (stream === undefined) {
      if (options.noMakeStream) {
        ctx.reply.nullBulk();
        return;
      }
      stream = createStream(ctx, 1);
    }
    if (stream.lastId.isMost) throw exhausted;
    chooseId(ctx, stream);
    if (id.compare(stream.lastId) <= 0) throw tooLow;
    const { streamNodeMaxBytes, streamNodeMaxEntries } = ctx.server.config;
    const pairs = words >>> 1;
    if (stream.append(id, ctx.args, idIndex + 1, pairs, streamNodeMaxBytes, streamNodeMaxEntries) !== APPENDED) {
      throw tooLarge;
    }
    replyWithId(ctx.reply, id);
    ctx.changed(keyEvents.xadd, 1);
    if (options.thresholdIndex > 0 && trimStream(stream, options.bounds) > 0) ctx.notify(keyEvents.xtrim, 1);
    if (ctx.server.effects.propagating) options.propagate(ctx, stream, isWhole ? 0 : idIndex, streamIdText(id));
  },
});

/** Sets `id` to the new entry's. @throws CommandError */
function chooseId(ctx: Context, stream: Stream): void {
  if (options.idForm === NOT_AN_ID) {
    id.setTime(ctx.now);
    if (id.compare(stream.lastId) > 0 && !id.hasTimeOf(stream.lastId)) return;
    id.copyFrom(stream.lastId).increment();
    return;
  }
  id.copyFrom(options.id);
  if (options.hasTimeOnly && id.hasTimeOf(stream.lastId)) {
    if (stream.lastId.isLastOfItsMillisecond) throw tooLow;
    id.copyFrom(stream.lastId).increment();
  }
}

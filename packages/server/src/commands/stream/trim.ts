import { trimStream } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { defineCommand } from '../define-command.ts';
import { findStreamForWrite } from './find-stream.ts';
import { TrimOptions } from './trim-options.ts';

const options = new TrimOptions();

export const xtrim = defineCommand({
  name: 'XTRIM',
  group: 'stream',
  since: '5.0.0',
  arity: -4,
  flags: 'write',
  complexity: 'O(N)',
  summary: 'Deletes the oldest entries of a stream, down to a number or an ID.',
  keys: [keyRange('RW delete', 1)],
  syntax:
    'key trim=(strategy=<MAXLEN|MINID^6.2.0> [operator=<equal="="|approximately="~">] threshold ' +
    '[LIMIT count:integer^6.2.0] [condition=<KEEPREF|DELREF|ACKED>])',
  tips: 'nondeterministic_output',
  execute(ctx) {
    options.read(ctx, false);
    const stream = findStreamForWrite(ctx, 1);
    if (stream === undefined) {
      ctx.reply.integer(0);
      return;
    }
    const deleted = trimStream(stream, options.bounds);
    if (deleted > 0) {
      ctx.changed(keyEvents.xtrim, 1);
      ctx.server.effects.dirty += deleted - 1;
      if (ctx.server.effects.propagating) options.propagate(ctx, stream, 0, '');
    }
    ctx.reply.integer(deleted);
  },
});

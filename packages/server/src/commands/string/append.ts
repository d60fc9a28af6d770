import { appendString, KIND_STRING, NO_EXPIRY, setString, stringLength } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { defineCommand } from '../define-command.ts';
import { noteNewKey } from './store-string.ts';
import { checkStringLength } from './string-limit.ts';

export const append = defineCommand({
  name: 'APPEND',
  group: 'string',
  since: '2.0.0',
  arity: 3,
  flags: 'write denyoom fast',
  complexity: 'O(1)',
  summary: 'Adds bytes to the end of a string and gives its new length; a missing key counts as empty.',
  keys: [keyRange('RW insert', 1)],
  syntax: 'key value',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const entry = ctx.lookupKindForWrite(1, KIND_STRING);
    let length = ends[2] - starts[2];
    if (entry === 0) {
      noteNewKey(ctx, setString(ctx.db, 0, bytes, starts[1], ends[1], bytes, starts[2], ends[2], NO_EXPIRY), 1);
    } else {
      length += stringLength(ctx.entries, entry);
      checkStringLength(ctx, length);
      appendString(ctx.db, entry, bytes, starts[2], ends[2]);
    }
    ctx.changed(keyEvents.append, 1);
    ctx.reply.integer(length);
  },
});

import { NO_EXPIRY, setString } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { defineCommand } from '../define-command.ts';

export const set = defineCommand({
  name: 'SET',
  group: 'string',
  since: '1.0.0',
  arity: -3,
  flags: 'write denyoom',
  complexity: 'O(1)',
  summary: 'Stores a string at a key, whatever was there, with optional conditions and expiry.',
  keys: [keyRange('RW access update variable_flags', 1, 0, 1, 'Read as well with GET or a comparison')],
  keyFinder: 'set',
  syntax: 'key value',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const old = ctx.lookupForWrite(1);
    const entry = setString(ctx.db, old, bytes, starts[1], ends[1], bytes, starts[2], ends[2], NO_EXPIRY);
    if (old === 0) ctx.touch(entry);
    ctx.changed(keyEvents.set, 1);
    ctx.reply.ok();
  },
});

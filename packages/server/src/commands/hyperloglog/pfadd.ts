import { CORRUPT } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { defineCommand } from '../define-command.ts';
import { noteNewKey } from '../string/store-string.ts';
import { corrupt, createAt, hyperLogLog, openToChange } from './open-hyperloglog.ts';

export const pfadd = defineCommand({
  name: 'PFADD',
  group: 'hyperloglog',
  since: '2.8.9',
  arity: -2,
  flags: 'write denyoom fast',
  complexity: 'O(1)',
  summary: 'Adds elements to a HyperLogLog and says whether its estimate may have changed.',
  keys: [keyRange('RW insert', 1)],
  syntax: 'key [element...]',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const entry = ctx.lookupForWrite(1);
    let changes = 0;
    if (entry !== 0) openToChange(ctx, entry);
    else {
      createAt(ctx, 1);
      noteNewKey(ctx, hyperLogLog.entry, 1);
      changes = 1;
    }
    for (let i = 2; i < ctx.argc; i++) {
      const change = hyperLogLog.add(bytes, starts[i], ends[i]);
      if (change === CORRUPT) {
        // What was added before stays, here and wherever commands are repeated.
        ctx.server.effects.dirty += changes;
        throw corrupt;
      }
      changes += change;
    }
    if (changes > 0) {
      hyperLogLog.forgetCardinality();
      ctx.changed(keyEvents.pfAdd, 1);
      ctx.server.effects.dirty += changes - 1;
    }
    ctx.reply.integer(changes > 0 ? 1 : 0);
  },
});

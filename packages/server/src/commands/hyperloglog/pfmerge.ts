import { HYPERLOGLOG_REGISTERS } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { defineCommand } from '../define-command.ts';
import { noteNewKey } from '../string/store-string.ts';
import { corrupt, createAt, hyperLogLog, openToChange, openToRead } from './open-hyperloglog.ts';

const union = new Uint8Array(HYPERLOGLOG_REGISTERS);

export const pfmerge = defineCommand({
  name: 'PFMERGE',
  group: 'hyperloglog',
  since: '2.8.9',
  arity: -2,
  flags: 'write denyoom',
  complexity: 'O(N)',
  summary: 'Merges HyperLogLogs into one.',
  keys: [keyRange('RW access insert', 1), keyRange('RO access', 2, -1)],
  syntax: 'destkey@0 [sourcekey@1...]',
  execute(ctx) {
    union.fill(0);
    let isDense = false;
    for (let i = 1; i < ctx.argc; i++) {
      const entry = ctx.lookup(i);
      if (entry === 0) continue;
      openToRead(ctx, entry);
      isDense ||= hyperLogLog.isDense;
      if (!hyperLogLog.raiseTo(union)) throw corrupt;
    }
    const entry = ctx.lookupForWrite(1);
    if (entry !== 0) openToChange(ctx, entry);
    else {
      createAt(ctx, 1);
      noteNewKey(ctx, hyperLogLog.entry, 1);
    }
    if (isDense && !hyperLogLog.isDense) hyperLogLog.makeDense();
    for (let i = 0; i < HYPERLOGLOG_REGISTERS; i++) if (union[i] > 0) hyperLogLog.raise(i, union[i]);
    hyperLogLog.forgetCardinality();
    // As Redis has it: for whoever listens, elements were added.
    ctx.changed(keyEvents.pfAdd, 1);
    ctx.reply.ok();
  },
});

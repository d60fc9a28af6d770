import { encodePlace } from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';
import { openForWrite, sortedSet } from '../sorted-set/open-sorted-set.ts';
import { longitudeAndLatitude } from './geo-arguments.ts';

export const geoadd = defineCommand({
  name: 'GEOADD',
  group: 'geo',
  since: '3.2.0',
  arity: -5,
  flags: 'write denyoom',
  complexity: 'O(log(N))',
  summary: 'Adds places with longitude and latitude to a geospatial set.',
  keys: [keyRange('RW update', 1)],
  syntax: 'key [condition^6.2.0=<NX|XX>] [change^6.2.0=CH] data=(longitude:double latitude:double member)...',
  execute(ctx) {
    let first = 2;
    let onlyNew = false;
    let onlyOld = false;
    let countsChanges = false;
    for (; first < ctx.argc; first++) {
      if (ctx.is(first, 'nx')) onlyNew = true;
      else if (ctx.is(first, 'xx')) onlyOld = true;
      else if (ctx.is(first, 'ch')) countsChanges = true;
      else break;
    }
    const count = (ctx.argc - first) / 3;
    if (count === 0 || !Number.isInteger(count) || (onlyNew && onlyOld)) throw errors.syntax;
    // All are read before anything is changed.
    const scores: number[] = [];
    for (let i = first; i < ctx.argc; i += 3) {
      const { longitude, latitude } = longitudeAndLatitude(ctx, i);
      scores.push(encodePlace(longitude, latitude));
    }
    const { added, moved } = add(ctx, first, scores, onlyNew, onlyOld);
    if (added + moved > 0) {
      ctx.changed(keyEvents.zadd, 1);
      ctx.server.effects.dirty += added + moved - 1;
      if (ctx.server.effects.propagating) propagateScores(ctx, first, scores);
    }
    ctx.reply.integer(countsChanges ? added + moved : added);
  },
});

/** Adds the members from argument `first` on. */
function add(
  ctx: Context,
  first: number,
  scores: readonly number[],
  onlyNew: boolean,
  onlyOld: boolean,
): { added: number; moved: number } {
  const { bytes, starts, ends } = ctx.args;
  const { config } = ctx.server;
  let added = 0;
  let moved = 0;
  let i = 0;
  if (openForWrite(ctx, 1)) sortedSet.expect(scores.length, config);
  else if (onlyOld) return { added, moved };
  else {
    const member = first + 2;
    const [start, end] = [starts[member], ends[member]];
    sortedSet.create(ctx.db, bytes, starts[1], ends[1], bytes, start, end, scores[0], scores.length, config);
    ctx.touch(sortedSet.entry);
    ctx.notify(keyEvents.newKey, 1);
    added = 1;
    i = 1;
  }
  for (; i < scores.length; i++) {
    const member = first + 3 * i + 2;
    if (!sortedSet.find(bytes, starts[member], ends[member])) {
      if (onlyOld) continue;
      sortedSet.insert(bytes, starts[member], ends[member], scores[i], config);
      added++;
    } else if (!onlyNew && sortedSet.score !== scores[i]) {
      sortedSet.changeFound(bytes, starts[member], ends[member], scores[i]);
      moved++;
    }
  }
  return { added, moved };
}

/** As Redis does it: those who repeat commands need not know of places. */
function propagateScores(ctx: Context, first: number, scores: readonly number[]): void {
  const command: (string | Uint8Array | number)[] = ['ZADD'];
  for (let i = 1; i < first; i++) command.push(ctx.copyOf(i));
  for (let i = 0; i < scores.length; i++) command.push(scores[i], ctx.copyOf(first + 3 * i + 2));
  ctx.propagateAs(...command);
}

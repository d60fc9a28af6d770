import {
  insertIntoList,
  KIND_LIST,
  listLength,
  type MatchVisitor,
  replaceInList,
  SoughtElement,
  visitListMatches,
} from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import { defineCommand } from '../define-command.ts';
import { errors } from '../reply-errors.ts';

export const lset = defineCommand({
  name: 'LSET',
  group: 'list',
  since: '1.0.0',
  arity: 4,
  flags: 'write denyoom',
  complexity: 'O(N) / O(1)',
  summary: 'Replaces the element of a list at an index.',
  keys: [keyRange('RW update', 1)],
  syntax: 'key index:integer element',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const entry = ctx.lookupKindForWrite(1, KIND_LIST);
    if (entry === 0) throw errors.noSuchKey;
    const length = listLength(ctx.db, entry);
    let index = ctx.integer(2);
    if (index < 0) index += length;
    if (index < 0 || index >= length) throw errors.outOfRange;
    replaceInList(ctx.db, entry, index, bytes, starts[3], ends[3], ctx.server.config);
    ctx.reply.ok();
    ctx.changed(keyEvents.lset, 1);
  },
});

const pivot = new SoughtElement();

/** Where the first match was, -1 without one. */
class FirstMatch implements MatchVisitor {
  index = -1;

  match(index: number): boolean {
    this.index = index;
    return false;
  }
}

const first = new FirstMatch();

export const linsert = defineCommand({
  name: 'LINSERT',
  group: 'list',
  since: '2.2.0',
  arity: 5,
  flags: 'write denyoom',
  complexity: 'O(N) / O(1)',
  summary: 'Puts an element before or after another in a list.',
  keys: [keyRange('RW insert', 1)],
  syntax: 'key where=<BEFORE|AFTER> pivot element',
  execute(ctx) {
    const { bytes, starts, ends } = ctx.args;
    const isBehind = ctx.is(2, 'after');
    if (!isBehind && !ctx.is(2, 'before')) throw errors.syntax;
    const entry = ctx.lookupKindForWrite(1, KIND_LIST);
    if (entry === 0) {
      ctx.reply.integer(0);
      return;
    }
    pivot.set(bytes, starts[3], ends[3]);
    first.index = -1;
    visitListMatches(ctx.db, entry, pivot, false, Number.POSITIVE_INFINITY, first);
    pivot.forget();
    if (first.index < 0) {
      ctx.reply.integer(-1);
      return;
    }
    const index = isBehind ? first.index + 1 : first.index;
    const grown = insertIntoList(ctx.db, entry, index, bytes, starts[4], ends[4], ctx.server.config);
    ctx.changed(keyEvents.linsert, 1);
    ctx.reply.integer(listLength(ctx.db, grown));
  },
});

import {
  addMember,
  COLLECTION_ENCODING,
  createPackedSet,
  KIND_SET,
  type RandomMember,
  removePacked,
  removeRead,
  SET_LISTPACK,
  SetWalk,
  setLength,
} from '@respite/store';
import { keyRange } from '../../command-meta/key-spec.ts';
import { keyEvents } from '../../effects/key-events.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { positiveCount } from '../positive-count.ts';
import { errors } from '../reply-errors.ts';
import { deleteKeyInstead } from '../string/delete-key.ts';
import { randomMemberOf } from './random-source.ts';
import { copyOfMember, replyMember, replyMembers } from './reply-member.ts';

/** The rest is so much smaller than what is popped that it pays to choose the rest. */
const REST_FACTOR = 5;
/** Members of one SREM that is propagated. */
const PROPAGATED_AT_ONCE = 1024;

export const spop = defineCommand({
  name: 'SPOP',
  group: 'set',
  since: '1.0.0',
  arity: -2,
  flags: 'write fast',
  complexity: 'O(1) / O(N)',
  summary: 'Takes one member or several, chosen at random, out of a set.',
  keys: [keyRange('RW access delete', 1)],
  syntax: 'key [count:integer^3.2.0]',
  tips: 'nondeterministic_output',
  execute(ctx) {
    if (ctx.argc > 3) throw errors.syntax;
    if (ctx.argc === 3) {
      popMany(ctx, positiveCount(ctx, 2));
      return;
    }
    const entry = ctx.lookupKindForWrite(1, KIND_SET);
    if (entry === 0) {
      ctx.reply.nullBulk();
      return;
    }
    const member = randomMemberOf(ctx);
    member.begin(ctx.db, entry, 1);
    member.draw();
    replyMember(ctx, member);
    if (ctx.server.effects.propagating) ctx.propagateAs('SREM', ctx.copyOf(1), copyOfMember(member));
    const rest = removeRead(ctx.db, entry, member);
    const isEmptied = setLength(ctx.db, rest) === 0;
    if (isEmptied) ctx.db.remove(rest);
    ctx.changed(keyEvents.setPop, 1);
    if (isEmptied) ctx.notify(keyEvents.del, 1);
  },
});

function popMany(ctx: Context, count: number): void {
  const entry = ctx.lookupKindForWrite(1, KIND_SET);
  if (entry === 0 || count === 0) {
    ctx.reply.set(0);
    return;
  }
  const length = setLength(ctx.db, entry);
  if (count >= length) {
    replyMembers(ctx, entry);
    ctx.notify(keyEvents.setPop, 1);
    ctx.server.effects.dirty += length - 1;
    deleteKeyInstead(ctx, entry, 1, ctx.server.config.lazyfreeLazyServerDel);
    return;
  }
  ctx.reply.set(count);
  popped.begin(ctx);
  if (ctx.entries.encoding(entry) !== COLLECTION_ENCODING) popFromPacked(ctx, entry, count, length);
  else if ((length - count) * REST_FACTOR > count) popOneByOne(ctx, entry, count);
  else popAllButSome(ctx, entry, count, length);
  popped.end(ctx);
  ctx.server.effects.dirty += count - 1;
  ctx.changed(keyEvents.setPop, 1);
}

const walk = new SetWalk();
const places: number[] = [];

/** One pass over the members, each popped with a chance that makes all choices of `count` members as likely (Knuth's algorithm S). */
function popFromPacked(ctx: Context, entry: number, count: number, length: number): void {
  let wanted = count;
  let left = length;
  for (walk.begin(ctx.db, entry); walk.next(); left--) {
    if (ctx.server.random() * left >= wanted) continue;
    wanted--;
    places.push(walk.place);
    popped.reply(ctx, walk);
  }
  removePacked(ctx.db, entry, places);
  places.length = 0;
}

function popOneByOne(ctx: Context, entry: number, count: number): void {
  const member = randomMemberOf(ctx);
  member.begin(ctx.db, entry, 1);
  for (let i = 0; i < count; i++) {
    member.draw();
    popped.reply(ctx, member);
    removeRead(ctx.db, entry, member);
  }
}

/** Chooses as `popFromPacked`; what is left becomes a set of its own, in the form that its few members allow. */
function popAllButSome(ctx: Context, entry: number, count: number, length: number): void {
  const { bytes, starts, ends } = ctx.args;
  const { scratch } = ctx.server.store;
  const old = scratch.find(bytes, starts[1], ends[1]);
  let rest = createPackedSet(scratch, old, SET_LISTPACK, bytes, starts[1], ends[1], ctx.entries.expiryOf(entry));
  let wanted = count;
  let left = length;
  for (walk.begin(ctx.db, entry); walk.next(); left--) {
    if (ctx.server.random() * left < wanted) {
      wanted--;
      popped.reply(ctx, walk);
    } else {
      rest = addMember(scratch, rest, ctx.server.config, walk.bytes, walk.start, walk.end) || rest;
    }
  }
  ctx.db.remove(entry);
  const fresh = scratch.moveTo(ctx.db, rest, bytes, starts[1], ends[1]);
  scratch.clear();
  ctx.touch(fresh);
}

/** Answers with what is popped, and collects it where it has to be propagated. */
class Popped {
  #isPropagated = false;
  #members: Uint8Array[] = [];

  begin(ctx: Context): void {
    this.#isPropagated = ctx.server.effects.propagating;
  }

  reply(ctx: Context, member: RandomMember | SetWalk): void {
    replyMember(ctx, member);
    if (!this.#isPropagated) return;
    this.#members.push(copyOfMember(member));
    if (this.#members.length === PROPAGATED_AT_ONCE) this.#propagate(ctx);
  }

  end(ctx: Context): void {
    if (this.#members.length > 0) this.#propagate(ctx);
  }

  #propagate(ctx: Context): void {
    ctx.propagateAs('SREM', ctx.copyOf(1), ...this.#members);
    this.#members = [];
  }
}

const popped = new Popped();

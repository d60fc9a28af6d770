import { KIND_LIST, NO_EXPIRY } from '@respite/store';
import { timeoutInSeconds } from '../commands/blocking-timeout.ts';
import type { Context } from '../commands/context.ts';
import { type CommandSpec, defineCommand } from '../commands/define-command.ts';
import { errors } from '../commands/reply-errors.ts';
import { keyEvents } from '../effects/key-events.ts';

/*
 * The smallest commands that can wait, for tests: lists of which every element is one letter. T.PUSH key letters, T.POP key ... timeout
 * (waits for the first letter of a list, and answers with it), T.PASS from to timeout (waits for a letter, and pushes it to another
 * list), T.WATCH key (waits until it is no list any more), T.BOTH command ... (runs T.PUSH with two keys, as in one transaction).
 */

const facts = {
  group: 'list',
  since: '1.0.0',
  complexity: 'O(N)',
  summary: 'A command of the tests.',
  syntax: '',
} as const;

const event = { ...keyEvents.sortStore, name: 'pushed' };

function push(ctx: Context, key: number, letters: Uint8Array, start: number, end: number): void {
  const { bytes, starts, ends } = ctx.args;
  let entry = ctx.lookupKindForWrite(key, KIND_LIST);
  let length = 0;
  if (entry === 0) entry = ctx.db.add(KIND_LIST, 0, bytes, starts[key], ends[key], end - start, NO_EXPIRY);
  else {
    ctx.entries.locate(entry);
    length = ctx.entries.valueEnd - ctx.entries.valueStart;
    ctx.db.resizeValue(entry, length + end - start);
  }
  const { entries } = ctx;
  entries.bytes.set(letters.subarray(start, end), entries.valueStart + length);
  ctx.changed(event, key);
}

/** @returns the letter taken, or 0 */
function take(ctx: Context, key: number): number {
  const entry = ctx.lookupKindForWrite(key, KIND_LIST);
  if (entry === 0) return 0;
  const { entries } = ctx;
  entries.locate(entry);
  const letter = entries.bytes[entries.valueStart];
  const rest = entries.bytes.slice(entries.valueStart + 1, entries.valueEnd);
  if (rest.length === 0) ctx.db.remove(entry);
  else {
    ctx.db.resizeValue(entry, rest.length);
    entries.bytes.set(rest, entries.valueStart);
  }
  ctx.changed(rest.length === 0 ? keyEvents.del : event, key);
  return letter;
}

export const letterListCommands: readonly CommandSpec[] = [
  defineCommand({
    ...facts,
    name: 'T.PUSH',
    arity: -3,
    flags: 'write fast',
    execute(ctx) {
      const { bytes, starts, ends } = ctx.args;
      for (let i = 1; i < ctx.argc; i += 2) push(ctx, i, bytes, starts[i + 1], ends[i + 1]);
      ctx.reply.ok();
    },
  }),
  defineCommand({
    ...facts,
    name: 'T.POP',
    arity: -3,
    flags: 'write blocking fast',
    execute(ctx) {
      const timeoutMs = timeoutInSeconds(ctx, ctx.argc - 1);
      for (let i = 1; i < ctx.argc - 1; i++) {
        const letter = take(ctx, i);
        if (letter === 0) continue;
        if (ctx.server.effects.propagating) ctx.propagateAs('T.TAKE', ctx.copyOf(i));
        ctx.reply.bulkText(String.fromCharCode(letter));
        return;
      }
      ctx.block({ kind: KIND_LIST, first: 1, last: ctx.argc - 2, timeoutMs });
    },
  }),
  defineCommand({
    ...facts,
    name: 'T.PASS',
    arity: 4,
    flags: 'write blocking',
    execute(ctx) {
      const timeoutMs = timeoutInSeconds(ctx, 3);
      if (ctx.lookupKindForWrite(1, KIND_LIST) === 0) {
        ctx.block({ kind: KIND_LIST, first: 1, last: 1, timeoutMs });
        return;
      }
      ctx.lookupKindForWrite(2, KIND_LIST);
      const letter = take(ctx, 1);
      push(ctx, 2, Uint8Array.of(letter), 0, 1);
      ctx.reply.ok();
    },
  }),
  defineCommand({
    ...facts,
    name: 'T.WATCH',
    arity: 2,
    flags: 'readonly blocking',
    execute(ctx) {
      if (ctx.lookupKindForWrite(1, KIND_LIST) === 0) throw errors.noSuchKey;
      ctx.block({ kind: KIND_LIST, first: 1, last: 1, timeoutMs: 0, wakesWhenGone: true });
    },
  }),
];

import type { ArgumentSlices } from '../../../command-meta/argument-slices.ts';
import { CommandFlag } from '../../../command-meta/command-flags.ts';
import { arityFits, commandMeta } from '../../../command-meta/command-meta.ts';
import { findKeys, mayHaveKeys } from '../../../command-meta/find-keys.ts';
import { KeyPositions } from '../../../command-meta/key-positions.ts';
import { keyFlagNames } from '../../../command-meta/key-spec.ts';
import { CommandError } from '../../command-error.ts';
import type { Context } from '../../context.ts';
import { defineCommand } from '../../define-command.ts';
import { commandOfArguments } from './find-command.ts';

const noSuchCommand = new CommandError('ERR Invalid command specified');
const noKeys = new CommandError('ERR The command has no key arguments');
const wrongCount = new CommandError('ERR Invalid number of arguments specified for command');
const wrongArguments = new CommandError('ERR Invalid arguments specified for command');

/** Where the command to be looked at begins among the arguments. */
const FIRST = 2;

export const commandGetKeys = defineCommand({
  name: 'COMMAND|GETKEYS',
  group: 'server',
  since: '2.8.13',
  arity: -3,
  flags: 'loading stale',
  categories: 'connection',
  complexity: 'O(N)',
  summary: 'Picks the keys out of a complete command.',
  syntax: 'command [arg...]',
  execute(ctx) {
    const keys = keysOfArguments(ctx);
    ctx.reply.array(keys.count);
    for (let i = 0; i < keys.count; i++) replyWithArgument(ctx, FIRST + keys.positions[i]);
  },
});

export const commandGetKeysAndFlags = defineCommand({
  name: 'COMMAND|GETKEYSANDFLAGS',
  group: 'server',
  since: '7.0.0',
  arity: -3,
  flags: 'loading stale',
  categories: 'connection',
  complexity: 'O(N)',
  summary: 'Picks the keys out of a complete command, each with what the command does to it.',
  syntax: 'command [arg...]',
  execute(ctx) {
    const keys = keysOfArguments(ctx);
    ctx.reply.array(keys.count);
    for (let i = 0; i < keys.count; i++) {
      ctx.reply.array(2);
      replyWithArgument(ctx, FIRST + keys.positions[i]);
      const flags = keyFlagNames(keys.flags[i]);
      ctx.reply.set(flags.length);
      for (const flag of flags) ctx.reply.simple(flag);
    }
  },
});

/** @throws CommandError */
function keysOfArguments(ctx: Context): KeyPositions {
  const known = commandOfArguments(ctx, FIRST);
  if (known === undefined) throw noSuchCommand;
  const command = commandMeta(known.spec);
  if (!mayHaveKeys(command)) throw noKeys;
  if (!arityFits(command.arity, ctx.argc - FIRST)) throw wrongCount;
  const { bytes, starts, ends, count } = ctx.args;
  const args: ArgumentSlices = {
    bytes,
    count: count - FIRST,
    starts: starts.subarray(FIRST, count),
    ends: ends.subarray(FIRST, count),
  };
  const keys = new KeyPositions();
  if (findKeys(command, args, keys) === 0 && (command.flags & CommandFlag.no_mandatory_keys) === 0)
    throw wrongArguments;
  return keys;
}

function replyWithArgument(ctx: Context, index: number): void {
  ctx.reply.bulk(ctx.args.bytes, ctx.args.starts[index], ctx.args.ends[index]);
}

import { keyAfterWord, keyRange } from '../../../command-meta/key-spec.ts';
import { CommandError } from '../../command-error.ts';
import type { Context } from '../../context.ts';
import { defineCommand } from '../../define-command.ts';
import { errors } from '../../reply-errors.ts';

const keyNotEmpty = new CommandError(
  'ERR When using MIGRATE KEYS option, the key argument must be set to the empty string',
);
const notAvailable = new CommandError('ERR MIGRATE to another server is not available yet');

/** Arguments before the options; the one key stands third. */
const OPTIONS = 6;
const KEY = 3;

export const migrate = defineCommand({
  name: 'MIGRATE',
  group: 'generic',
  since: '2.6.0',
  arity: -6,
  flags: 'write',
  categories: 'dangerous',
  complexity: 'O(N)',
  summary: 'Moves or copies keys to another server in one step for each.',
  keys: [keyRange('RW access delete', 3), keyAfterWord('RW access delete incomplete', 'KEYS', -2, -1)],
  keyFinder: 'migrate',
  syntax:
    'host port:integer key-selector=<key|empty-string=""> destination-db:integer timeout:integer [COPY^3.0.0] ' +
    '[REPLACE^3.0.0] [authentication=<AUTH auth(password)^4.0.7|AUTH2 auth2^6.0.0=(username password)>] ' +
    '[KEYS keys(key)@1^3.0.6...]',
  tips: 'nondeterministic_output',
  execute(ctx) {
    let firstKey = KEY;
    let lastKey = KEY;
    for (let i = OPTIONS; i < ctx.argc; i++) {
      const following = ctx.argc - 1 - i;
      if (ctx.is(i, 'copy') || ctx.is(i, 'replace')) continue;
      if (ctx.is(i, 'auth')) {
        if (following < 1) throw errors.syntax;
        i++;
      } else if (ctx.is(i, 'auth2')) {
        if (following < 2) throw errors.syntax;
        i += 2;
      } else if (ctx.is(i, 'keys')) {
        if (ctx.args.lengthOf(KEY) > 0) throw keyNotEmpty;
        firstKey = i + 1;
        lastKey = ctx.argc - 1;
        break;
      } else throw errors.syntax;
    }
    ctx.integer(5);
    ctx.integer(4);
    for (let i = firstKey; i <= lastKey; i++) if (exists(ctx, i)) throw notAvailable;
    ctx.reply.simple('NOKEY');
  },
});

function exists(ctx: Context, index: number): boolean {
  const { bytes, starts, ends } = ctx.args;
  return ctx.db.find(bytes, starts[index], ends[index]) !== 0;
}

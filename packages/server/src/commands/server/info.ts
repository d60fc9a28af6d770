import { infoText } from '../../info/index.ts';
import { defineCommand } from '../define-command.ts';

export const info = defineCommand({
  name: 'INFO',
  group: 'server',
  since: '1.0.0',
  arity: -1,
  flags: 'loading stale',
  categories: 'dangerous',
  complexity: 'O(1)',
  summary: 'Reports the state of the server and its counters, section by section.',
  syntax: '[section...]',
  history: [['7.0.0', 'Takes several sections.']],
  tips: 'nondeterministic_output request_policy:all_shards response_policy:special',
  execute(ctx) {
    ctx.reply.verbatim('txt', infoText(ctx.server, ctx.args.texts().slice(1)));
  },
});

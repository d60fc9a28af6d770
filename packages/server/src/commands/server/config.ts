import type { ReplyWriter } from '@respite/resp';
import { bytesOfText, textOfBytes } from '../../config/lossless-text.ts';
import { isLocal } from '../../session/local-peer.ts';
import { ServerState } from '../../session/server-state.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { helpSubcommand } from '../help.ts';
import { errors } from '../reply-errors.ts';
import { waitFor } from './wait-for.ts';

const configGet = defineCommand({
  name: 'CONFIG|GET',
  group: 'server',
  since: '2.0.0',
  arity: -3,
  flags: 'admin noscript loading stale',
  complexity: 'O(N)',
  summary: 'Gives the settings whose names match one of the patterns.',
  syntax: 'parameter...',
  history: [['7.0.0', 'Takes several patterns.']],
  execute(ctx) {
    const found = ctx.server.config.getMatching(argumentTexts(ctx));
    ctx.reply.map(found.length);
    for (const [name, text] of found) {
      replyWithText(ctx.reply, name);
      replyWithText(ctx.reply, text);
    }
  },
});

const configSet = defineCommand({
  name: 'CONFIG|SET',
  group: 'server',
  since: '2.0.0',
  arity: -4,
  flags: 'admin noscript loading stale',
  complexity: 'O(N)',
  summary: 'Changes settings while the server runs, all of them or none.',
  syntax: 'data=(parameter value)...',
  history: [['7.0.0', 'Takes several settings.']],
  tips: 'request_policy:all_nodes response_policy:all_succeeded',
  execute(ctx) {
    if (ctx.argc % 2 !== 0) throw errors.syntax;
    const { config, gates } = ctx.server;
    const texts = argumentTexts(ctx);
    const pairs: [string, string][] = [];
    for (let i = 0; i < texts.length; i += 2) pairs.push([texts[i], texts[i + 1]]);
    const result = config.set(pairs, {
      local: isLocal(ctx.client.transport),
      loading: (gates.state & ServerState.loading) !== 0,
    });
    if (result instanceof Promise) waitFor(ctx, result, (reply) => reply.ok());
    else if (result === undefined) ctx.reply.ok();
    else ctx.failQuoting(quoteOf(result));
  },
});

const configResetStat = defineCommand({
  name: 'CONFIG|RESETSTAT',
  group: 'server',
  since: '2.0.0',
  arity: 2,
  flags: 'admin noscript loading stale',
  complexity: 'O(1)',
  summary: 'Sets the counters that INFO shows back to zero.',
  syntax: '',
  tips: 'request_policy:all_nodes response_policy:all_succeeded',
  execute(ctx) {
    ctx.server.counters.reset();
    ctx.server.commandStats.reset();
    ctx.server.rates.reset();
    ctx.server.store.collections.freedCount = 0;
    ctx.reply.ok();
  },
});

const configRewrite = defineCommand({
  name: 'CONFIG|REWRITE',
  group: 'server',
  since: '2.8.0',
  arity: 2,
  flags: 'admin noscript loading stale',
  complexity: 'O(1)',
  summary: 'Writes the present settings to the configuration file.',
  syntax: '',
  tips: 'request_policy:all_nodes response_policy:all_succeeded',
  execute(ctx) {
    const { host } = ctx.server;
    const reason = host.rewriteConfig();
    if (reason === undefined) {
      host.log('notice', 'CONFIG REWRITE executed with success.');
      ctx.reply.ok();
      return;
    }
    if (host.info.configFile !== '') host.log('warning', `CONFIG REWRITE failed: ${reason}`);
    ctx.failQuoting(quoteOf(`ERR ${reason}`));
  },
});

export const config = defineCommand({
  name: 'CONFIG',
  group: 'server',
  since: '2.0.0',
  arity: -2,
  flags: '',
  complexity: 'That of the subcommand',
  summary: "Container of the commands about the server's settings.",
  syntax: '',
  container: true,
  subcommands: [
    configGet,
    helpSubcommand({
      name: 'CONFIG|HELP',
      group: 'server',
      since: '5.0.0',
      arity: 2,
      flags: 'loading stale',
      complexity: 'O(1)',
      summary: 'Lists the subcommands of CONFIG.',
      syntax: '',
    }),
    configResetStat,
    configRewrite,
    configSet,
  ],
});

/** The arguments behind the subcommand as the configuration has its texts. */
function argumentTexts(ctx: Context): string[] {
  const texts: string[] = [];
  for (let i = 2; i < ctx.argc; i++) texts.push(textOfBytes(ctx.args.toBytes(i)));
  return texts;
}

function replyWithText(reply: ReplyWriter, text: string): void {
  const bytes = bytesOfText(text);
  reply.bulk(bytes, 0, bytes.length);
}

/** A text of the configuration with one character for each byte. */
function quoteOf(text: string): string {
  return String.fromCharCode(...bytesOfText(text));
}

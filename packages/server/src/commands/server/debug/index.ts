import { isLocal } from '../../../session/local-peer.ts';
import { ServerState } from '../../../session/server-state.ts';
import type { Context } from '../../context.ts';
import { defineCommand } from '../../define-command.ts';
import { replyWithHelp } from '../../help.ts';
import { errors } from '../../reply-errors.ts';
import { dataActions } from './data-actions.ts';
import type { DebugAction } from './debug-action.ts';
import { protocolActions } from './protocol-actions.ts';
import { serverActions, unknownAction } from './server-actions.ts';

const actions: readonly DebugAction[] = [...dataActions, ...protocolActions, ...serverActions].sort((a, b) =>
  a.name < b.name ? -1 : 1,
);

/** Redis lets these run while data is loaded. Here they do not: half of it could be saved in the place of the whole. */
const refusedWhileLoading: ReadonlySet<string> = new Set([...dataActions.map(({ name }) => name), 'reload', 'loadaof']);

export const debug = defineCommand({
  name: 'DEBUG',
  group: 'server',
  since: '1.0.0',
  arity: -2,
  flags: 'admin noscript loading stale protected',
  complexity: 'That of the subcommand',
  summary: 'Carries out one of many actions that only tests need.',
  syntax: '',
  docFlags: 'syscmd',
  execute(ctx) {
    if (!isAllowed(ctx)) {
      ctx.fail(
        'ERR DEBUG command not allowed. If the enable-debug-command option is set to "local", you can run it from a local ' +
          'connection, otherwise you need to set this option in the configuration file, and then restart the server.',
      );
      return;
    }
    if (ctx.argc === 2 && ctx.is(1, 'help')) {
      replyWithHelp(ctx, 'DEBUG', actions);
      return;
    }
    const action = actions.find(({ name }) => ctx.is(1, name));
    const { argc } = ctx;
    if (action === undefined || argc < action.argc[0] || argc > (action.argc[1] ?? argc)) {
      ctx.failQuoting(unknownAction(ctx));
      return;
    }
    if ((ctx.server.gates.state & ServerState.loading) !== 0 && refusedWhileLoading.has(action.name))
      throw errors.loading;
    action.run(ctx);
  },
});

function isAllowed({ client, server }: Context): boolean {
  const { enableDebugCommand } = server.config;
  return enableDebugCommand === 'yes' || (enableDebugCommand === 'local' && isLocal(client.transport));
}

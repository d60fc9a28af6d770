import { isLocal } from '../../session/local-peer.ts';
import type { Context } from '../context.ts';
import { defineCommand } from '../define-command.ts';
import { helpSubcommand } from '../help.ts';

const moduleList = defineCommand({
  name: 'MODULE|LIST',
  group: 'server',
  since: '4.0.0',
  arity: 2,
  flags: 'admin noscript',
  complexity: 'O(N)',
  summary: 'Lists the loaded modules.',
  syntax: '',
  tips: 'nondeterministic_output_order',
  execute(ctx) {
    ctx.reply.emptyArray();
  },
});

const moduleLoad = defineCommand({
  name: 'MODULE|LOAD',
  group: 'server',
  since: '4.0.0',
  arity: -3,
  flags: 'admin noscript no_async_loading protected',
  complexity: 'O(1)',
  summary: 'Loads a module from a file.',
  syntax: 'path [arg...]',
  execute: refuseToLoad,
});

const moduleLoadEx = defineCommand({
  name: 'MODULE|LOADEX',
  group: 'server',
  since: '7.0.0',
  arity: -3,
  flags: 'admin noscript no_async_loading protected',
  complexity: 'O(1)',
  summary: 'Loads a module from a file, with settings and arguments.',
  syntax: 'path [CONFIG... configs=(name value)] [ARGS args...]',
  execute: refuseToLoad,
});

const moduleUnload = defineCommand({
  name: 'MODULE|UNLOAD',
  group: 'server',
  since: '4.0.0',
  arity: 3,
  flags: 'admin noscript no_async_loading protected',
  complexity: 'O(1)',
  summary: 'Removes a loaded module.',
  syntax: 'name',
  execute(ctx) {
    if (isAllowed(ctx)) ctx.fail('ERR Error unloading module: no such module with that name');
  },
});

export const module = defineCommand({
  name: 'MODULE',
  group: 'server',
  since: '4.0.0',
  arity: -2,
  flags: '',
  complexity: 'That of the subcommand',
  summary: 'Container of the commands about modules.',
  syntax: '',
  container: true,
  subcommands: [
    helpSubcommand({
      name: 'MODULE|HELP',
      group: 'server',
      since: '5.0.0',
      arity: 2,
      flags: 'loading stale',
      complexity: 'O(1)',
      summary: 'Lists the subcommands of MODULE.',
      syntax: '',
    }),
    moduleList,
    moduleLoad,
    moduleLoadEx,
    moduleUnload,
  ],
});

function refuseToLoad(ctx: Context): void {
  if (isAllowed(ctx)) {
    ctx.fail('ERR Error loading the extension. Modules are native code for another server and cannot be loaded.');
  }
}

/** As enable-module-command says; if not, the error is sent. */
function isAllowed(ctx: Context): boolean {
  const { enableModuleCommand } = ctx.server.config;
  if (enableModuleCommand === 'yes' || (enableModuleCommand === 'local' && isLocal(ctx.client.transport))) return true;
  ctx.fail(
    'ERR MODULE command not allowed. If the enable-module-command option is set to "local", you can run it from a local ' +
      'connection, otherwise you need to set this option in the configuration file, and then restart the server.',
  );
  return false;
}

import { CommandError } from '../../commands/command-error.ts';
import type { Context } from '../../commands/context.ts';
import type { Config } from '../../config/config.ts';
import { ServerState } from '../../session/server-state.ts';
import type { Command } from '../command.ts';

const notEnoughReplicas = new CommandError('NOREPLICAS Not enough good replicas to write.');

/** No writes with fewer replicas than `min-replicas-to-write` asks for. There are none yet. */
export function enoughReplicas({ server }: Context, command: Command): CommandError | undefined {
  const { config, gates } = server;
  if ((gates.state & ServerState.wantsReplicas) === 0 || !command.isWrite) return undefined;
  return config.minReplicasToWrite > 0 && config.minReplicasMaxLag > 0 ? notEnoughReplicas : undefined;
}

/** Keeps the bit that says that writes want replicas as `min-replicas-to-write` says. */
export function followWantedReplicas(config: Config, gates: { state: number }): void {
  const apply = (): undefined => {
    if (config.minReplicasToWrite > 0) gates.state |= ServerState.wantsReplicas;
    else gates.state &= ~ServerState.wantsReplicas;
  };
  apply();
  config.onChange(['min-replicas-to-write'], apply);
}

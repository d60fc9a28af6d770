import type { AccessControl } from '../../access-control/access-control.ts';
import type { Config } from '../../config/config.ts';
import { isLocal } from '../../session/local-peer.ts';
import type { Transport } from '../../session/transport.ts';

export const protectedModeError =
  'DENIED Respite is running in protected mode: protected-mode is on and there is no password for the default user, so ' +
  'only clients on this machine may connect. To let others connect, set a password with requirepass (in the configuration ' +
  'file, or with CONFIG SET from this machine), or, where no stranger can reach the port, set protected-mode to no.';

/** Whether a client that has just connected from elsewhere is sent away, because anybody could come in. */
export function isRefusedByProtectedMode(config: Config, access: AccessControl, transport: Transport): boolean {
  return config.protectedMode && access.defaultUser.needsNoPassword && !isLocal(transport);
}

import type { Config } from '../config/config.ts';
import { ServerState } from '../session/server-state.ts';

/** Keeps the bit that says that data is moved in as `import-mode` says. */
export function followImportMode(config: Config, gates: { state: number }): void {
  const apply = (): undefined => {
    if (config.importMode) gates.state |= ServerState.importing;
    else gates.state &= ~ServerState.importing;
  };
  apply();
  config.onChange(['import-mode'], apply);
}

/** Whether keys are to stay as they are: none is removed because its time has come or memory is short. */
export function keysAreToStay(gates: { readonly state: number }): boolean {
  return (gates.state & (ServerState.paused | ServerState.importing | ServerState.loading)) !== 0;
}

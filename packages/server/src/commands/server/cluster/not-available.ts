import { CommandError } from '../../command-error.ts';

/** In Redis's words, which clients look for to learn that a server is no node of a cluster. */
export const clusterDisabled = new CommandError('ERR This instance has cluster support disabled');

/** What every command that needs a cluster does. */
export function refuseWithoutCluster(): never {
  throw clusterDisabled;
}

import { CommandError } from '../../command-error.ts';

/** What needs a second server. */
export const replicationNotAvailable = new CommandError('ERR replication is not available yet');

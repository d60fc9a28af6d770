import type { CommandSpec } from '../../define-command.ts';
import { failover } from './failover.ts';
import { replicaOf, slaveOf } from './replica-of.ts';
import { role } from './role.ts';
import { psync, replConf, sync } from './stream.ts';

export const replicationCommands: readonly CommandSpec[] = [failover, psync, replConf, replicaOf, role, slaveOf, sync];

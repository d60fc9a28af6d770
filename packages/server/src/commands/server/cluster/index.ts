import type { CommandSpec } from '../../define-command.ts';
import { cluster } from './cluster.ts';
import { migrate } from './migrate.ts';
import { asking, readOnly, readWrite } from './node-modes.ts';
import { restoreAsking } from './restore-asking.ts';

export const clusterCommands: readonly CommandSpec[] = [asking, cluster, migrate, readOnly, readWrite, restoreAsking];

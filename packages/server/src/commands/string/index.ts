import type { CommandSpec } from '../define-command.ts';
import { get } from './get.ts';
import { set } from './set.ts';

export const stringCommands: readonly CommandSpec[] = [get, set];

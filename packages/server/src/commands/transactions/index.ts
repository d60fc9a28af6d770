import type { CommandSpec } from '../define-command.ts';
import { discard } from './discard.ts';
import { exec } from './exec.ts';
import { multi } from './multi.ts';
import { unwatch, watch } from './watch.ts';

export const transactionCommands: readonly CommandSpec[] = [discard, exec, multi, unwatch, watch];

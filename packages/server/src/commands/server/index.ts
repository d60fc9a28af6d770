import type { CommandSpec } from '../define-command.ts';

export const serverCommands: readonly CommandSpec[] = [];

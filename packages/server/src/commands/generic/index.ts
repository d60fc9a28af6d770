import type { CommandSpec } from '../define-command.ts';

export const genericCommands: readonly CommandSpec[] = [];

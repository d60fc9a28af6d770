import type { CommandSpec } from '../define-command.ts';
import { ping } from './ping.ts';

export const connectionCommands: readonly CommandSpec[] = [ping];

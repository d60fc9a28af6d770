import type { CommandSpec } from '../define-command.ts';
import { command } from './command/index.ts';
import { config } from './config.ts';
import { dbSize, flushAll, flushDb, swapDb } from './database.ts';
import { debug } from './debug/index.ts';
import { info } from './info.ts';
import { lolwut } from './lolwut.ts';
import { memory } from './memory.ts';
import { bgSave, lastSave, save } from './save.ts';
import { shutdown } from './shutdown.ts';
import { time } from './time.ts';

export const serverCommands: readonly CommandSpec[] = [
  bgSave,
  command,
  config,
  dbSize,
  debug,
  flushAll,
  flushDb,
  info,
  lastSave,
  lolwut,
  memory,
  save,
  shutdown,
  swapDb,
  time,
];

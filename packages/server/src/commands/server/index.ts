import type { CommandSpec } from '../define-command.ts';
import { acl } from './acl/index.ts';
import { clusterCommands } from './cluster/index.ts';
import { command } from './command/index.ts';
import { commandlog } from './commandlog.ts';
import { config } from './config.ts';
import { dbSize, flushAll, flushDb, swapDb } from './database.ts';
import { debug } from './debug/index.ts';
import { info } from './info.ts';
import { latency } from './latency.ts';
import { lolwut } from './lolwut.ts';
import { memory } from './memory/index.ts';
import { module } from './module.ts';
import { monitor } from './monitor.ts';
import { replicationCommands } from './replication/index.ts';
import { bgSave, lastSave, save } from './save.ts';
import { shutdown } from './shutdown.ts';
import { slowlog } from './slowlog.ts';
import { time } from './time.ts';

export const serverCommands: readonly CommandSpec[] = [
  acl,
  bgSave,
  command,
  commandlog,
  config,
  dbSize,
  debug,
  flushAll,
  flushDb,
  info,
  lastSave,
  latency,
  lolwut,
  memory,
  module,
  monitor,
  save,
  shutdown,
  slowlog,
  swapDb,
  time,
  ...clusterCommands,
  ...replicationCommands,
];

import { bitmapCommands } from './bitmap.ts';
import { genericCommands } from './generic.ts';
import { geoCommands } from './geo.ts';
import { hashCommands } from './hash.ts';
import { hyperloglogCommands } from './hyperloglog.ts';
import { listCommands } from './list.ts';
import type { RandomCommand } from './random-command.ts';
import { setCommands } from './set.ts';
import { sortedSetCommands } from './sorted-set.ts';
import { streamCommands } from './stream.ts';
import { stringCommands } from './string.ts';

/** Commands by group, and how often a group is chosen beside the others. */
export interface RandomCommandGroup {
  readonly name: string;
  readonly weight: number;
  readonly commands: readonly RandomCommand[];
}

export const randomCommandGroups: readonly RandomCommandGroup[] = [
  { name: 'string', weight: 8, commands: stringCommands },
  { name: 'bitmap', weight: 5, commands: bitmapCommands },
  { name: 'list', weight: 12, commands: listCommands },
  { name: 'set', weight: 12, commands: setCommands },
  { name: 'hash', weight: 10, commands: hashCommands },
  { name: 'sorted-set', weight: 14, commands: sortedSetCommands },
  { name: 'stream', weight: 14, commands: streamCommands },
  { name: 'hyperloglog', weight: 3, commands: hyperloglogCommands },
  { name: 'geo', weight: 5, commands: geoCommands },
  { name: 'generic', weight: 17, commands: genericCommands },
];

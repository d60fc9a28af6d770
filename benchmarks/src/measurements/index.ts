import type { Measurement } from '../measurement.ts';
import { largeValues } from './large-values.ts';
import { manyKeys } from './many-keys.ts';
import { memory } from './memory.ts';
import { pauses } from './pauses.ts';
import { snapshot } from './snapshot.ts';
import { startUp } from './start-up.ts';
import { throughput } from './throughput.ts';

/** In the order of the tables. */
export const measurements: readonly Measurement[] = [
  throughput,
  largeValues,
  memory,
  manyKeys,
  pauses,
  snapshot,
  startUp,
];

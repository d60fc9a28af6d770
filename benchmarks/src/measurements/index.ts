import type { Measurement } from '../measurement.ts';
import { collectionPauses } from './collection-pauses.ts';
import { dataTypes } from './data-types.ts';
import { largeValues } from './large-values.ts';
import { manyKeys } from './many-keys.ts';
import { memory } from './memory.ts';
import { pauses } from './pauses.ts';
import { publish } from './publish.ts';
import { snapshot } from './snapshot.ts';
import { sortedSet } from './sorted-set.ts';
import { startUp } from './start-up.ts';
import { throughput } from './throughput.ts';
import { typeMemory } from './type-memory.ts';

/** In the order of the tables. */
export const measurements: readonly Measurement[] = [
  throughput,
  largeValues,
  dataTypes,
  sortedSet,
  publish,
  memory,
  typeMemory,
  manyKeys,
  pauses,
  collectionPauses,
  snapshot,
  startUp,
];

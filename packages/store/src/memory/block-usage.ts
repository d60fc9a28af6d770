import { PAGES_SHIFT, UNIT_BYTES } from '../limits.ts';
import type { Segments } from './segments.ts';
import { CLASS_COUNT, classBlocks, classUnits } from './size-classes.ts';

/** How much of one size class is in use. */
export interface BlockUsage {
  /** Size of one block. */
  readonly bytes: number;
  /** Pages held, blocks in use, and blocks that would be in these pages if they were full. */
  readonly pages: number;
  readonly blocks: number;
  readonly room: number;
}

/** The size classes of which there are pages, smallest first. Looks at every page: for people. */
export function blockUsage(segments: Segments): BlockUsage[] {
  const pages = new Uint32Array(CLASS_COUNT);
  const blocks = new Uint32Array(CLASS_COUNT);
  const { pageOwner, pageClass, pageUsed, segmentTouched, segmentCount } = segments;
  for (let segment = 0; segment < segmentCount; segment++) {
    const first = segment << PAGES_SHIFT;
    for (let page = first; page < first + segmentTouched[segment]; page++) {
      if (pageOwner[page] === 0) continue;
      pages[pageClass[page]]++;
      blocks[pageClass[page]] += pageUsed[page];
    }
  }
  return [...pages.entries()]
    .filter(([, count]) => count > 0)
    .map(([sizeClass, count]) => ({
      bytes: classUnits[sizeClass] * UNIT_BYTES,
      pages: count,
      blocks: blocks[sizeClass],
      room: count * classBlocks[sizeClass],
    }));
}

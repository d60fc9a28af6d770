import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { BLOCK_BYTES_MAX, PAGE_SHIFT, SEGMENT_SHIFT, SEGMENT_UNIT_MASK } from '../limits.ts';
import { Arena } from './arena.ts';
import { Segments, ZONE_FIXED, ZONE_MOVABLE } from './segments.ts';

/** A block as it should be: every byte of it is `fill`. */
interface Block {
  reference: number;
  capacity: number;
  fill: number;
}

test('blocks never overlap, whatever is allocated and freed', () => {
  const random = seededRandom('arena');
  const segments = new Segments();
  const arenas = [
    new Arena(segments, ZONE_MOVABLE),
    new Arena(segments, ZONE_FIXED),
    new Arena(segments, ZONE_MOVABLE),
  ];
  const blocks: Block[][] = arenas.map(() => []);
  const bytesOf = ({ reference, capacity }: Block) => {
    const at = (reference & SEGMENT_UNIT_MASK) << 4;
    return segments.bytes[reference >>> SEGMENT_SHIFT].subarray(at, at + capacity);
  };
  const check = (block: Block) => {
    for (const byte of bytesOf(block)) if (byte !== block.fill) expect.fail(`block ${block.reference} was overwritten`);
  };

  // The share of allocations rises and falls, so that arenas fill and empty.
  for (let step = 0; step < 40_000; step++) {
    const index = random.nextInt(arenas.length);
    const arena = arenas[index];
    const own = blocks[index];
    if (random.chance(0.5 + 0.4 * Math.sin(step / 4000))) {
      const bytes = random.chance(0.97) ? 1 + random.nextInt(600) : 1 + random.nextInt(BLOCK_BYTES_MAX);
      const reference = arena.allocate(bytes);
      const block = { reference, capacity: arena.capacity(reference), fill: 1 + random.nextInt(255) };
      if (reference === 0 || block.capacity < bytes || !arena.fits(reference, bytes)) expect.fail(`for ${bytes} bytes`);
      bytesOf(block).fill(block.fill);
      own.push(block);
    } else if (own.length > 0) {
      const at = random.nextInt(own.length);
      check(own[at]);
      arena.free(own[at].reference);
      own[at] = own[own.length - 1];
      own.pop();
    }
    if (random.chance(0.001) && own.length > 0) {
      const page = random.pick(own).reference >>> PAGE_SHIFT;
      if (segments.pageRetired[page] === 0) arena.retire(page);
    }
    if (random.chance(0.0002)) {
      arena.clear();
      own.length = 0;
    }
    if (step % 5000 === 0) {
      for (const [i, list] of blocks.entries()) {
        for (const block of list) check(block);
        expect(arenas[i].usedBytes).toBe(list.reduce((sum, { capacity }) => sum + capacity, 0));
      }
      expect(segments.pagesInUse).toBe(arenas.reduce((sum, { pageCount }) => sum + pageCount, 0));
      segments.trim();
    }
  }
  for (const arena of arenas) arena.clear();
  expect(segments.pagesInUse).toBe(0);
});

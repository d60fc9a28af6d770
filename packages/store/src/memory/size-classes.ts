import { BLOCK_BYTES_MAX, PAGE_UNITS, UNIT_BYTES } from '../limits.ts';

/**
 * Block sizes, in units of 16 bytes: every multiple up to 256 bytes, then eight steps to each doubling, and at the large end the
 * sizes that fill a page without a rest. On average a block is 6 % larger than what was asked for.
 *
 * classUnits[c]    size of a block of class c, in units
 * classBlocks[c]   how many such blocks a page holds
 * classOfUnits[u]  the class for a request of u units
 */
function blockSizes(): number[] {
  const sizes: number[] = [];
  for (let units = 1; units <= 16; units++) sizes.push(units);
  for (let base = 16; base < 256; base *= 2) {
    for (let step = 1; step <= 8; step++) sizes.push(base + (base / 8) * step);
  }
  for (let parts = 15; parts >= 2; parts--) sizes.push(Math.floor(PAGE_UNITS / parts));
  return sizes;
}

const sizes = blockSizes();

export const CLASS_COUNT = sizes.length;
export const classUnits: Uint16Array = Uint16Array.from(sizes);
export const classBlocks: Uint16Array = Uint16Array.from(sizes, (units) => Math.floor(PAGE_UNITS / units));
export const classOfUnits: Uint8Array = new Uint8Array(BLOCK_BYTES_MAX / UNIT_BYTES + 1);

let sizeClass = 0;
for (let units = 0; units < classOfUnits.length; units++) {
  if (units > classUnits[sizeClass]) sizeClass++;
  classOfUnits[units] = sizeClass;
}

/** The size class of a request of `bytes`, which is at most BLOCK_BYTES_MAX. */
export function classOf(bytes: number): number {
  return classOfUnits[(bytes + (UNIT_BYTES - 1)) >>> 4];
}

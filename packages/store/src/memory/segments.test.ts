import { describe, expect, test } from 'vitest';
import { PAGE_BYTES, PAGES_PER_SEGMENT, PAGES_SHIFT } from '../limits.ts';
import { Segments, ZONE_FIXED, ZONE_MOVABLE } from './segments.ts';

function take(segments: Segments, count: number, zone: number): number[] {
  return Array.from({ length: count }, () => segments.takePage(zone, 1));
}

describe('segments', () => {
  test('page 0 is never handed out', () => {
    const pages = take(new Segments(), PAGES_PER_SEGMENT, ZONE_MOVABLE);
    expect(pages).not.toContain(0);
    expect(new Set(pages).size).toBe(pages.length);
  });

  test('a page that was given back is handed out again before a new one', () => {
    const segments = new Segments();
    const pages = take(segments, 10, ZONE_MOVABLE);
    segments.givePage(pages[3]);
    segments.givePage(pages[7]);
    expect(new Set(take(segments, 2, ZONE_MOVABLE))).toEqual(new Set([pages[3], pages[7]]));
    expect(segments.pagesInUse).toBe(10);
    expect(segments.touchedBytes).toBe(11 * PAGE_BYTES);
  });

  test('zones share no segment', () => {
    const segments = new Segments();
    const movable = take(segments, 700, ZONE_MOVABLE).map((page) => page >>> PAGES_SHIFT);
    const fixed = take(segments, 700, ZONE_FIXED).map((page) => page >>> PAGES_SHIFT);
    for (const segment of fixed) expect(movable).not.toContain(segment);
  });

  test('of segments with room, the fullest is filled first', () => {
    const segments = new Segments();
    const pages = take(segments, 3 * PAGES_PER_SEGMENT - 1, ZONE_MOVABLE);
    const of = (segment: number) => pages.filter((page) => page >>> PAGES_SHIFT === segment);
    for (const page of of(0).slice(0, 300)) segments.givePage(page);
    for (const page of of(1).slice(0, 100)) segments.givePage(page);
    const again = take(segments, 150, ZONE_MOVABLE).map((page) => page >>> PAGES_SHIFT);
    expect(again).toEqual([...new Array(100).fill(1), ...new Array(50).fill(0)]);
  });

  test('an empty segment goes back to the system with trim, and its number is used again', () => {
    const segments = new Segments();
    const pages = take(segments, 2 * PAGES_PER_SEGMENT - 1, ZONE_MOVABLE);
    expect(segments.trim()).toBe(0);
    const second = segments.bytes[1];
    for (const page of pages.slice(PAGES_PER_SEGMENT - 1)) segments.givePage(page);
    expect(segments.trim()).toBe(1);
    expect(segments.trim()).toBe(0);
    expect(second.length).toBe(0);
    expect(segments.bytes[1].length).toBe(0);
    expect(segments.touchedBytes).toBe(PAGES_PER_SEGMENT * PAGE_BYTES);
    const [page] = take(segments, 1, ZONE_MOVABLE);
    expect(page).toBe(PAGES_PER_SEGMENT);
    expect(segments.bytes[1].length).toBe(PAGES_PER_SEGMENT * PAGE_BYTES);
    expect(segments.touchedBytes).toBe((PAGES_PER_SEGMENT + 1) * PAGE_BYTES);
  });

  test('an empty segment of which little was touched stays', () => {
    const segments = new Segments();
    for (const page of take(segments, 20, ZONE_MOVABLE)) segments.givePage(page);
    expect(segments.trim()).toBe(0);
    expect(segments.bytes[0].length).toBeGreaterThan(0);
  });

  test('no page comes from a segment that is being drained', () => {
    const segments = new Segments();
    const [page] = take(segments, 1, ZONE_MOVABLE);
    segments.draining = page >>> PAGES_SHIFT;
    expect(take(segments, 1, ZONE_MOVABLE)[0] >>> PAGES_SHIFT).not.toBe(segments.draining);
    segments.givePage(page);
    expect(take(segments, 1, ZONE_MOVABLE)[0] >>> PAGES_SHIFT).not.toBe(segments.draining);
  });

  test('a renewed segment holds the same pages at the same places, and the system has the others back', () => {
    const segments = new Segments();
    const pages = take(segments, PAGES_PER_SEGMENT - 1, ZONE_MOVABLE);
    const wordOf = (page: number) => page * (PAGE_BYTES / 4);
    for (const page of pages) segments.words[0][wordOf(page)] = page;
    const kept = pages.filter((page) => page % 7 === 0 && page < 450);
    for (const page of pages) if (!kept.includes(page)) segments.givePage(page);
    const old = segments.bytes[0];
    expect(segments.sparePagesOf(0)).toBe(PAGES_PER_SEGMENT - 1 - kept.length);
    segments.renew(0);
    expect(old.length).toBe(0);
    expect(segments.sparePagesOf(0)).toBe(0);
    expect(segments.touchedPagesOf(0)).toBe(kept.length + 1);
    expect(segments.touchedBytes).toBe((kept.length + 1) * PAGE_BYTES);
    for (const page of kept) expect(segments.words[0][wordOf(page)]).toBe(page);
    // Pages are handed out as before: those in between, each once, and then those behind.
    const again = take(segments, PAGES_PER_SEGMENT - 1 - kept.length, ZONE_MOVABLE);
    expect(new Set([...kept, ...again])).toEqual(
      new Set(Array.from({ length: PAGES_PER_SEGMENT - 1 }, (_, i) => i + 1)),
    );
    expect(segments.touchedPagesOf(0)).toBe(PAGES_PER_SEGMENT);
    expect(segments.touchedBytes).toBe(PAGES_PER_SEGMENT * PAGE_BYTES);
  });

  test('a renewed segment that becomes empty goes back as a whole', () => {
    const segments = new Segments();
    const pages = take(segments, 2 * PAGES_PER_SEGMENT - 1, ZONE_MOVABLE).filter((page) => page >>> PAGES_SHIFT === 1);
    for (const page of pages.slice(0, 300)) segments.givePage(page);
    segments.renew(1);
    const taken = take(segments, 20, ZONE_MOVABLE);
    for (const page of [...pages.slice(300), ...taken]) segments.givePage(page);
    expect(segments.trim()).toBe(1);
    expect(segments.touchedBytes).toBe(PAGES_PER_SEGMENT * PAGE_BYTES);
    expect(take(segments, 1, ZONE_MOVABLE)).toEqual([PAGES_PER_SEGMENT]);
    expect(segments.touchedBytes).toBe((PAGES_PER_SEGMENT + 1) * PAGE_BYTES);
  });

  test('bytes, words and views are the same memory', () => {
    const segments = new Segments();
    take(segments, 1, ZONE_MOVABLE);
    segments.words[0][5] = 0x01020304;
    expect([...segments.bytes[0].subarray(20, 24)]).toEqual([4, 3, 2, 1]);
    expect(segments.views[0].getUint32(20, true)).toBe(0x01020304);
  });
});

import { describe, expect, test } from 'vitest';
import { PAGE_BYTES, PAGE_SHIFT } from '../limits.ts';
import { Arena } from './arena.ts';
import { Segments, ZONE_MOVABLE } from './segments.ts';

function newArena(): Arena {
  return new Arena(new Segments(), ZONE_MOVABLE);
}

describe('an arena', () => {
  test('takes a page when it needs one, and gives back those that empty, but for the last with room', () => {
    const arena = newArena();
    const perPage = PAGE_BYTES / 1024;
    const references = Array.from({ length: 4 * perPage }, () => arena.allocate(1024));
    expect(arena.pageCount).toBe(4);
    expect(arena.usedBytes).toBe(4 * PAGE_BYTES);
    for (const reference of references) arena.free(reference);
    expect(arena.usedBytes).toBe(0);
    expect(arena.pageCount).toBe(1);
  });

  test('uses a freed block again', () => {
    const arena = newArena();
    const references = [1, 2, 3].map(() => arena.allocate(100));
    arena.free(references[1]);
    expect(arena.allocate(112)).toBe(references[1]);
    expect(arena.allocate(100)).not.toBe(references[1]);
  });

  test('allocates nothing in a retired page, and gives it back with its last block', () => {
    const arena = newArena();
    const references = Array.from({ length: 10 }, () => arena.allocate(1024));
    const page = references[0] >>> PAGE_SHIFT;
    arena.free(references.pop()!);
    expect(arena.retire(page)).toBe(true);
    for (let i = 0; i < 200; i++) expect(arena.allocate(1024) >>> PAGE_SHIFT).not.toBe(page);
    const before = arena.pageCount;
    for (const reference of references) {
      expect(arena.segments.pageOwner[page]).toBe(arena.owner);
      arena.free(reference);
    }
    expect(arena.pageCount).toBe(before - 1);
    expect(arena.segments.pageOwner[page]).toBe(0);
  });

  test('a full page can be retired, and an empty one is gone at once', () => {
    const arena = newArena();
    const references = Array.from({ length: 4 }, () => arena.allocate(16_384));
    const page = references[0] >>> PAGE_SHIFT;
    expect(arena.retire(page)).toBe(true);
    for (const reference of references) arena.free(reference);
    expect(arena.pageCount).toBe(0);
    const other = arena.allocate(16_384);
    arena.free(other);
    expect(arena.pageCount).toBe(1);
    expect(arena.retire(other >>> PAGE_SHIFT)).toBe(false);
    expect(arena.pageCount).toBe(0);
  });

  test('clear gives everything back, retired pages too', () => {
    const arena = newArena();
    for (let i = 0; i < 500; i++) arena.allocate(1 + i * 10);
    arena.retire(arena.allocate(100) >>> PAGE_SHIFT);
    arena.clear();
    expect(arena.usedBytes).toBe(0);
    expect(arena.heldBytes).toBe(0);
    expect(arena.segments.pagesInUse).toBe(0);
    expect(arena.allocate(100)).toBeGreaterThan(0);
  });
});

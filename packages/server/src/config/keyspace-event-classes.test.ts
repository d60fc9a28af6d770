import { describe, expect, it } from 'vitest';
import {
  ALL_EVENT_CLASSES,
  EVENT_CLASS_LETTERS,
  formatEventClasses,
  KeyspaceEventClass,
  parseEventClasses,
} from './keyspace-event-classes.ts';

describe('keyspace event classes', () => {
  it.each([
    ['', ''],
    ['KEA', 'AKE'],
    ['gKE', 'gKE'],
    ['$lshzxeKE', '$lshzxeKE'],
    ['EKxx', 'xKE'],
    ['g$lshzxetd', 'A'],
    ['g$lshzxetda', 'A'],
    ['AnmocK', 'AnKmoc'],
    ['STIV', 'STIV'],
  ])('%j is shown as %j', (letters, shown) => {
    const bits = parseEventClasses(letters);
    expect(bits === undefined ? undefined : formatEventClasses(bits)).toBe(shown);
  });

  it.each(['q', 'KEq', 'k', ' '])('%j is refused', (letters) => {
    expect(parseEventClasses(letters)).toBeUndefined();
  });

  it('has a letter and a bit of its own for every class', () => {
    const bits = Object.values(KeyspaceEventClass);
    expect(new Set(bits).size).toBe(bits.length);
    for (const bit of bits) {
      const letters = formatEventClasses(bit);
      expect(letters).toHaveLength(1);
      expect(EVENT_CLASS_LETTERS).toContain(letters);
    }
    expect(parseEventClasses(EVENT_CLASS_LETTERS)).toBe(bits.reduce((all, bit) => all | bit, 0));
    expect(parseEventClasses('A')).toBe(ALL_EVENT_CLASSES);
  });
});

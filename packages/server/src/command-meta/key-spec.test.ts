import { describe, expect, test } from 'vitest';
import { KeyFlag, type KeySpec, keyAfterWord, keyFlagNames, keyNum, keyRange, legacyKeyRange } from './key-spec.ts';
import {
  evalReadOnly,
  geoRadius,
  migrate,
  mset,
  msetex,
  set,
  sort,
  sunionstore,
  zunionstore,
} from './sample-facts.cases.ts';

test('the key flags and their order are those of COMMAND INFO', () => {
  expect(Object.keys(KeyFlag).join(' ')).toBe(
    'RO RW OW RM access update insert delete not_key incomplete variable_flags',
  );
  expect(keyFlagNames(keyRange('access RW', 1).flags)).toEqual(['RW', 'access']);
  expect(() => keyRange('read', 1)).toThrow("unknown key flag 'read'");
});

describe('the range of old: first, last, step, movable', () => {
  test.each<[name: string, specs: readonly KeySpec[], expected: (number | boolean)[]]>([
    ['no keys', [], [0, 0, 0, false]],
    ['one key', set.keys, [1, 1, 1, false]],
    ['every second argument', mset.keys, [1, -1, 2, false]],
    ['all but the last', [keyRange('RW', 1, -2)], [1, -2, 1, false]],
    ['a destination, then all that follow', sunionstore.keys, [1, -1, 1, false]],
    ['two keys', [keyRange('RW', 1), keyRange('OW', 2)], [1, 2, 1, false]],
    ['a gap', [keyRange('RW', 1), keyRange('OW', 3)], [1, 1, 1, true]],
    ['an operation, a destination, all that follow', [keyRange('OW', 2), keyRange('RO', 3, -1)], [2, -1, 1, false]],
    ['a destination and a number of keys', zunionstore.keys, [1, 1, 1, true]],
    ['a number of keys', evalReadOnly.keys, [0, 0, 0, true]],
    ['a number of pairs', msetex.keys, [0, 0, 0, true]],
    ['unknown ones', sort.keys, [1, 1, 1, true]],
    ['a keyword', geoRadius.keys, [1, 1, 1, true]],
    ['a keyword from the end', migrate.keys, [3, 3, 1, true]],
    ['incomplete', [keyRange('RO incomplete', 1)], [1, 1, 1, true]],
    ['incomplete among others', [keyRange('RO incomplete', 1), keyRange('RO', 2)], [1, 2, 1, true]],
    ['only a keyword', [keyAfterWord('RO', 'STREAMS', 1, -1, 2)], [0, 0, 0, true]],
    ['a step among others', [keyNum('RO', 1), keyRange('RO', 2, -1, 2)], [0, 0, 0, true]],
  ])('%s', (_name, specs, expected) => {
    const { first, last, step, movable } = legacyKeyRange(specs);
    expect([first, last, step, movable]).toEqual(expected);
  });
});

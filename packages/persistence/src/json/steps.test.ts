import { Store } from '@respite/store';
import { expect, test } from 'vitest';
import { MemorySnapshotFiles } from '../memory-snapshot-files.ts';
import { savedBytes } from './saved-text.cases.ts';
import { SnapshotReader } from './snapshot-reader.ts';

const COUNT = 20_000;
const numbers = Array.from({ length: COUNT }, (_, i) => i);
const named = <T>(name: string, value: (i: number) => T) =>
  Object.fromEntries(numbers.map((i) => [`${name} ${String(i).padStart(5, '0')}`, value(i)]));

const databases = {
  0: {
    hash: { hash: named('field', (i) => `value ${i}`) },
    list: { list: numbers.map((i) => `element ${i}`) },
    set: { expires: 4_000_000_000_000, set: numbers.map((i) => `member ${String(i).padStart(5, '0')}`) },
    stream: {
      stream: {
        lastId: `${COUNT}-0`,
        entriesAdded: COUNT,
        entries: Object.fromEntries(numbers.map((i) => [`${i + 1}-0`, ['field', `value ${i}`]])),
        groups: {
          group: {
            lastId: `${COUNT}-0`,
            consumers: { alice: { seen: 5 } },
            pending: Object.fromEntries(numbers.map((i) => [`${i + 1}-0`, ['alice', 7, 1]])),
          },
        },
      },
    },
    strings: 'plain',
    zset: { zset: named('member', (i) => i) },
  },
};

test('large values are read step by step, by several readers in turns', () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ format: 'respite-snapshot', version: 1, databases }));
  const files = new MemorySnapshotFiles();
  files.contents.set('data/dump.json', bytes);
  const stores = [new Store(), new Store()];
  const readers = stores.map((store) => {
    const open = () => files.open('data', 'dump.json')!;
    return new SnapshotReader(open(), store.databases, open);
  });
  let steps = 0;
  for (let rest = readers; rest.length > 0; steps++) {
    rest = rest.filter((reader) => {
      const before = reader.bytes;
      const goesOn = reader.step();
      expect(reader.bytes - before).toBeLessThan(40_000);
      return goesOn;
    });
  }
  expect(steps).toBeGreaterThan(30);
  for (const [i, store] of stores.entries()) {
    expect([readers[i].keys, readers[i].bytes]).toEqual([6, bytes.length]);
    const { hash, list, set, stream, strings, zset } = JSON.parse(new TextDecoder().decode(savedBytes(store)))
      .databases[0];
    const expected = databases[0];
    expect(hash).toEqual(expected.hash);
    expect(list).toEqual(expected.list);
    expect([set.expires, set.set.sort()]).toEqual([expected.set.expires, expected.set.set]);
    expect(stream).toEqual(expected.stream);
    expect(strings).toBe('plain');
    expect(zset).toEqual(expected.zset);
  }
});

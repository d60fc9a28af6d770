import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NewSnapshotFile } from '../snapshot-files.ts';
import { NodeSnapshotFiles } from './snapshot-files.ts';

const files = new NodeSnapshotFiles();
const bytes = new TextEncoder().encode('new content, and more');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'respite-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const content = () => readFileSync(join(folder, 'dump.json'), 'utf8');

const ways: [string, (file: NewSnapshotFile) => unknown, (file: NewSnapshotFile) => unknown][] = [
  ['blocking', (file) => file.write(bytes, 11), (file) => file.commit()],
  ['beside other work', (file) => file.writeSoon(bytes, 11), (file) => file.commitSoon()],
];

test.each(ways)('a new file takes the place of the old one when it is committed: %s', async (_, write, commit) => {
  for (const old of [undefined, 'old content']) {
    if (old !== undefined) writeFileSync(join(folder, 'dump.json'), old);
    const file = files.create(folder, 'dump.json');
    await write(file);
    await write(file);
    if (old !== undefined) expect(content()).toBe(old);
    await commit(file);
    expect(content()).toBe('new contentnew content');
    expect(readdirSync(folder)).toEqual(['dump.json']);
  }
});

test('a file that was given up leaves nothing', async () => {
  writeFileSync(join(folder, 'dump.json'), 'old content');
  const file = files.create(folder, 'dump.json');
  file.write(bytes, bytes.length);
  file.discard();
  file.discard();
  expect(readdirSync(folder)).toEqual(['dump.json']);

  const other = files.create(folder, 'dump.json');
  const writing = other.writeSoon(bytes, bytes.length);
  other.discard();
  await expect(writing).rejects.toThrow('given up');
  const third = files.create(folder, 'dump.json');
  const committing = third.commitSoon();
  third.discard();
  await expect(committing).rejects.toThrow('given up');
  expect(readdirSync(folder)).toEqual(['dump.json']);
  expect(content()).toBe('old content');
});

test('two files at once', () => {
  const first = files.create(folder, 'dump.json');
  const second = files.create(folder, 'dump.json');
  first.write(bytes, 3);
  second.write(bytes, 5);
  second.commit();
  first.commit();
  expect(content()).toBe('new');
});

test('where nothing can be written', async () => {
  expect(() => files.create(join(folder, 'missing'), 'dump.json')).toThrow('ENOENT');
  // A folder is in the way.
  mkdirSync(join(folder, 'dump.json'));
  writeFileSync(join(folder, 'dump.json', 'something'), '');
  const file = files.create(folder, 'dump.json');
  expect(() => file.commit()).toThrow();
  await expect(files.create(folder, 'dump.json').commitSoon()).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(['dump.json']);
});

test('reading', () => {
  expect(files.open(folder, 'dump.json')).toBeUndefined();
  writeFileSync(join(folder, 'dump.json'), bytes);
  const file = files.open(folder, 'dump.json')!;
  expect([file.path, file.size]).toEqual([join(folder, 'dump.json'), bytes.length]);
  const into = new Uint8Array(30);
  expect(file.read(into, 2, 5)).toBe(3);
  expect(file.read(into, 5, 30)).toBe(bytes.length - 3);
  expect(file.read(into, 29, 30)).toBe(0);
  expect(into.subarray(2, 2 + bytes.length)).toEqual(bytes);
  file.close();
});

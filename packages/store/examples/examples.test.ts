import { readdirSync, readFileSync } from 'node:fs';
import { format } from 'node:util';
import { expect, test, vi } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const inReadme = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
const files = readdirSync(new URL('.', import.meta.url)).filter((file) => !file.endsWith('.test.ts'));

test('README.md shows these examples and no others', () => {
  const codes = files.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'));
  expect(inReadme.toSorted()).toEqual(codes.toSorted());
});

test.each(files)('%s prints what its comments say', async (file) => {
  const code = readFileSync(new URL(file, import.meta.url), 'utf8');
  const expected = [...code.matchAll(/\/\/ prints: (.*)/g)].map(([, text]) => text).join(', ');
  const printed: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...args) => {
    printed.push(format(...args));
  });
  try {
    await import(new URL(file, import.meta.url).href);
  } finally {
    log.mockRestore();
  }
  expect(printed.join(', ')).toBe(expected);
});

import { readFileSync } from 'node:fs';
import { format } from 'node:util';
import { expect, test, vi } from 'vitest';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('README.md shows the example, and what it prints', async () => {
  const [, shown] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  expect(shown).toBe(readFileSync(new URL('chat.ts', import.meta.url), 'utf8'));
  const [, expected] = /It prints\n\n```\n(.*?)```/s.exec(readme) ?? [];
  let printed = '';
  const log = vi.spyOn(console, 'log').mockImplementation((...args) => {
    printed += `${format(...args)}\n`;
  });
  try {
    await import('./chat.ts');
  } finally {
    log.mockRestore();
  }
  expect(printed).toBe(expected);
});

import { expect, test } from 'vitest';
import { Config } from '../config/config.ts';
import { boundMaxclients, openFilesLimit } from './open-files.ts';

test('maxclients is lowered to what the system allows, and cannot be raised beyond', async () => {
  const config = new Config({ values: { maxclients: 10_000 } });
  const warnings: string[] = [];
  boundMaxclients(config, (message) => warnings.push(message), 1024);
  expect(config.maxclients).toBe(992);
  expect(warnings).toEqual([expect.stringContaining('maxclients has been reduced to 992')]);
  expect(await config.set([['maxclients', '993']])).toMatch(/not able to handle .*, try with 992$/);
  expect(config.maxclients).toBe(992);
  expect(await config.set([['maxclients', '100']])).toBeUndefined();
});

test('where there is room for all, nothing changes', async () => {
  const config = new Config();
  boundMaxclients(config, () => expect.unreachable(), Number.POSITIVE_INFINITY);
  expect(await config.set([['maxclients', '4000000000']])).toBeUndefined();
});

test('the limit of this process', () => {
  expect(openFilesLimit()).toBeGreaterThan(100);
});

import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { RESPITE_VERSION } from './version.ts';

test('the version is that of the package', () => {
  expect(RESPITE_VERSION).toBe(manifest.version);
});

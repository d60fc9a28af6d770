import { directives } from '@respite/server';
import { expect, it } from 'vitest';
import { helpText, versionText } from './help.ts';

it('shows the forms of the command line and what every directive with an effect takes', () => {
  const lines = helpText('respite-server').split('\n');
  expect(lines[0]).toBe('Usage: respite-server [path/to/redis.conf] [--directive value ...]');
  expect(lines).toContain('  --port number');
  expect(lines).toContain('      TCP port; 0 opens none. (6379)');
  expect(lines).toContain('  --loglevel debug|verbose|notice|warning|nothing');
  for (const { name, effect } of directives) {
    expect(lines.some((line) => line.startsWith(`  --${name} `))).toBe(effect === 'full');
  }
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(110);
});

it('shows the version where tools look for it', () => {
  const text = versionText({ version: '0.1.0', redisVersion: '7.4.0', nodeVersion: '20.19.0' });
  expect(text).toBe('Respite server v=0.1.0 redis=7.4.0 node=20.19.0 bits=64\n');
});

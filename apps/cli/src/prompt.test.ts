import { expect, test } from 'vitest';
import { promptText } from './prompt.ts';

const QUIET = { database: 0, inTransaction: false, isSubscribed: false };

test.each([
  [{ host: '127.0.0.1', port: 6379, socket: undefined }, QUIET, '127.0.0.1:6379> '],
  [{ host: '::1', port: 6379, socket: undefined }, QUIET, '[::1]:6379> '],
  [{ host: '127.0.0.1', port: 6379, socket: '/run/r.sock' }, QUIET, 'redis /run/r.sock> '],
  [{ host: 'h', port: 1, socket: undefined }, { ...QUIET, database: 3, inTransaction: true }, 'h:1[3](TX)> '],
  [{ host: 'h', port: 1, socket: undefined }, { ...QUIET, isSubscribed: true }, 'h:1(subscribed mode)> '],
  [{ host: 'h', port: 1, socket: undefined }, null, 'not connected> '],
])('%j in %j', (address, state, prompt) => {
  expect(promptText(address, state)).toBe(prompt);
});

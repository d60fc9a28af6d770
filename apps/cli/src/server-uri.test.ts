import { describe, expect, test } from 'vitest';
import { parseServerUri } from './server-uri.ts';

describe('a URI', () => {
  test.each([
    ['redis://', {}],
    ['REDIS://example.com', { host: 'example.com' }],
    ['redis://example.com:7000', { host: 'example.com', port: 7000 }],
    ['redis://:secret@example.com', { user: '', password: 'secret', host: 'example.com' }],
    ['redis://secret@example.com/3', { password: 'secret', host: 'example.com', database: 3 }],
    ['redis://ann:p%40ss%C3%A9@h:1/2', { user: 'ann', password: 'p@ssé', host: 'h', port: 1, database: 2 }],
    ['redis://ann:a#b@h', { user: 'ann', password: 'a#b', host: 'h' }],
    ['redis://[::1]:7000/0', { host: '::1', port: 7000, database: 0 }],
    ['redis:///5', { database: 5 }],
    ['redis://h/', { host: 'h' }],
    ['rediss://:p@h:7000', { user: '', password: 'p', host: 'h', port: 7000, tls: true }],
  ])('%s', (uri, parsed) => {
    expect(parseServerUri(uri)).toEqual(parsed);
  });

  test.each([
    ['http://h', 'Invalid URI scheme'],
    ['h:6379', 'Invalid URI scheme'],
    ['redis://a%zz@h', 'Illegal character in URI encoding'],
    ['redis://a%@h', 'Incomplete URI encoding'],
  ])('%s is refused', (uri, reason) => {
    expect(() => parseServerUri(uri)).toThrow(reason);
  });
});

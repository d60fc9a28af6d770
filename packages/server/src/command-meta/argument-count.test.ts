import { expect, test } from 'vitest';
import { argumentCount } from './argument-count.ts';
import { parseSyntax } from './syntax.ts';

const many = Number.POSITIVE_INFINITY;

test.each([
  ['', 0, 0],
  ['key value', 2, 2],
  ['key [GET]', 1, 2],
  ['EX seconds:integer', 2, 2],
  ['data=(key value)...', 2, many],
  ['unit=<M|KM>', 1, 1],
  ['from=<FROMMEMBER member|FROMLONLAT place=(longitude latitude)>', 2, 3],
  ['[LIMIT limit=(offset count)]', 0, 3],
  ['a=<[b]|c>', 0, 1],
  ['nothing=()', 0, 0],
])('%s', (syntax, least, most) => {
  expect(argumentCount(parseSyntax(syntax))).toEqual({ least, most });
});

import { expect, test } from 'vitest';
import { completeFrom } from './completion.ts';

const NAMES = ['CONFIG', 'CONFIG GET', 'CONFIG SET', 'GET', 'GETEX', '@string'];

test.each([
  ['GE', ['GET', 'GETEX']],
  ['ge', ['get', 'getex']],
  ['Ge', ['GET', 'GETEX']],
  ['config s', ['config set']],
  ['getex', []],
  ['get', ['get', 'getex']],
  ['@st', ['@string']],
  ['zzz', []],
  ['', NAMES],
])('%j', (typed, candidates) => {
  expect(completeFrom(NAMES, typed)).toEqual([candidates, typed]);
});

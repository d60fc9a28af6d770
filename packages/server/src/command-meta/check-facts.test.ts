import { describe, expect, test } from 'vitest';
import { factProblems } from './check-facts.ts';
import type { CommandFacts } from './command-facts.ts';
import { client, mset, sampleFacts, set } from './sample-facts.cases.ts';

test.each(sampleFacts.map((facts) => [facts.name, facts] as const))('%s fits together', (_name, facts) => {
  expect(factProblems(facts)).toEqual([]);
});

describe('a problem is told', () => {
  const { keyFinder: _keyFinder, ...setWithoutFinder } = set;
  const { subcommands: _subcommands, ...bareClient } = client;
  test.each<[problem: string, facts: CommandFacts]>([
    ['get: a name is written in capitals', { ...mset, name: 'get' }],
    ['MSET: the summary is no sentence', { ...mset, summary: 'Stores strings' }],
    ['MSET: the summary has 101 characters', { ...mset, summary: `${'x'.repeat(100)}.` }],
    ["MSET: '7' is no version", { ...mset, since: '7' }],
    ["MSET: unknown command flag 'quick' in 'quick'", { ...mset, flags: 'quick' }],
    ["MSET: unknown ACL category 'cats' in 'cats'", { ...mset, categories: 'cats' }],
    ["MSET: expected > at 6 in 'a=<b|c'", { ...mset, syntax: 'a=<b|c' }],
    ['MSET: no key spec 1', { ...mset, syntax: 'data=(key@1 key)...' }],
    ['MSET: key spec 0 belongs to no argument', { ...mset, syntax: 'data=(name value)...' }],
    ['MSET: arity 3, by the syntax -3', { ...mset, arity: 3 }],
    ['MSET: arity -3, by the syntax 2', { ...mset, syntax: 'key' }],
    ['MSET: its key specs need no keyFinder', { ...mset, keyFinder: 'set' }],
    ['SET: its key specs want a keyFinder', setWithoutFinder],
    ['CLIENT: a container without subcommands', bareClient],
    ['CLIENT: MSET is no subcommand of it', { ...client, subcommands: [mset] }],
    ['CLIENT: two subcommands of one name', { ...client, subcommands: [client.subcommands[0], client.subcommands[0]] }],
    ['MSET: has subcommands, but is no container', { ...mset, subcommands: [] }],
  ])('%s', (problem, facts) => {
    expect(factProblems(facts)).toContain(problem);
  });
});

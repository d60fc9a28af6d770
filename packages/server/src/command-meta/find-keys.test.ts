import { describe, expect, test } from 'vitest';
import type { ArgumentSlices } from './argument-slices.ts';
import type { CommandFacts } from './command-facts.ts';
import { commandMeta } from './command-meta.ts';
import { findKeys, mayHaveKeys } from './find-keys.ts';
import { KeyPositions } from './key-positions.ts';
import { keyFlagNames, keyRange } from './key-spec.ts';
import * as samples from './sample-facts.cases.ts';

/** Arguments as they lie in a receive buffer: with other bytes before, between and behind them. */
function slices(words: readonly string[]): ArgumentSlices {
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '*n\r\n';
  for (const word of words) {
    text += '$n\r\n';
    starts.push(text.length);
    text += word;
    ends.push(text.length);
    text += '\r\n';
  }
  return { count: words.length, bytes: new TextEncoder().encode(text), starts, ends };
}

/** 'dest:OW+update a:RO+access' */
function found(facts: CommandFacts, line: string): string {
  const words = line.split(' ').map((word) => (word === '""' ? '' : word));
  const into = new KeyPositions();
  const count = findKeys(commandMeta(facts), slices(words), into);
  const flags = (i: number): string => keyFlagNames(into.flags[i]).join('+');
  return Array.from({ length: count }, (_, i) => `${words[into.positions[i]]}:${flags(i)}`).join(' ');
}

describe('keys of', () => {
  test.each<[line: string, keys: string, facts: CommandFacts]>([
    ['MSET a 1 b 2', 'a:OW+update b:OW+update', samples.mset],
    ['SUNIONSTORE d a b', 'd:OW+update a:RO+access b:RO+access', samples.sunionstore],
    ['ZUNIONSTORE d 2 a b WEIGHTS 1 2', 'd:OW+update a:RO+access b:RO+access', samples.zunionstore],
    ['ZUNIONSTORE d 3 a b', '', samples.zunionstore],
    ['ZUNIONSTORE d -1 a b', '', samples.zunionstore],
    ['ZUNIONSTORE d x a b', '', samples.zunionstore],
    ['ZUNIONSTORE d 01 a b', '', samples.zunionstore],
    ['ZUNIONSTORE d 4294967298 a b', '', samples.zunionstore],
    ['ZUNIONSTORE d', '', samples.zunionstore],
    ['MSETEX 2 a 1 b 2 NX', 'a:OW+update b:OW+update', samples.msetex],
    ['EVAL_RO script 0 x', '', samples.evalReadOnly],
    ['EVAL_RO script 2 a b x', 'a:RO+access b:RO+access', samples.evalReadOnly],
    ['XREAD STREAMS a b 0 0', 'a:RO+access b:RO+access', samples.xread],
    ['XREAD count 2 BLOCK 0 streams streams 0', 'streams:RO+access', samples.xread],
    ['XREAD COUNT STREAMS STREAMS a 0', 'a:RO+access', samples.xread],
    ['XREAD STREAMS a b 0', '', samples.xread],
    ['XREAD STREAMS', '', samples.xread],
    ['SORT a BY store GET x ALPHA STORE d', 'a:RO+access d:OW+update', samples.sort],
    ['SORT a GET STORE b', 'a:RO+access', samples.sort],
    ['SORT a STORE b LIMIT 0 1 store c', 'a:RO+access c:OW+update', samples.sort],
    ['SORT a STORE', 'a:RO+access', samples.sort],
    ['MIGRATE host 1 a 0 100', 'a:RW+access+delete', samples.migrate],
    ['MIGRATE host 1 "" 0 100 AUTH KEYS KEYS a b', 'a:RW+access+delete b:RW+access+delete', samples.migrate],
    ['MIGRATE host 1 a 0 100 KEYS b', '', samples.migrate],
    ['MIGRATE host 1 a 0 100 AUTH2 KEYS KEYS COPY', 'a:RW+access+delete', samples.migrate],
    ['GEORADIUS a 1 2 3 M', 'a:RO+access', samples.geoRadius],
    ['GEORADIUS a 1 2 3 M STORE b STOREDIST c', 'a:RO+access c:OW+update', samples.geoRadius],
    ['SET a 1', 'a:OW+update', samples.set],
    ['SET a 1 EX 5 get', 'a:RW+access+update', samples.set],
    ['SET a GET', 'a:OW+update', samples.set],
    ['SET a 1 IFEQ 2', 'a:RW+access+update', samples.set],
    ['DELEX a', 'a:RM+delete', samples.deleteIf],
    ['DELEX a IFEQ 1', 'a:RW+access+delete', samples.deleteIf],
    ['BITFIELD a GET u8 0 OVERFLOW FAIL', 'a:RO+access', samples.bitField],
    ['BITFIELD a GET u8 0 INCRBY u8 0 1', 'a:RW+access+update', samples.bitField],
    ['BITFIELD a nonsense', 'a:RW+access+update', samples.bitField],
    ['SPUBLISH channel message', '', samples.shardPublish],
    ['CLIENT KILL ID 1', '', samples.client],
  ])('%s', (line, keys, facts) => {
    expect(found(facts, line)).toBe(keys);
  });

  test('more keys than there was room for', () => {
    const names = Array.from({ length: 300 }, (_, i) => `k${i}`);
    const keys = names.map((name) => `${name}:RO+access`).join(' ');
    expect(found(samples.evalReadOnly, `EVAL_RO script 300 ${names.join(' ')}`)).toBe(keys);
  });
});

test('sharded channels are keys only for whoever asks for them', () => {
  const into = new KeyPositions();
  const command = commandMeta(samples.shardPublish);
  expect(findKeys(command, slices(['SPUBLISH', 'c', 'm']), into, true)).toBe(1);
  expect(into.positions[0]).toBe(1);
  expect(mayHaveKeys(command)).toBe(false);
  expect(mayHaveKeys(commandMeta(samples.set))).toBe(true);
});

test('an incomplete spec without a finder finds nothing rather than a part', () => {
  const command = { keySpecs: [keyRange('RO incomplete', 1)], keyFinder: undefined };
  expect(findKeys(command, slices(['X', 'a']), new KeyPositions())).toBe(0);
});

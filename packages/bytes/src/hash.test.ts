import { seededRandom } from '@respite/testing';
import { describe, expect, test } from 'vitest';
import { KeyedHash } from './hash.ts';

/**
 * Published with the .NET run time (MarvinTests): seed, bytes, and both halves of the state, whose xor is the hash.
 */
const published: readonly [string, string, string][] = [
  ['004fb61a001bdbcc', '', '30ed35c100cd3c7d'],
  ['004fb61a001bdbcc', 'af', '48e73fc77d75ddc1'],
  ['004fb61a001bdbcc', 'e70f', 'b5f6e1fc485dbff8'],
  ['004fb61a001bdbcc', '37f495', 'f0b07c789b8cf7e8'],
  ['004fb61a001bdbcc', '8642dc59', '7008f2e87e9cf556'],
  ['004fb61a001bdbcc', '153fb79826', 'e6c08c6da2afa997'],
  ['004fb61a001bdbcc', '0932e6246c47', '6f04bf1a5ea24060'],
  ['004fb61a001bdbcc', 'ab427ea8d10fc7', 'e11847e4f0678c41'],
  ['804fb61a001bdbcc', '', '10a9d5d3996fd65d'],
  ['804fb61a001bdbcc', 'af', '68201f91960ebf91'],
  ['804fb61a001bdbcc', 'e70f', '64b581631f6ab378'],
  ['804fb61a001bdbcc', '37f495', 'e1f2dfa6e5131408'],
  ['804fb61a001bdbcc', '8642dc59', '36289d9654fb49f6'],
  ['804fb61a001bdbcc', '153fb79826', '0a06114b13464dbd'],
  ['804fb61a001bdbcc', '0932e6246c47', 'd6dd5e40ad1bc2ed'],
  ['804fb61a001bdbcc', 'ab427ea8d10fc7', 'e203987dba252fb3'],
  ['804fb61a801bdbcc', '00', 'a37fb0da2ecae06c'],
  ['804fb61a801bdbcc', 'ff', 'fecef370701ae054'],
  ['804fb61a801bdbcc', '00ff', 'a638e75700048880'],
  ['804fb61a801bdbcc', 'ff00', 'bdfb46d969730e2a'],
];

describe('KeyedHash (Marvin32)', () => {
  test.each(published)('seed %s, bytes [%s]', (seed, data, state) => {
    const hash = new KeyedHash(Number.parseInt(seed.slice(8), 16), Number.parseInt(seed.slice(0, 8), 16));
    const bytes = Uint8Array.from(data.match(/../g) ?? [], (hex) => Number.parseInt(hex, 16));
    const expected = Number.parseInt(state.slice(0, 8), 16) ^ Number.parseInt(state.slice(8), 16);
    expect(hash.of(bytes, 0, bytes.length)).toBe(expected);
  });

  test('it does not matter where the bytes lie, nor what is around them', () => {
    const random = seededRandom('keyed hash, place');
    const hash = new KeyedHash(random.nextUint32(), random.nextUint32());
    for (let round = 0; round < 500; round++) {
      const key = random.bytes(random.nextInt(40));
      const around = random.bytes(100);
      const at = random.nextInt(50);
      around.set(key, at);
      expect(hash.of(around, at, at + key.length)).toBe(hash.of(key, 0, key.length));
    }
  });

  test('short keys that count up fall evenly, in the low bits and in the high ones', () => {
    const random = seededRandom('keyed hash, spread');
    const hash = new KeyedHash(random.nextUint32(), random.nextUint32());
    const low = new Uint32Array(256);
    const high = new Uint32Array(256);
    const keys = 256 * 256;
    for (let i = 0; i < keys; i++) {
      const key = new TextEncoder().encode(`key:${i}`);
      const value = hash.of(key, 0, key.length);
      low[value & 255]++;
      high[value >>> 24]++;
    }
    // 256 expected in each, with a standard deviation of 16: six of them away is a fault, not chance.
    for (const count of [...low, ...high]) expect(Math.abs(count - 256)).toBeLessThan(6 * 16);
  });

  test('another secret, another order: collisions cannot be prepared without it', () => {
    const random = seededRandom('keyed hash, secret');
    const a = new KeyedHash(random.nextUint32(), random.nextUint32());
    const b = new KeyedHash(random.nextUint32(), random.nextUint32());
    const key = new TextEncoder().encode('key');
    expect(a.of(key, 0, 3)).not.toBe(b.of(key, 0, 3));
  });
});

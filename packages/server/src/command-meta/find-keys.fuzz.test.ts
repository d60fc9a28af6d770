import { expect, test } from 'vitest';
import { arityFits, commandMeta } from './command-meta.ts';
import { findKeys } from './find-keys.ts';
import { KeyPositions } from './key-positions.ts';
import { sampleFacts } from './sample-facts.cases.ts';

const words = ['', '0', '1', '2', '3', '999999999', 'a', 'GET', 'STORE', 'STREAMS', 'KEYS', 'COUNT', 'AUTH2', 'LIMIT'];

test('whatever the arguments, keys are among them and stand once each', () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.info(`seed ${seed}`);
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) % below;
  };
  const commands = sampleFacts.map(commandMeta);
  const into = new KeyPositions();
  for (let round = 0; round < 20_000; round++) {
    const command = commands[random(commands.length)];
    const args = Array.from({ length: 1 + random(12) }, () => words[random(words.length)]);
    if (!arityFits(command.arity, args.length)) continue;
    const ends: number[] = [];
    const starts = args.map((word, i) => {
      const start = i === 0 ? 0 : ends[i - 1];
      ends.push(start + word.length);
      return start;
    });
    const bytes = new TextEncoder().encode(args.join(''));
    const count = findKeys(command, { count: args.length, bytes, starts, ends }, into);
    const positions = [...into.positions.subarray(0, count)];
    expect(new Set(positions).size, `${command.fullName} ${args}`).toBe(count);
    for (const position of positions) {
      expect(position).toBeGreaterThan(0);
      expect(position).toBeLessThan(args.length);
    }
  }
});

import { seededRandom } from '@respite/testing';
import { expect, it } from 'vitest';
import { textOfBytes } from './lossless-text.ts';
import { quoteArgument, splitArguments } from './split-arguments.ts';

it('quoteArgument is undone by splitArguments, whatever the bytes', () => {
  const random = seededRandom('split-arguments');
  for (let round = 0; round < 1000; round++) {
    const text = textOfBytes(random.bytes(random.nextInt(20)));
    expect(splitArguments(`a ${quoteArgument(text)}\tb`)).toEqual(['a', text, 'b']);
  }
});

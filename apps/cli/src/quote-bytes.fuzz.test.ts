import { seededRandom } from '@respite/testing';
import { expect, test } from 'vitest';
import { byteText } from './byte-text.ts';
import { quoteByteText } from './quote-bytes.ts';
import { splitLine } from './split-line.ts';

test('what is quoted, typed again, is the same', () => {
  const random = seededRandom('quoteByteText');
  for (let round = 0; round < 2000; round++) {
    const bytes = random.bytes(random.nextInt(20));
    const quoted = quoteByteText(byteText(bytes));
    expect(quoted).toMatch(/^"[\x20-\x7e]*"$/);
    expect(splitLine(Buffer.from(quoted))?.map(byteText)).toEqual([byteText(bytes)]);
  }
});

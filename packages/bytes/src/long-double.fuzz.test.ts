import { encodeCommand, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { expect, test } from 'vitest';
import { addLongDoubles, longDoubleText, parseLongDouble } from './long-double.ts';
import { randomNumberText } from './random-number-text.cases.ts';

const NOT_A_FLOAT = '-ERR value is not a valid float\r\n';
const NOT_FINITE = '-ERR increment would produce NaN or Infinity\r\n';

function increment(value: string, by: string): string {
  const parse = (text: string) => {
    const bytes = new TextEncoder().encode(text);
    return parseLongDouble(bytes, 0, bytes.length);
  };
  const a = parse(value);
  const b = parse(by);
  if (a === undefined || b === undefined) return NOT_A_FLOAT;
  const sum = addLongDoubles(a, b);
  if (sum === undefined) return NOT_FINITE;
  const text = longDoubleText(sum);
  return `$${text.length}\r\n${text}\r\n`;
}

describeWithOracle('long doubles beside INCRBYFLOAT of redis-server', (oracle) => {
  test('the same text for random sums', async () => {
    const random = seededRandom('long double');
    const connection = await oracle().connect();
    let value = '0';
    for (let round = 0; round < 3000; round++) {
      if (random.chance(0.5) || value.length > 100) value = randomNumberText(random);
      const by = randomNumberText(random);
      connection.send(encodeCommand(['SET', 'f', value]));
      connection.send(encodeCommand(['INCRBYFLOAT', 'f', by]));
      await connection.nextReply();
      const theirs = new TextDecoder().decode(await connection.nextReply());
      expect(increment(value, by), `${value} + ${by}`).toBe(theirs);
      if (theirs.startsWith('$')) value = theirs.split('\r\n')[1];
    }
    await connection.close();
  }, 60_000);
});

import type { SeededRandom } from '@respite/testing';

type Change = (bytes: string, random: SeededRandom) => string;

const INTERESTING = [
  '\r\n',
  '\r',
  '\n',
  '\0',
  '*',
  '$',
  '-1',
  '0',
  '$-1\r\n',
  '*0\r\n',
  '*-1\r\n',
  '*1\r\n',
  '$0\r\n\r\n',
  '"',
  "'",
  '\xff',
];

const changes: readonly Change[] = [
  // One bit
  (bytes, random) => {
    const at = random.nextInt(bytes.length);
    return replaced(bytes, at, 1, String.fromCharCode(bytes.charCodeAt(at) ^ (1 << random.nextInt(8))));
  },
  // One byte
  (bytes, random) => replaced(bytes, random.nextInt(bytes.length), 1, String.fromCharCode(random.nextInt(256))),
  // Something that means something, put in or over
  (bytes, random) => replaced(bytes, random.nextInt(bytes.length), random.nextInt(3), random.pick(INTERESTING)),
  // A piece left out, said twice, or moved
  (bytes, random) => replaced(bytes, random.nextInt(bytes.length), 1 + random.nextInt(32), ''),
  (bytes, random) => {
    const at = random.nextInt(bytes.length);
    return replaced(bytes, at, 0, bytes.slice(at, at + 1 + random.nextInt(64)));
  },
  (bytes, random) => {
    const piece = bytes.slice(random.nextInt(bytes.length)).slice(0, 1 + random.nextInt(64));
    return replaced(bytes, random.nextInt(bytes.length), 0, piece);
  },
  // The end is missing
  (bytes, random) => bytes.slice(0, random.nextInt(bytes.length)),
  // A number that is another one
  (bytes, random) => {
    const numbers = [...bytes.matchAll(/\d+/g)];
    if (numbers.length === 0) return bytes;
    const { index, 0: digits } = random.pick(numbers);
    const other = random.pick([
      '0',
      '1',
      String(Number(digits) + 1),
      String(Number(digits) - 1),
      `${digits}0`,
      '2147483648',
      '4294967296',
    ]);
    return replaced(bytes, index, digits.length, other);
  },
];

/** Spoils bytes in one to four places. */
export function mutate(bytes: string, random: SeededRandom): string {
  let changed = bytes;
  for (let left = 1 + random.nextInt(4); left > 0 && changed !== ''; left--)
    changed = random.pick(changes)(changed, random);
  return changed;
}

function replaced(bytes: string, at: number, length: number, by: string): string {
  return bytes.slice(0, at) + by + bytes.slice(at + length);
}

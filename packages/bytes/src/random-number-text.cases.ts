import type { SeededRandom } from '@respite/testing';

/** Texts that are numbers, or almost: what clients send, and what lies at the edges of formats. */
export function randomNumberText(random: SeededRandom): string {
  const sign = random.pick(['', '', '', '-', '+']);
  switch (random.nextInt(10)) {
    case 0:
      return sign + random.pick(['inf', 'Infinity', 'nan', 'infin', '0', '0.0', '.', '', 'x', ' 1', '1 ', '1e', '0x']);
    case 1:
      // Halfway between two numbers with 17 decimals: multiples of 2^-18 that end in 5.
      return sign + ((2 * random.nextInt(2 ** 20) + 1) / 2 ** 18).toFixed(18);
    case 2:
      return `${sign}${digits(random, 1 + random.nextInt(25))}`;
    case 3:
      return `${sign}${digits(random, 1 + random.nextInt(4))}e${random.pick(['', '-', '+'])}${random.nextInt(400)}`;
    case 4:
      return `${sign}0x${random.nextUint32().toString(16)}.${random.nextUint32().toString(16)}p${random.nextInt(200) - 100}`;
    case 5:
      return `${sign}${digits(random, random.nextInt(3))}.${digits(random, random.nextInt(30))}`;
    default:
      return `${sign}${digits(random, 1 + random.nextInt(9))}.${digits(random, 1 + random.nextInt(6))}`;
  }
}

function digits(random: SeededRandom, count: number): string {
  let text = '';
  for (let i = 0; i < count; i++) text += random.nextInt(10);
  return text;
}

import type { SeededRandom } from '@respite/testing';
import type { Command } from '../../../test/beside-oracle.ts';

export const KEYS = ['a', 'b', 'c', 'd', 'big', 'lex'];
export const SETS = ['s', 't'];
export const TEXT = 'text';

/** Scores that every server writes with the same digits, whatever way it finds them. */
function randomScore(random: SeededRandom): string {
  if (random.chance(0.5)) return String(random.nextInt(20) - 5);
  if (random.chance(0.02)) return random.pick(['x', 'nan', '', '1e', ' 1', '1 ', '1e400', '0x', 'infinit']);
  return random.pick([
    String((random.nextInt(4000) - 2000) / 8),
    String(random.nextInt(1e9)),
    '0.5',
    'inf',
    '-inf',
    '+Infinity',
    '1e3',
    '0x10',
    '-12345678901',
  ]);
}

function randomMember(random: SeededRandom, range = 20): string {
  if (random.chance(0.01)) return 'm'.repeat(random.pick([31, 32, 33, 400]));
  if (random.chance(0.01)) return random.pick(['', '-1', '00', '9223372036854775807', '\xff\0']);
  if (random.chance(0.3)) return String(random.nextInt(range) - 3);
  return `m${random.nextInt(range)}`;
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}

function randomScoreBound(random: SeededRandom): string {
  if (random.chance(0.02)) return random.pick(['', '(', 'x', '(x', 'nan', '1e999', ' 2', '[1']);
  return (random.chance(0.3) ? '(' : '') + randomScore(random);
}

function randomMemberBound(random: SeededRandom): string {
  if (random.chance(0.03)) return random.pick(['', 'x', '+x', '-1', '(', '[']);
  if (random.chance(0.2)) return random.pick(['-', '+']);
  return random.pick(['(', '[']) + random.pick(['', 'a', 'l', 'l1', 'l2', 'l25', 'l4', 'z', 'l-3']);
}

function randomIndex(random: SeededRandom): string {
  if (random.chance(0.02)) return random.pick(['x', '', '9223372036854775807', '-9223372036854775808', '1.5']);
  return String(random.nextInt(30) - 12);
}

function randomLimit(random: SeededRandom): string[] {
  if (random.chance(0.6)) return [];
  if (random.chance(0.04)) return random.pick([['LIMIT'], ['LIMIT', '1'], ['LIMIT', 'x', '1'], ['LIMIT', '1', '']]);
  return ['limit', String(random.nextInt(8) - 1), String(random.nextInt(8) - 1)];
}

function maybe(random: SeededRandom, ...words: string[]): string[] {
  return random.chance(0.4) ? [random.pick(words)] : [];
}

function randomRange(random: SeededRandom, key: string, isStore: boolean): string[] {
  const options = [...maybe(random, 'REV', 'rev'), ...(isStore ? [] : maybe(random, 'WITHSCORES'))];
  switch (random.nextInt(3)) {
    case 0: {
      const limit = random.chance(0.03) ? ['LIMIT', '0', random.pick(['1', '-1'])] : [];
      return [key, randomIndex(random), randomIndex(random), ...options, ...limit];
    }
    case 1:
      return [key, randomScoreBound(random), randomScoreBound(random), 'BYSCORE', ...options, ...randomLimit(random)];
    default:
      return ['lex', randomMemberBound(random), randomMemberBound(random), 'BYLEX', ...options, ...randomLimit(random)];
  }
}

function randomAdd(random: SeededRandom, key: string): Command {
  if (key === 'lex')
    return ['ZADD', key, ...times(1 + random.nextInt(4), () => ['0', `l${random.nextInt(60)}`]).flat()];
  const flags = ['NX', 'XX', 'GT', 'LT', 'CH', 'INCR', 'ch', 'nx', 'xx', 'gt', 'incr'];
  const options = random.chance(0.5) ? [] : times(1 + random.nextInt(2), () => random.pick(flags));
  const isIncr = options.some((option) => option.toLowerCase() === 'incr');
  const count = key === 'big' ? 1 + random.nextInt(16) : isIncr ? 1 : 1 + random.nextInt(4);
  // No more than may be packed: from there on, Redis 7.2 expects a large set, and 7.0 does not.
  const range = key === 'big' ? 300 : 20;
  const pairs = times(count, () => [randomScore(random), randomMember(random, range)]).flat();
  if (random.chance(0.02)) pairs.pop();
  return ['ZADD', key, ...options, ...pairs];
}

function randomCombination(random: SeededRandom, key: () => string): Command {
  const name = random.pick(['ZUNION', 'ZINTER', 'ZDIFF', 'ZUNIONSTORE', 'ZINTERSTORE', 'ZDIFFSTORE', 'ZINTERCARD']);
  const keys = times(1 + random.nextInt(3), () => (random.chance(0.3) ? random.pick(SETS) : key()));
  const count = random.chance(0.97) ? String(keys.length) : random.pick(['0', '-1', 'x', '9']);
  const options: string[] = [];
  const combines = !name.includes('DIFF') && name !== 'ZINTERCARD';
  if (random.chance(combines ? 0.4 : 0.02)) {
    options.push(
      'WEIGHTS',
      ...keys.map(() => random.pick(['1', '2', '-1', '0.5', 'inf', random.chance(0.1) ? 'x' : '3'])),
    );
  }
  if (random.chance(combines ? 0.4 : 0.02))
    options.push('aggregate', random.pick(['SUM', 'min', 'MAX', random.chance(0.1) ? 'avg' : 'sum']));
  if (random.chance(name.includes('STORE') || name === 'ZINTERCARD' ? 0.02 : 0.5)) options.push('WITHSCORES');
  if (name === 'ZINTERCARD' && random.chance(0.5)) options.push('LIMIT', random.pick(['0', '1', '3', '-1', 'x']));
  const destination = name.endsWith('STORE') ? [random.chance(0.1) ? TEXT : key()] : [];
  return [name, ...destination.map((to) => (to === 'lex' ? 'a' : to)), count, ...keys, ...options];
}

export function randomCommand(random: SeededRandom): Command {
  const key = () => (random.chance(0.04) ? random.pick(['missing', TEXT]) : random.pick(KEYS));
  const scored = () => {
    const picked = key();
    return picked === 'lex' ? 'a' : picked;
  };
  const draw = random.nextInt(100);
  if (draw < 25) return randomAdd(random, key());
  if (draw < 30) return ['ZINCRBY', scored(), randomScore(random), randomMember(random)];
  if (draw < 36) return ['ZREM', key(), ...times(1 + random.nextInt(5), () => randomMember(random))];
  if (draw < 40) return [random.pick(['ZSCORE', 'ZRANK', 'ZREVRANK']), key(), randomMember(random)];
  if (draw < 42) return ['ZMSCORE', key(), ...times(1 + random.nextInt(4), () => randomMember(random))];
  if (draw < 44) return [random.pick(['ZCARD', 'ZSCORE', 'ZRANGE', 'TYPE', 'EXISTS']), key()];
  if (draw < 47) return ['ZCOUNT', key(), randomScoreBound(random), randomScoreBound(random)];
  if (draw < 49) return ['ZLEXCOUNT', 'lex', randomMemberBound(random), randomMemberBound(random)];
  if (draw < 61) return ['ZRANGE', ...randomRange(random, key(), false)];
  if (draw < 65) return ['ZRANGESTORE', scored(), ...randomRange(random, key(), true)];
  if (draw < 68)
    return ['ZREVRANGE', key(), randomIndex(random), randomIndex(random), ...maybe(random, 'withscores', 'x')];
  if (draw < 72) {
    const name = random.pick(['ZRANGEBYSCORE', 'ZREVRANGEBYSCORE']);
    const options = [...maybe(random, 'WITHSCORES'), ...randomLimit(random)];
    return [name, key(), randomScoreBound(random), randomScoreBound(random), ...options];
  }
  if (draw < 75) {
    const name = random.pick(['ZRANGEBYLEX', 'ZREVRANGEBYLEX']);
    return [name, 'lex', randomMemberBound(random), randomMemberBound(random), ...randomLimit(random)];
  }
  if (draw < 77) return ['ZREMRANGEBYRANK', key(), randomIndex(random), randomIndex(random)];
  if (draw < 79) return ['ZREMRANGEBYSCORE', key(), randomScoreBound(random), randomScoreBound(random)];
  if (draw < 81) return ['ZREMRANGEBYLEX', 'lex', randomMemberBound(random), randomMemberBound(random)];
  if (draw < 84) {
    const count = random.chance(0.5) ? [] : [random.pick(['0', '1', '3', '50', '-1', 'x'])];
    return [random.pick(['ZPOPMIN', 'ZPOPMAX']), key(), ...count];
  }
  if (draw < 87) {
    const keys = times(1 + random.nextInt(3), key);
    const count = random.chance(0.5)
      ? []
      : random.pick([['COUNT', '2'], ['COUNT', '0'], ['count', 'x'], ['COUNT'], ['COUNT', '99']]);
    const numkeys = random.chance(0.95) ? keys.length : random.pick(['0', 'x', '7']);
    const where = random.pick(['MIN', 'MAX', 'min', random.chance(0.1) ? 'mid' : 'max']);
    return ['ZMPOP', numkeys, ...keys, where, ...count];
  }
  if (draw < 98) return randomCombination(random, key);
  if (draw < 99) return ['COPY', key(), scored(), 'REPLACE'];
  return ['DEL', key()];
}

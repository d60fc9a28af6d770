import type { SeededRandom } from '@respite/testing';

/** A command before it is sent. */
export type Command = (string | number | Uint8Array)[];

export const KEYS = ['a', 'b', 'c', 'd', 'e'];
/** Holds a list at both servers. */
export const LIST = 'list';

function randomKey(random: SeededRandom): string {
  return random.chance(0.03) ? LIST : random.pick(KEYS);
}

function randomInteger(random: SeededRandom): string {
  switch (random.nextInt(6)) {
    case 0:
      return random.pick([
        '9223372036854775807',
        '-9223372036854775808',
        '9223372036854775806',
        '-9223372036854775807',
      ]);
    case 1:
      return random.pick(['9007199254740991', '9007199254740992', '-9007199254740993', '9223372036854775808']);
    case 2:
      return random.pick(['', '+1', '01', '-0', ' 1', '1.5', 'x', '-', '99999999999999999999', '1e3']);
    case 3:
      return String(random.nextInt(2 ** 32));
    default:
      return String(random.nextInt(20) - 8);
  }
}

function randomValue(random: SeededRandom): string | Uint8Array {
  switch (random.nextInt(8)) {
    case 0:
      return random.bytes(random.nextInt(50));
    case 1:
      return 'v'.repeat(random.pick([0, 1, 43, 44, 45, 250, 256, 300]));
    case 2:
      return random.pick(['1.5', '3.0e3', '-0.1', 'inf', '10.50', '0x10', '1e-3', '0.000003814697265625']);
    case 3:
      return String.fromCharCode(...Array.from({ length: random.nextInt(30) }, () => 97 + random.nextInt(3)));
    default:
      return randomInteger(random);
  }
}

/** Times that are far from now, or no times. */
function randomTime(random: SeededRandom, option: string): string {
  if (random.chance(0.15)) return random.pick(['0', '-1', 'x', '', '9223372036854775807', '9223372036854776', '1.5']);
  const seconds = 5_000_000_000 + random.nextInt(1000);
  if (option.endsWith('AT') && random.chance(0.3)) return String(1 + random.nextInt(1000));
  return option.startsWith('P') ? `${seconds}${random.nextInt(900) + 100}` : String(seconds);
}

function randomExpiry(random: SeededRandom): Command {
  const option = random.pick(['EX', 'PX', 'EXAT', 'PXAT']);
  const word = random.chance(0.5) ? option : option.toLowerCase();
  return random.chance(0.05) ? [word] : [word, randomTime(random, option)];
}

function randomSet(random: SeededRandom): Command {
  const command: Command = ['SET', randomKey(random), randomValue(random)];
  while (random.chance(0.45)) {
    switch (random.nextInt(6)) {
      case 0:
        command.push(random.pick(['NX', 'nx', 'XX', 'xX']));
        break;
      case 1:
        command.push(random.pick(['GET', 'get', 'Get']));
        break;
      case 2:
        command.push(random.pick(['KEEPTTL', 'keepttl', 'KEEPTTL', 'PERSIST', 'nonsense', 'E', '']));
        break;
      default:
        command.push(...randomExpiry(random));
    }
  }
  return command;
}

function pairs(random: SeededRandom): Command {
  const values: Command = [];
  for (let i = 1 + random.nextInt(3); i > 0; i--) values.push(random.pick(KEYS), randomValue(random));
  if (random.chance(0.1)) values.push('odd');
  return values;
}

export function randomCommand(random: SeededRandom): Command {
  const key = randomKey(random);
  const index = () => String(random.nextInt(60) - 30);
  switch (random.nextInt(24)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return randomSet(random);
    case 4:
      return ['GET', key];
    case 5:
      return [
        'GETEX',
        key,
        ...(random.chance(0.6) ? randomExpiry(random) : [random.pick(['PERSIST', 'KEEPTTL', 'NX'])]),
      ];
    case 6:
      return random.chance(0.5) ? ['GETEX', key] : ['GETDEL', key];
    case 7:
      return ['GETSET', key, randomValue(random)];
    case 8:
      return ['APPEND', key, randomValue(random)];
    case 9:
      return ['STRLEN', key];
    case 10:
      return [random.pick(['INCR', 'DECR']), key];
    case 11:
    case 12:
      return [random.pick(['INCRBY', 'DECRBY']), key, randomInteger(random)];
    case 13:
    case 14:
      return ['INCRBYFLOAT', key, random.chance(0.5) ? randomValue(random) : (random.nextInt(2000) - 1000) / 8];
    case 15:
      return ['MGET', ...Array.from({ length: 1 + random.nextInt(4) }, () => randomKey(random))];
    case 16:
      return ['MSET', ...pairs(random)];
    case 17:
      return ['MSETNX', ...pairs(random)];
    case 18:
      return random.chance(0.5)
        ? ['SETEX', key, randomTime(random, 'EX'), randomValue(random)]
        : ['PSETEX', key, randomTime(random, 'PX'), randomValue(random)];
    case 19:
      return ['SETNX', key, randomValue(random)];
    case 20:
      return ['SETRANGE', key, random.chance(0.9) ? random.nextInt(80) : randomInteger(random), randomValue(random)];
    case 21:
      return [random.pick(['GETRANGE', 'SUBSTR']), key, random.chance(0.9) ? index() : randomInteger(random), index()];
    case 22:
      return ['LCS', key, randomKey(random), ...randomLcsOptions(random)];
    default:
      return [
        random.pick(['GET', 'SETRANGE', 'GETEX', 'LCS', 'MGET', 'INCRBY', 'STRLEN']),
        ...(random.chance(0.5) ? [key] : []),
      ];
  }
}

function randomLcsOptions(random: SeededRandom): Command {
  const options: Command = [];
  while (random.chance(0.5)) {
    options.push(
      ...random.pick<Command>([
        ['IDX'],
        ['LEN'],
        ['WITHMATCHLEN'],
        ['MINMATCHLEN', random.nextInt(4)],
        ['minmatchlen'],
      ]),
    );
  }
  return options;
}

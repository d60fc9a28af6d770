import { encodeCommand, type SeededRandom, seededRandom } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { test } from 'vitest';
import { BesideOracle, type Command } from '../../../test/beside-oracle.ts';
import { TestServer } from '../../../test/in-process.ts';

/** More of them for a longer test. */
const ROUNDS = Number(process.env.RESPITE_FUZZ_ROUNDS ?? 1500);
const KEYS = ['a', 'b', 'c'];

/** Around a place, so that there is something to be found, or anywhere. */
function randomPlace(random: SeededRandom): [string, string] {
  if (random.chance(0.03)) {
    return [random.pick(['x', '180.1', '-181', 'inf', '180', '-180']), random.pick(['85.06', '0', '-85.05112878', ''])];
  }
  const spread = random.pick([0.001, 0.1, 3, 80, 175]);
  const near = (center: number, most: number) => {
    const degrees = center + (random.nextFloat() - 0.5) * spread;
    return String(Math.max(-most, Math.min(most, degrees)));
  };
  return [near(random.pick([13.4, -120, 179]), 180), near(random.pick([38.1, -33, 70]), 85)];
}

const member = (random: SeededRandom) => random.pick(['Palermo', 'x', '12']) + random.nextInt(random.pick([5, 150]));
const unit = (random: SeededRandom) => random.pick(['m', 'km', 'KM', 'ft', 'mi', random.chance(0.1) ? 'nm' : 'm']);
const size = (random: SeededRandom) =>
  random.chance(0.04)
    ? random.pick(['-1', 'x', 'inf', '0'])
    : String(random.nextFloat() * random.pick([1, 100, 1e4, 1e6, 2e7]));

function randomOptions(random: SeededRandom): string[] {
  const options: string[] = [];
  while (random.chance(0.6)) {
    options.push(
      ...random.pick([
        ['WITHDIST'],
        ['withcoord'],
        ['WITHHASH'],
        ['ASC'],
        ['ASC'],
        ['DESC'],
        ['COUNT', String(random.nextInt(20))],
        ['COUNT', String(1 + random.nextInt(20)), 'ANY'],
        [random.pick(['ANY', 'COUNT', 'STOREDIST', 'ASC', 'ASC'])],
      ]),
    );
  }
  return options;
}

function randomSearch(random: SeededRandom): string[] {
  const parts = [
    random.chance(0.5) ? ['FROMMEMBER', member(random)] : ['FROMLONLAT', ...randomPlace(random)],
    random.chance(0.5) ? ['BYRADIUS', size(random), unit(random)] : ['bybox', size(random), size(random), unit(random)],
    randomOptions(random),
  ];
  if (random.chance(0.05)) parts.pop();
  if (random.chance(0.05)) parts.push(random.pick(parts));
  if (random.chance(0.3)) parts.reverse();
  return parts.flat();
}

function randomCommand(random: SeededRandom): Command {
  const key = () => random.pick([...KEYS, ...KEYS, 'missing']);
  const members = () => Array.from({ length: random.nextInt(4) }, () => member(random));
  const store = () => (random.chance(0.3) ? [random.pick(['STORE', 'STOREDIST']), 'result'] : []);
  const places = () =>
    Array.from({ length: 1 + random.nextInt(random.pick([2, 60])) }, () => [...randomPlace(random), member(random)]);
  return random.pick<() => Command>([
    () => [
      'GEOADD',
      random.pick(KEYS),
      ...random.pick([[], [], ['NX'], ['xx'], ['CH'], ['NX', 'XX']]),
      ...places().flat(),
    ],
    () => ['GEOADD', random.pick(KEYS), ...places().flat()],
    () => ['GEOPOS', key(), ...members()],
    () => ['GEOHASH', key(), ...members()],
    () => ['GEODIST', key(), member(random), member(random), ...random.pick([[], [unit(random)], ['m', 'x']])],
    () => [
      'GEORADIUS',
      key(),
      ...randomPlace(random),
      size(random),
      unit(random),
      ...randomOptions(random),
      ...store(),
    ],
    () => ['GEORADIUS_RO', key(), ...randomPlace(random), size(random), unit(random), ...randomOptions(random)],
    () => [
      'GEORADIUSBYMEMBER',
      key(),
      member(random),
      size(random),
      unit(random),
      ...store(),
      ...randomOptions(random),
    ],
    () => ['GEORADIUSBYMEMBER_RO', key(), member(random), size(random), unit(random), ...randomOptions(random)],
    () => ['GEOSEARCH', key(), ...randomSearch(random)],
    () => ['GEOSEARCH', key(), ...randomSearch(random)],
    () => ['GEOSEARCHSTORE', random.chance(0.9) ? 'result' : key(), key(), ...randomSearch(random)],
    () => ['DEL', random.pick(['result', key()])],
    () => ['ZREM', key(), member(random)],
  ])();
}

/** Numbers are printed with 17 digits by 7.0, and with as few as are needed since. */
function sameNumbers(reply: string): string {
  return reply.replace(
    /(?:\$\d+\r\n|,)(-?\d+\.\d+(?:e[-+]?\d+)?)\r\n/g,
    (_, number) => `~${Number(number).toPrecision(15)} `,
  );
}

describeWithOracle('geo commands beside redis-server', (oracle) => {
  test.each([2, 3] as const)(
    'random commands have the same replies and effects, RESP%i',
    async (protocol) => {
      const random = seededRandom(`geo commands, RESP${protocol}`);
      const server = new TestServer();
      const both = new BesideOracle(server.connect(), await oracle().connect(), sameNumbers);
      await both.say(['FLUSHALL']);
      both.ours.client.reply.protocol = protocol;
      await both.theirs.exchange(encodeCommand(['HELLO', protocol]));
      for (let round = 0; round < ROUNDS; round++) {
        await both.say(randomCommand(random));
        if (round % 10 === 0)
          for (const key of [...KEYS, 'result']) await both.say(['ZRANGE', key, 0, -1, 'WITHSCORES']);
      }
      await both.theirs.close();
    },
    120_000,
  );
});

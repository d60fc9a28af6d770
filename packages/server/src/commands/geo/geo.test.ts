import type { Transcript } from '@respite/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { RecordedEffects } from '../../../test/recorded-effects.ts';

let server: TestServer;
let t: Transcript;

beforeEach(async () => {
  server = new TestServer();
  t = server.transcript();
  await t.says('GEOADD', 'towns', 13.36, 38.11, 'Palermo', 15.08, 37.5, 'Catania', 14.27, 37.07, 'Gela').int(3);
});

test('GEOADD is told as the ZADD that it is', async () => {
  const effects = new RecordedEffects(server);
  await t.says('GEOADD', 'towns', 'CH', 13.36, 38.11, 'Palermo', 15.55, 38.19, 'Messina').int(1);
  expect(effects.propagated()).toEqual(['ZADD towns CH 3479099943497504 Palermo 3479616586915276 Messina']);
  expect(effects.events()).toEqual(['zadd towns']);
  await t.says('GEOADD', 'towns', 13.36, 38.11, 'Palermo').int(0);
  await t.says('GEOADD', 'none', 'XX', 13.36, 38.11, 'Palermo').int(0);
  expect(effects.propagated()).toEqual([]);
});

test('a place that is none', async () => {
  const error = 'ERR invalid longitude,latitude pair 200.000000,38.110000';
  await t.says('GEOADD', 'towns', 200, 38.11, 'a').error(error);
  await t.says('GEOSEARCH', 'towns', 'FROMLONLAT', 200, 38.11, 'BYRADIUS', 1, 'm').error(error);
});

test('results go to a key', async () => {
  const effects = new RecordedEffects(server);
  await t.says('GEOSEARCHSTORE', 'near', 'towns', 'FROMLONLAT', 15, 37, 'BYRADIUS', 100, 'km').int(2);
  await t.says('ZRANGE', 'near', 0, -1).array(['Gela', 'Catania']);
  expect(effects.events()).toEqual(['new near', 'geosearchstore near']);
  await t.says('GEORADIUS', 'towns', 15, 37, 70, 'km', 'STOREDIST', 'near').int(2);
  expect(effects.events()).toEqual(['overwritten near', 'georadiusstore near']);
  await t.says('GEORADIUS', 'towns', 15, 37, 1, 'km', 'STORE', 'near').int(0);
  await t.says('EXISTS', 'near').int(0);
});

describe('BYPOLYGON, which the real server of the tests does not know', () => {
  const triangle = [14, 36, 16, 36, 15, 38];

  test('finds what is inside, from its middle', async () => {
    await t.says('GEOSEARCH', 'towns', 'BYPOLYGON', 3, ...triangle, 'ASC').array(['Catania']);
    await t
      .says('GEOSEARCH', 'towns', 'BYPOLYGON', 4, 12, 36, 16, 36, 16, 39, 12, 39, 'ASC')
      .array(['Gela', 'Palermo', 'Catania']);
    await t.says('GEOSEARCHSTORE', 'inside', 'towns', 'BYPOLYGON', 3, ...triangle).int(1);
  });

  test('a hole where it crosses itself', async () => {
    // Around Gela twice.
    const loop = [13, 36, 16, 36, 16, 37.8, 13, 37.8, 13, 36, 14, 36.9, 14.6, 36.9, 14.6, 37.2, 14, 37.2, 14, 36.9];
    await t.says('GEOSEARCH', 'towns', 'BYPOLYGON', loop.length / 2, ...loop).array(['Catania']);
  });

  test('what it cannot be', async () => {
    const error = 'ERR GEOSEARCH BYPOLYGON must have at least 3 vertices';
    await t.says('GEOSEARCH', 'towns', 'BYPOLYGON', 2, 1, 1, 2, 2, 3, 3).error(error);
    await t.says('GEOSEARCH', 'towns', 'BYPOLYGON', 4, ...triangle).error(error);
    await t.says('GEOSEARCH', 'towns', 'BYPOLYGON', 3, ...triangle, 'FROMMEMBER', 'Gela').error('ERR syntax error');
    await t.says('GEOSEARCH', 'towns', 'FROMMEMBER', 'Gela', 'BYPOLYGON', 3, ...triangle).error('ERR syntax error');
    await t.says('GEOSEARCH', 'towns', 'BYPOLYGON', 3, ...triangle, 'BYRADIUS', 1, 'm').error('ERR syntax error');
  });
});

test('many places: the nearest of thousands', async () => {
  const places: (string | number)[] = [];
  for (let i = 0; i < 4000; i++) places.push((i % 80) / 10, Math.floor(i / 80) / 10, `place ${i}`);
  await t.says('GEOADD', 'grid', ...places).int(4000);
  await t
    .says('GEOSEARCH', 'grid', 'FROMLONLAT', 4.02, 2.01, 'BYRADIUS', 400, 'km', 'COUNT', 3)
    .array(['place 1640', 'place 1641', 'place 1720']);
});

import { beforeEach, describe, expect, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';
import { RecordedEffects } from '../../../test/recorded-effects.ts';
import { FieldExpireCycleJob } from '../../background/field-expire-cycle.ts';

const LATEST = 2 ** 46 - 1;

describe.each(['listpackex', 'hashtable'])('fields that expire, %s', (encoding) => {
  let server: TestServer;

  beforeEach(() => {
    server = new TestServer({ hashMaxListpackEntries: encoding === 'hashtable' ? '0' : '512' });
  });

  test('conditions', async () => {
    const t = server.transcript();
    await t.says('HSET', 'h', 'a', '1', 'b', '2', 'c', '3').int(3);
    await t.says('HPEXPIRE', 'h', 1000, 'FIELDS', 2, 'a', 'x').array([1, -2]);
    await t.says('OBJECT', 'ENCODING', 'h').bulk(encoding);
    await t.says('HPEXPIRE', 'h', 2000, 'nx', 'FIELDS', 2, 'a', 'b').array([0, 1]);
    await t.says('HPEXPIRE', 'h', 3000, 'XX', 'FIELDS', 2, 'a', 'c').array([1, 0]);
    await t.says('HPEXPIRE', 'h', 2500, 'GT', 'FIELDS', 3, 'a', 'b', 'c').array([0, 1, 0]);
    await t.says('HPEXPIRE', 'h', 2500, 'LT', 'FIELDS', 3, 'a', 'b', 'c').array([1, 0, 1]);
    await t.says('HPTTL', 'h', 'FIELDS', 3, 'a', 'b', 'c').array([2500, 2500, 2500]);
    await t.says('HPERSIST', 'h', 'FIELDS', 3, 'a', 'a', 'x').array([1, -1, -2]);
    const now = server.clock.nowMs();
    await t.says('HPEXPIRETIME', 'h', 'FIELDS', 2, 'a', 'b').array([-1, now + 2500]);
    await t.says('HEXPIRETIME', 'h', 'FIELDS', 1, 'b').array([Math.ceil((now + 2500) / 1000)]);
  });

  test('errors', async () => {
    const t = server.transcript();
    await t.says('HSET', 'h', 'a', '1').int(1);
    await t.says('SET', 's', '1').ok();
    await t.says('HEXPIRE', 'h', 'x', 'FIELDS', 1, 'a').error('ERR value is not an integer or out of range');
    await t.says('HEXPIRE', 'h', -1, 'FIELDS', 1, 'a').error('ERR invalid expire time, must be >= 0');
    await t
      .says('HPEXPIREAT', 'h', LATEST + 1, 'FIELDS', 1, 'a')
      .error("ERR invalid expire time in 'hpexpireat' command");
    await t.says('HPEXPIREAT', 'h', LATEST, 'FIELDS', 1, 'a').array([1]);
    await t.says('HEXPIRE', 'h', 1, 'FIELDS', 0, 'a').error('ERR Parameter `numFields` should be greater than 0');
    await t
      .says('HEXPIRE', 'h', 1, 'FIELDS', 2, 'a')
      .error('ERR The `numfields` parameter must match the number of arguments');
    await t
      .says('HEXPIRE', 'h', 1, 'NO', 'FIELDS', 1, 'a')
      .error('ERR Mandatory argument FIELDS is missing or not at the right position');
    await t
      .says('HEXPIRE', 'h', 1, 'NX', 'GT', 'FIELDS', 1, 'a')
      .error('ERR NX and XX, GT or LT options at the same time are not compatible');
    await t.says('HTTL', 'h', 'FIELDS', 'x', 'a').error('ERR Number of fields must be a positive integer');
    await t.says('HTTL', 's', 'FIELDS', 1, 'a').error(/^WRONGTYPE /);
    await t.says('HEXPIRE', 's', 1, 'FIELDS', 1, 'a').error(/^WRONGTYPE /);
    await t.says('HTTL', 'none', 'FIELDS', 2, 'a', 'b').array([-2, -2]);
    await t.says('HEXPIRE', 'none', 1, 'FIELDS', 1, 'a').array([-2]);
  });

  test('a field whose time has come goes when it is asked for', async () => {
    const t = server.transcript();
    const effects = new RecordedEffects(server);
    await t.says('HSET', 'h', 'a', '1', 'b', '2', 'c', '3').int(3);
    await t.says('HPEXPIRE', 'h', 10, 'FIELDS', 3, 'a', 'b', 'c').array([1, 1, 1]);
    effects.events();
    effects.propagated();
    server.advance(10);
    await t.says('HGET', 'h', 'a').bulk('1');
    server.advance(1);
    await t.says('HLEN', 'h').int(3);
    await t.says('HGETALL', 'h').map([]);
    await t.says('HSCAN', 'h', 0).array(['0', []]);
    await t.says('HTTL', 'h', 'FIELDS', 1, 'a').array([-2]);
    await t.says('HGET', 'h', 'a').nil();
    await t.says('HLEN', 'h').int(2);
    expect(effects.events()).toEqual(['hexpired h']);
    await t.says('HMGET', 'h', 'b', 'c', 'a', 'b').array([null, null, null, null]);
    await t.says('DBSIZE').int(0);
    expect(effects.events()).toEqual(['hexpired h', 'hexpired h', 'del h']);
    expect(effects.propagated()).toEqual(['HDEL h a', 'HDEL h b', 'HDEL h c']);
    expect(server.core.counters.expiredSubkeys).toBe(3);
    expect(server.core.store.databases[0].fieldExpiry.count).toBe(0);
  });

  test('a field goes without being asked for', async () => {
    const t = server.transcript();
    const job = new FieldExpireCycleJob(server.core);
    const effects = new RecordedEffects(server);
    for (let i = 0; i < 100; i++) {
      await t.says('HSET', 'h', `f${i}`, i).int(1);
      await t.says('HPEXPIRE', 'h', 10 + i, 'FIELDS', 1, `f${i}`).array([1]);
    }
    await t.says('HSET', 'mixed', 'stays', '1', 'goes', '2').int(2);
    await t.says('HPEXPIRE', 'mixed', 50, 'FIELDS', 1, 'goes').array([1]);
    await t.says('INFO', 'keyspace').reply();
    expect(server.core.store.databases[0].fieldExpiry.count).toBe(2);
    effects.events();
    server.advance(60);
    job.run(1);
    await t.says('HLEN', 'h').int(50);
    await t.says('HGETALL', 'mixed').map([['stays', '1']]);
    expect(new Set(effects.events())).toEqual(new Set(['hexpired h', 'hexpired mixed']));
    server.advance(100);
    job.run(1);
    expect(effects.events().at(-1)).toBe('del h');
    await t.says('DBSIZE').int(1);
    expect(server.core.store.databases[0].fieldExpiry.count).toBe(0);
  });

  test('a time in the past removes the field', async () => {
    const t = server.transcript();
    const effects = new RecordedEffects(server);
    await t.says('HSET', 'h', 'a', '1', 'b', '2').int(2);
    effects.propagated();
    await t.says('HEXPIREAT', 'h', 1, 'FIELDS', 3, 'a', 'x', 'b').array([2, -2, 2]);
    await t.says('DBSIZE').int(0);
    expect(effects.events()).toEqual(['new h', 'hset h', 'hdel h', 'del h']);
    expect(effects.propagated()).toEqual(['HDEL h a', 'HDEL h b']);
  });

  test('what is propagated does the same at any time', async () => {
    const t = server.transcript();
    const effects = new RecordedEffects(server);
    const now = server.clock.nowMs();
    await t.says('HSET', 'h', 'a', '1', 'b', '2').int(2);
    await t.says('HEXPIRE', 'h', 10, 'NX', 'FIELDS', 2, 'a', 'x').array([1, -2]);
    await t.says('HGETEX', 'h', 'PX', 5, 'FIELDS', 2, 'b', 'x').array(['2', null]);
    await t.says('HGETEX', 'h', 'PERSIST', 'FIELDS', 2, 'b', 'x').array(['2', null]);
    await t.says('HGETEX', 'h', 'FIELDS', 1, 'b').array(['2']);
    await t.says('HSETEX', 'h', 'FNX', 'EX', 1, 'FIELDS', 1, 'c', '3').int(1);
    await t.says('HSETEX', 'h', 'FXX', 'KEEPTTL', 'FIELDS', 1, 'c', '4').int(1);
    await t.says('HINCRBYFLOAT', 'h', 'c', '0.5').bulk('4.5');
    await t.says('HINCRBYFLOAT', 'h', 'b', '0.5').bulk('2.5');
    await t.says('HGETDEL', 'h', 'FIELDS', 2, 'b', 'x').array(['2.5', null]);
    await t.says('HPERSIST', 'h', 'FIELDS', 1, 'x').array([-2]);
    expect(effects.propagated()).toEqual([
      'HSET h a 1 b 2',
      `HPEXPIREAT h ${now + 10_000} NX FIELDS 1 a`,
      `HPEXPIREAT h ${now + 5} FIELDS 1 b`,
      'HPERSIST h FIELDS 1 b',
      `HSETEX h PXAT ${now + 1000} FIELDS 1 c 3`,
      'HSETEX h KEEPTTL FIELDS 1 c 4',
      'HSETEX h KEEPTTL FIELDS 1 c 4.5',
      'HSET h b 2.5',
      'HDEL h b',
    ]);
  });

  test('HGETEX and HGETDEL', async () => {
    const t = server.transcript();
    await t.says('HGETEX', 'h', 'EX', 5, 'FIELDS', 2, 'a', 'b').array([null, null]);
    await t.says('HGETDEL', 'h', 'FIELDS', 1, 'a').array([null]);
    await t.says('HSET', 'h', 'a', '1', 'b', '2', 'c', '3').int(3);
    await t.says('HGETEX', 'h', 'EX', 0, 'FIELDS', 2, 'a', 'a').array(['1', null]);
    await t.says('HGETEX', 'h', 'EX', -1, 'FIELDS', 1, 'b').error('ERR invalid expire time, must be >= 0');
    await t
      .says('HGETEX', 'h', 'EX', 1, 'PERSIST', 'FIELDS', 1, 'b')
      .error('ERR Only one of EX, PX, EXAT, PXAT or PERSIST arguments can be specified');
    await t
      .says('HGETEX', 'h', 'KEEPTTL', 'FIELDS', 1, 'b')
      .error('ERR Mandatory argument FIELDS is missing or not at the right position');
    await t.says('HGETDEL', 'h', 'FIELDS', 3, 'b', 'c', 'b').array(['2', '3', null]);
    await t.says('EXISTS', 'h').int(0);
  });

  test('HSETEX', async () => {
    const t = server.transcript();
    await t.says('HSETEX', 'h', 'FXX', 'FIELDS', 1, 'a', '1').int(0);
    await t.says('EXISTS', 'h').int(0);
    await t.says('HSETEX', 'h', 'PX', 10, 'FIELDS', 2, 'a', '1', 'b', '2').int(1);
    await t.says('HSETEX', 'h', 'FNX', 'FIELDS', 2, 'x', '1', 'b', '2').int(0);
    await t.says('HSETEX', 'h', 'KEEPTTL', 'FIELDS', 2, 'a', '3', 'c', '4').int(1);
    await t.says('HPTTL', 'h', 'FIELDS', 3, 'a', 'b', 'c').array([10, 10, -1]);
    await t.says('HSETEX', 'h', 'FIELDS', 1, 'b', '5').int(1);
    await t.says('HPTTL', 'h', 'FIELDS', 1, 'b').array([-1]);
    server.advance(11);
    await t.says('HSETEX', 'h', 'FNX', 'FIELDS', 1, 'a', '6').int(1);
    await t.says('HSETEX', 'h', 'EXAT', 1, 'FIELDS', 3, 'a', '1', 'b', '1', 'c', '1').int(1);
    await t.says('EXISTS', 'h').int(0);
    await t
      .says('HSETEX', 'h', 'EX', 1, 'KEEPTTL', 'FIELDS', 1, 'a', '1')
      .error('ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified');
    await t
      .says('HSETEX', 'h', 'FNX', 'FXX', 'FIELDS', 1, 'a', '1')
      .error('ERR Only one of FXX or FNX arguments can be specified');
  });

  test('setting a field takes its expiry away, counting with it does not', async () => {
    const t = server.transcript();
    await t.says('HSET', 'h', 'a', '1', 'b', '2').int(2);
    await t.says('HPEXPIRE', 'h', 10, 'FIELDS', 2, 'a', 'b').array([1, 1]);
    await t.says('HSET', 'h', 'a', '1').int(0);
    await t.says('HINCRBY', 'h', 'b', '1').int(3);
    await t.says('HPTTL', 'h', 'FIELDS', 2, 'a', 'b').array([-1, 10]);
    server.advance(11);
    await t.says('HINCRBY', 'h', 'b', '1').int(1);
    await t.says('HPTTL', 'h', 'FIELDS', 1, 'b').array([-1]);
  });

  test('counting with the only field, whose time has come, makes the hash anew', async () => {
    const t = server.transcript();
    await t.says('HSETEX', 'h', 'PX', 10, 'FIELDS', 1, 'a', '5').int(1);
    server.advance(11);
    await t.says('HINCRBYFLOAT', 'h', 'a', '1').bulk('1');
    await t.says('HGETALL', 'h').map([['a', '1']]);
    await t.says('HSETEX', 'h', 'PX', 10, 'FIELDS', 1, 'a', '5').int(1);
    server.advance(11);
    await t.says('HSETNX', 'h', 'a', '2').int(1);
    await t.says('HGETALL', 'h').map([['a', '2']]);
    await t.says('DBSIZE').int(1);
  });

  test('RENAME, COPY, MOVE and SWAPDB keep it', async () => {
    const t = server.transcript();
    await t.says('HSETEX', 'h', 'PX', 100, 'FIELDS', 2, 'a', '1', 'b', '2').int(1);
    await t.says('RENAME', 'h', 'g').ok();
    await t.says('COPY', 'g', 'f').int(1);
    await t.says('MOVE', 'g', 1).int(1);
    await t.says('SWAPDB', 0, 2).ok();
    const counts = server.core.store.databases.map(({ fieldExpiry }) => fieldExpiry.count);
    expect(counts.slice(0, 3)).toEqual([0, 1, 1]);
    await t.says('SELECT', 2).ok();
    await t.says('HPTTL', 'f', 'FIELDS', 1, 'b').array([100]);
    server.advance(101);
    new FieldExpireCycleJob(server.core).run(1);
    await t.says('DBSIZE').int(0);
    await t.says('SELECT', 1).ok();
    await t.says('DBSIZE').int(0);
  });

  test('HRANDFIELD gives none whose time has come', async () => {
    const t = server.transcript();
    await t.says('HSET', 'h', 'a', '1', 'b', '2', 'c', '3').int(3);
    await t.says('HPEXPIRE', 'h', 10, 'FIELDS', 2, 'a', 'b').array([1, 1]);
    server.advance(11);
    await t.says('HRANDFIELD', 'h').bulk('c');
    await t.says('HRANDFIELD', 'h', 5).array(['c']);
    await t.says('HPEXPIRE', 'h', 10, 'FIELDS', 1, 'c').array([1]);
    server.advance(11);
    await t.says('HRANDFIELD', 'h', 5).array([]);
    await t.says('EXISTS', 'h').int(0);
  });
});

import { describeWithOracle } from '@respite/testing/oracle-suite';
import { describe, expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import { infoText } from './index.ts';
import { leftOutOfInfo, redisInfoFields } from './info-fields.cases.ts';

/** Fields by section. */
function fieldsOf(text: string): Map<string, Set<string>> {
  const sections = new Map<string, Set<string>>();
  let fields = new Set<string>();
  for (const line of text.split('\r\n')) {
    if (line.startsWith('# ')) {
      fields = new Set();
      sections.set(line.slice(2), fields);
    } else if (line.includes(':')) fields.add(line.slice(0, line.indexOf(':')));
  }
  return sections;
}

function ourFields(): Map<string, Set<string>> {
  const { core } = new TestServer();
  // The test's host cannot tell the CPU time of a thread.
  Object.assign(core.host.info, { mainThreadCpuSeconds: () => ({ user: 0, system: 0 }) });
  return fieldsOf(`${infoText(core, ['everything'])}\r\n${infoText(core, ['debug'])}`);
}

describe('INFO', () => {
  test.each(Object.entries(redisInfoFields))('has the fields of Redis in %s', (section, names) => {
    const ours = ourFields().get(section) ?? new Set();
    const missing = names.split(' ').filter((name) => !ours.has(name) && !Object.hasOwn(leftOutOfInfo, name));
    expect(missing).toEqual([]);
  });

  test('what is left out is not there, and not forgotten', () => {
    const ours = [...ourFields().values()].flatMap((fields) => [...fields]);
    const theirs = Object.values(redisInfoFields).flatMap((names) => names.split(' '));
    for (const name of Object.keys(leftOutOfInfo)) {
      expect(ours).not.toContain(name);
      expect(theirs).toContain(name);
    }
  });

  test('sizes of values, when they are asked for', async () => {
    const server = new TestServer({ listMaxListpackSize: 2, hashMaxListpackEntries: 2 });
    const t = server.transcript();
    await t.says('SET', 'a', '').ok();
    await t.says('SET', 'b', '1').ok();
    await t.says('SET', 'c', 'xyz').ok();
    await t.says('SET', 'd', 'x'.repeat(5000)).ok();
    await t.says('SELECT', 2).ok();
    await t.says('RPUSH', 'list', 'a').int(1);
    await t.says('RPUSH', 'long', ...Array.from({ length: 33 }, String)).int(33);
    await t.says('SADD', 'set', 1, 2).int(2);
    await t.says('HSET', 'hash', 'a', 1).int(1);
    await t.says('HSET', 'expiring', 'a', 1, 'b', 2).int(2);
    await t.says('HEXPIRE', 'expiring', 100, 'FIELDS', 1, 'a').array([1]);
    await t.says('HSET', 'large', 'a', 1, 'b', 2, 'c', 3, 'd', 4).int(4);
    await t.says('ZADD', 'zset', 1, 'a', 2, 'b', 3, 'c').int(3);
    expect(infoText(server.core, ['keysizes'])).toBe(
      '# Keysizes\r\ndb0_distrib_strings_sizes:0=1,1=1,2=1,4K=1\r\n' +
        'db2_distrib_lists_items:1=1,32=1\r\ndb2_distrib_sets_items:2=1\r\ndb2_distrib_zsets_items:2=1\r\n' +
        'db2_distrib_hashes_items:1=1,2=1,4=1\r\n',
    );
  });
});

describeWithOracle('INFO beside redis-server', (oracle) => {
  test('has every field of the default sections', async () => {
    const connection = await oracle().connect();
    const reply = await connection.exchange(new TextEncoder().encode('INFO\r\n'));
    await connection.close();
    const ours = ourFields();
    const missing: string[] = [];
    for (const [section, fields] of fieldsOf(new TextDecoder().decode(reply))) {
      for (const name of fields) {
        if (!ours.get(section)?.has(name) && !Object.hasOwn(leftOutOfInfo, name)) missing.push(`${section}: ${name}`);
      }
    }
    expect(missing).toEqual([]);
  });
});

import { expect, test } from 'vitest';
import { TestServer } from '../../../../test/in-process.ts';

test('SORT ALPHA orders by bytes, or as people of a country do', async () => {
  const t = new TestServer().transcript();
  await t.says('RPUSH', 'words', 'zebra', 'Äpfel', 'apfel', 'Zebra', 'öl').int(5);
  await t.says('SORT', 'words', 'ALPHA').array(['Zebra', 'apfel', 'zebra', 'Äpfel', 'öl']);
  await t.says('CONFIG', 'SET', 'locale-collate', 'de_DE.UTF-8').ok();
  await t.says('SORT', 'words', 'ALPHA').array(['apfel', 'Äpfel', 'öl', 'zebra', 'Zebra']);
  await t.says('SORT', 'words', 'ALPHA', 'DESC', 'LIMIT', 0, 2).array(['Zebra', 'zebra']);
  await t.says('CONFIG', 'SET', 'locale-collate', 'sv_SE').ok();
  await t.says('SORT', 'words', 'ALPHA').array(['apfel', 'zebra', 'Zebra', 'Äpfel', 'öl']);

  await t.says('MSET', 'name_1', 'Ö', 'name_2', 'z', 'name_3', 'a').ok();
  await t.says('RPUSH', 'ids', 1, 2, 3, 4).int(4);
  await t.says('SORT', 'ids', 'BY', 'name_*', 'ALPHA').array(['4', '3', '2', '1']);
  await t.says('CONFIG', 'SET', 'locale-collate', 'de').ok();
  await t.says('SORT', 'ids', 'BY', 'name_*', 'ALPHA').array(['4', '3', '1', '2']);
});

test('what SORT stores is ordered by bytes in every country', async () => {
  const t = new TestServer({ localeCollate: 'de_DE' }).transcript();
  await t.says('RPUSH', 'words', 'b', 'B', 'a').int(3);
  await t.says('SORT', 'words', 'ALPHA', 'STORE', 'sorted').int(3);
  await t.says('LRANGE', 'sorted', 0, -1).array(['B', 'a', 'b']);
});

test('a locale that there is not', async () => {
  const t = new TestServer().transcript();
  for (const name of ['xx_nowhere', 'no such', 'yes']) {
    await t
      .says('CONFIG', 'SET', 'locale-collate', name)
      .error("ERR CONFIG SET failed (possibly related to argument 'locale-collate') - Invalid locale name");
  }
  expect(() => new TestServer({ localeCollate: 'xx' })).toThrow('Invalid locale name');
});

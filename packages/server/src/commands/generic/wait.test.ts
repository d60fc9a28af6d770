import { describe, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';

describe('without replicas and without an append-only file', () => {
  test('WAIT answers at once that nobody has it', async () => {
    const t = new TestServer().transcript();
    await t.says('SET', 'a', '1').ok();
    await t.says('WAIT', 0, 0).int(0);
    await t.says('WAIT', 1, 1000).int(0);
    await t.says('WAIT', 1, 0).int(0);
    await t.says('WAIT', -1, 0).int(0);
    await t.says('WAIT', 'x', 'y').error('ERR value is not an integer or out of range');
    await t.says('WAIT', 0, 'y').error('ERR timeout is not an integer or out of range');
    await t.says('WAIT', 0, -1).error('ERR timeout is negative');
    await t.says('WAIT', 0, '9223372036854775807').error('ERR timeout is out of range');
  });

  test('WAITAOF', async () => {
    const t = new TestServer().transcript();
    await t.says('WAITAOF', 0, 0, 0).array([0, 0]);
    await t.says('WAITAOF', 0, 1, 10).array([0, 0]);
    await t
      .says('WAITAOF', 1, 0, 0)
      .error('ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.');
    await t.says('WAITAOF', 2, 0, 0).error('ERR value is out of range, value must between 0 and 1');
    await t.says('WAITAOF', 0, -1, 0).error('ERR value is out of range, must be positive');
    await t.says('WAITAOF', 0, 0, -1).error('ERR timeout is negative');
  });
});

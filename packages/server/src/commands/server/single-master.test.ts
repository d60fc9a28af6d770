import { describe, test } from 'vitest';
import { TestServer } from '../../../test/in-process.ts';

describe('what a single master answers', () => {
  test('to questions about its role', async () => {
    const t = new TestServer().transcript();
    await t.says('ROLE').array(['master', 0, []]);
    await t.says('REPLICAOF', 'no', 'one').ok();
    await t.says('SLAVEOF', 'NO', 'ONE').ok();
    await t.says('FAILOVER').error('ERR FAILOVER requires connected replicas.');
    await t.says('FAILOVER', 'TO', 'localhost', 6379, 'TIMEOUT', 10).error('ERR FAILOVER requires connected replicas.');
    await t.says('FAILOVER', 'ABORT').error('ERR No failover in progress.');
  });

  test('to those who want a replica', async () => {
    const t = new TestServer().transcript();
    await t.says('REPLICAOF', 'localhost', 6380).error('ERR replication is not available yet');
    await t.says('REPLICAOF', 'localhost', 'x').error('ERR Invalid master port');
    await t.says('SYNC').error('ERR replication is not available yet');
    await t.says('PSYNC', '?', -1).error('ERR replication is not available yet');
    await t.says('REPLCONF', 'listening-port', 6380).error('ERR replication is not available yet');
    await t.says('REPLCONF', 'listening-port').error('ERR syntax error');
  });

  test('to those who take it for a cluster', async () => {
    const t = new TestServer().transcript();
    for (const command of [
      ['CLUSTER', 'INFO'],
      ['CLUSTER', 'SLOTS'],
      ['CLUSTER', 'SHARDS'],
      ['CLUSTER', 'NODES'],
      ['CLUSTER', 'MYID'],
      ['CLUSTER', 'KEYSLOT', 'a'],
      ['READONLY'],
      ['READWRITE'],
      ['ASKING'],
    ]) {
      await t.says(...command).error('ERR This instance has cluster support disabled');
    }
  });

  test('MIGRATE finds no key, or tells that it cannot move one', async () => {
    const t = new TestServer().transcript();
    await t.says('MIGRATE', 'localhost', 6380, 'a', 0, 1000).raw('+NOKEY\r\n');
    await t.says('SET', 'a', '1').ok();
    await t.says('MIGRATE', 'localhost', 6380, 'b', 0, 1000, 'COPY').raw('+NOKEY\r\n');
    await t
      .says('MIGRATE', 'localhost', 6380, 'a', 0, 1000)
      .error('ERR MIGRATE to another server is not available yet');
    await t
      .says('MIGRATE', 'localhost', 6380, '', 0, 1000, 'KEYS', 'b', 'a')
      .error('ERR MIGRATE to another server is not available yet');
    await t.says('GET', 'a').bulk('1');
  });

  test('RESTORE-ASKING is RESTORE', async () => {
    const t = new TestServer().transcript();
    await t.says('RESTORE-ASKING', 'a', 0, 'x').error('ERR DUMP payload version or checksum are wrong');
  });
});

describe('MODULE', () => {
  test('there are none', async () => {
    const t = new TestServer().transcript();
    await t.says('MODULE', 'LIST').array([]);
    await t
      .says('MODULE', 'LOAD', '/x.so')
      .error(/^ERR MODULE command not allowed\. If the enable-module-command option/);
  });

  test('where it is allowed, it still cannot load one', async () => {
    const t = new TestServer({ enableModuleCommand: 'local' }).transcript();
    await t.says('MODULE', 'LOAD', '/x.so').error(/^ERR Error loading the extension\./);
    await t.says('MODULE', 'LOADEX', '/x.so', 'ARGS', 1).error(/^ERR Error loading the extension\./);
    await t.says('MODULE', 'UNLOAD', 'x').error('ERR Error unloading module: no such module with that name');
  });
});

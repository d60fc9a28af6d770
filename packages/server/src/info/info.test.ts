import { describe, expect, test } from 'vitest';
import { TestServer } from '../../test/in-process.ts';
import { RESPITE_VERSION } from '../version.ts';
import { infoText } from './index.ts';
import { humanBytes } from './section.ts';

function titles(text: string): string[] {
  return [...text.matchAll(/^# (.*)\r$/gm)].map(([, title]) => title);
}

/** The fields of INFO as it stands after the commands. */
async function infoAfter(commands: string[], server = new TestServer()): Promise<Map<string, string>> {
  const t = server.transcript();
  for (const command of commands) await t.says(...command.split(' ')).reply();
  return new Map(
    infoText(server.core, ['everything'])
      .split('\r\n')
      .filter((line) => line.includes(':'))
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );
}

describe('sections', () => {
  const byDefault = 'Server Clients Memory Persistence Stats Replication CPU Modules Errorstats Cluster Keyspace';
  const all =
    'Server Clients Memory Persistence Stats Replication CPU Modules Commandstats Errorstats Latencystats Cluster Keyspace';

  test.each([
    [[], byDefault],
    [['default'], byDefault],
    [['ALL'], all],
    [['everything'], all],
    [['cpu', 'all'], all],
    [['cpu', 'default'], byDefault],
    [['cpu'], 'CPU'],
    [['commandSTATS', 'nothing'], 'Commandstats'],
    [['module_list'], 'Modules'],
    [['keyspace', 'server', 'keyspace'], 'Server Keyspace'],
    [['nothing'], ''],
    [[''], ''],
  ])('%j', (names, expected) => {
    expect(titles(infoText(new TestServer().core, names)).join(' ')).toBe(expected);
  });

  test('lie between empty lines', () => {
    expect(infoText(new TestServer().core, ['modules', 'cluster'])).toBe(
      '# Modules\r\n\r\n# Cluster\r\ncluster_enabled:0\r\n',
    );
  });

  test('INFO answers with text, in RESP3 marked as such', async () => {
    const t = new TestServer().transcript();
    await t.says('INFO', 'cluster').bulk('# Cluster\r\ncluster_enabled:0\r\n');
    await t.says('HELLO', 3).reply();
    await t.says('INFO', 'cluster').raw('=34\r\ntxt:# Cluster\r\ncluster_enabled:0\r\n\r\n');
  });

  test('every line is a name and a value, and no name comes twice', async () => {
    const server = new TestServer();
    await infoAfter(['SET a 1', 'nothing'], server);
    const lines = infoText(server.core, ['everything'])
      .split('\r\n')
      .filter((line) => line !== '' && !line.startsWith('# '));
    for (const line of lines) expect(line).toMatch(/^[a-z0-9_|.-]+(ERR)?:/);
    const names = lines.map((line) => line.slice(0, line.indexOf(':')));
    expect(new Set(names).size).toBe(names.length);
    expect(lines.filter((line) => /undefined|NaN|Infinity/.test(line))).toEqual([]);
  });
});

describe('values', () => {
  test('Server', async () => {
    const server = new TestServer();
    server.clock.advance(90_000_500);
    const info = await infoAfter(['PING'], server);
    expect(info.get('redis_version')).toBe('7.2.6');
    expect(info.get('server_name')).toBe('respite');
    expect(info.get('respite_version')).toBe(RESPITE_VERSION);
    expect(info.get('run_id')).toMatch(/^[0-9a-f]{40}$/);
    expect(info.get('uptime_in_seconds')).toBe('90000');
    expect(info.get('uptime_in_days')).toBe('1');
    expect(info.get('server_time_usec')).toBe('1704157200500000');
    expect(info.get('listener0')).toBe('name=tcp,bind=*,bind=-::*,port=6379');
  });

  test('Clients and Stats', async () => {
    const server = new TestServer();
    server.connect();
    const info = await infoAfter(['SET a 1', 'GET a', 'GET b', 'nothing', 'GET'], server);
    expect(info.get('connected_clients')).toBe('2');
    expect(info.get('total_connections_received')).toBe('2');
    expect(info.get('total_commands_processed')).toBe('3');
    expect(info.get('keyspace_hits')).toBe('1');
    expect(info.get('keyspace_misses')).toBe('1');
    expect(info.get('total_error_replies')).toBe('2');
    expect(info.get('total_reads_processed')).toBe('5');
    expect(Number(info.get('total_net_input_bytes'))).toBe(27 + 20 + 20 + 17 + 13);
  });

  test('Keyspace', async () => {
    const info = await infoAfter(['SET a 1', 'SET b 1 PX 5000', 'SELECT 3', 'SET c 1 PX 1000', 'SET d 1 PX 1000']);
    expect(info.get('db0')).toBe('keys=2,expires=1,avg_ttl=5000,subexpiry=0');
    expect(info.get('db3')).toBe('keys=2,expires=2,avg_ttl=1000,subexpiry=0');
    expect(info.has('db1')).toBe(false);
  });

  test('Memory', async () => {
    const server = new TestServer();
    const empty = await infoAfter([], server);
    const full = await infoAfter([`SET a ${'x'.repeat(100_000)}`], server);
    const after = await infoAfter(['FLUSHALL'], server);
    const grown = Number(full.get('used_memory')) - Number(empty.get('used_memory'));
    expect(grown).toBeGreaterThan(100_000);
    expect(grown).toBeLessThan(110_000);
    expect(Number(full.get('used_memory_dataset'))).toBeGreaterThan(100_000);
    expect(after.get('used_memory_peak')).toBe(full.get('used_memory'));
    expect(Number(after.get('used_memory'))).toBeLessThan(50_000);
  });

  test('Commandstats and Errorstats', async () => {
    const info = await infoAfter([
      'SET a b',
      'SET a',
      'INCR a',
      'GETRANGE a x y',
      'nothing',
      'CLIENT ID',
      'CLIENT nothing',
    ]);
    expect(info.get('cmdstat_set')).toBe('calls=1,usec=0,usec_per_call=0.00,rejected_calls=1,failed_calls=0');
    expect(info.get('cmdstat_incr')).toBe('calls=1,usec=0,usec_per_call=0.00,rejected_calls=0,failed_calls=1');
    expect(info.get('cmdstat_client|id')).toBe('calls=1,usec=0,usec_per_call=0.00,rejected_calls=0,failed_calls=0');
    expect(info.get('errorstat_ERR')).toBe('count=5');
  });

  test('a refused command is counted as rejected', async () => {
    const info = await infoAfter(['GET a'], new TestServer({ requirepass: 'x' }));
    expect(info.get('cmdstat_get')).toBe('calls=0,usec=0,usec_per_call=0.00,rejected_calls=1,failed_calls=0');
    expect(info.get('errorstat_NOAUTH')).toBe('count=1');
  });

  test('Latencystats follow the configuration', async () => {
    const server = new TestServer();
    await server.core.config.set([['latency-tracking-info-percentiles', '25.5 100']]);
    const on = await infoAfter(['PING'], server);
    expect(on.get('latency_percentiles_usec_ping')).toBe('p25.5=0.000,p100=0.000');
    const off = await infoAfter(['CONFIG SET latency-tracking no', 'ECHO x'], server);
    expect([...off.keys()].filter((name) => name.startsWith('latency_'))).toEqual([]);
    const again = await infoAfter(['CONFIG SET latency-tracking yes'], server);
    expect(again.has('latency_percentiles_usec_ping')).toBe(true);
    expect(again.has('latency_percentiles_usec_echo')).toBe(false);
  });

  test('kinds of errors beyond the first 128 are counted together', async () => {
    const server = new TestServer({ enableDebugCommand: 'yes' });
    for (let i = 0; i < 200; i++) server.core.commandStats.countError(`E${i} text`);
    server.core.commandStats.countError('E7 text');
    server.core.commandStats.countError(`${'x'.repeat(40)} text`);
    const info = await infoAfter([], server);
    expect(info.get('errorstat_E7')).toBe('count=2');
    expect(info.get('errorstat_E150')).toBeUndefined();
    expect(info.get('errorstat_ERRORSTATS_OVERFLOW')).toBe('count=73');
  });
});

test.each([
  [0, '0B'],
  [1023, '1023B'],
  [1024, '1.00K'],
  [1536 * 1024, '1.50M'],
  [2 ** 30, '1.00G'],
  [2 ** 50, '1.00P'],
])('%i bytes are %s', (bytes, text) => {
  expect(humanBytes(bytes)).toBe(text);
});

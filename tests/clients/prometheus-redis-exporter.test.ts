import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '@respite/testing';
import { createClient } from 'redis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWhere } from '../describe-where.ts';
import { useDaemon } from './daemon.ts';

const PROGRAM = 'prometheus-redis-exporter';
const LIMIT_MS = 10_000;

const isInstalled = spawnSync(PROGRAM, ['--version']).error === undefined;
// Debian has it, and so has CI where it runs on Linux.
const isExpected = (process.env.CI ?? '') !== '' && process.env.CI !== 'false' && process.platform === 'linux';

/** The exporter that Debian ships, while it watches a server. */
class Exporter {
  readonly #process: ChildProcess;
  readonly #url: string;
  log = '';

  private constructor(child: ChildProcess, port: number) {
    this.#process = child;
    this.#url = `http://127.0.0.1:${port}/metrics`;
  }

  static async start(redisUrl: string, flags: readonly string[]): Promise<Exporter> {
    const port = await freePort();
    const child = spawn(PROGRAM, ['-redis.addr', redisUrl, '-web.listen-address', `127.0.0.1:${port}`, ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exporter = new Exporter(child, port);
    const listening = new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`${PROGRAM} does not begin:\n${exporter.log}`)), LIMIT_MS);
      const read = (chunk: Buffer): void => {
        exporter.log += chunk.toString();
        if (!exporter.log.includes('Providing metrics')) return;
        clearTimeout(limit);
        resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
    });
    await listening;
    return exporter;
  }

  /** Metrics by name and labels, as they stand in the text: `redis_db_keys{db="db0"}`. */
  async scrape(): Promise<Map<string, string>> {
    const response = await fetch(this.#url, { signal: AbortSignal.timeout(LIMIT_MS) });
    const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), line.slice(line.lastIndexOf(' ') + 1)]));
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill();
    await ended;
  }
}

if (!isInstalled && isExpected) {
  test(`needs ${PROGRAM}`, () => {
    throw new Error(`CI must have ${PROGRAM}: .ci/run and .github/workflows/ci.yml install it`);
  });
}

describeWhere(isInstalled, 'it is not installed', PROGRAM, () => {
  const daemon = useDaemon();
  let exporter: Exporter;

  beforeAll(async () => {
    exporter = await Exporter.start(daemon().url, [
      '-include-system-metrics',
      '-include-config-metrics',
      '-export-client-list',
      '-export-client-port',
      '-check-keys=counted*',
      '-count-keys=counted*',
      '-check-streams=stream',
    ]);
  });
  afterAll(() => exporter.stop());

  test('scrapes the server without an error, and finds what was done', async () => {
    const client = createClient({ url: daemon().url });
    await client.connect();
    try {
      await client.set('counted:1', 'abc');
      await client.set('counted:2', 'x', { EX: 1000 });
      await client.xAdd('stream', '1-1', { a: '1' });
      await client.xGroupCreate('stream', 'group', '0');
      await client.sendCommand(['CONFIG', 'SET', 'latency-monitor-threshold', '20', 'slowlog-log-slower-than', '0']);
      await expect(client.incr('counted:1')).rejects.toThrow('not an integer');
      await exporter.scrape();
      const metrics = await exporter.scrape();
      expect(metrics.get('redis_exporter_last_scrape_error{err=""}')).toBe('0');
      expect(metrics.get('redis_up')).toBe('1');
      expect(metrics.get('redis_db_keys{db="db0"}')).toBe('3');
      expect(metrics.get('redis_db_keys_expiring{db="db0"}')).toBe('1');
      expect(metrics.get('redis_key_size{db="db0",key="counted:1"}')).toBe('3');
      expect(metrics.get('redis_keys_count{db="db0",key="counted*"}')).toBe('2');
      expect(metrics.get('redis_stream_length{db="db0",stream="stream"}')).toBe('1');
      expect(Number(metrics.get('redis_errors_total{err="ERR"}'))).toBeGreaterThan(0);
      expect(metrics.get('redis_commands_failed_calls_total{cmd="incr"}')).toBe('1');
      expect(Number(metrics.get('redis_connected_clients'))).toBeGreaterThanOrEqual(2);
      expect(Number(metrics.get('redis_memory_used_bytes'))).toBeGreaterThan(0);
      expect(Number(metrics.get('redis_slowlog_length'))).toBeGreaterThan(0);
      expect(Number(metrics.get('redis_uptime_in_seconds'))).toBeGreaterThanOrEqual(0);
      expect(metrics.get('redis_config_maxclients')).toBe('10000');
      expect([...metrics.keys()].filter((name) => name.startsWith('redis_instance_info{')).join()).toMatch(
        /role="master".*tcp_port="\d+"/,
      );
    } finally {
      await client.close();
    }
  });

  test('its log tells of nothing wrong', () => {
    const complaints = exporter.log.split('\n').filter((line) => /level=(warning|error|fatal)/.test(line));
    expect(complaints).toEqual([]);
  });
});

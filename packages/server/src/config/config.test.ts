import { describe, expect, it } from 'vitest';
import { Config } from './config.ts';
import { findDirective } from './directives.ts';

/** CONFIG SET with words, as a client would send them; what waits fails the test. */
function set(config: Config, ...words: string[]): string {
  const pairs = pairsOf(words);
  const result = config.set(pairs, {});
  if (result instanceof Promise) throw new Error('CONFIG SET waits');
  return result ?? 'OK';
}

function pairsOf(words: readonly string[]): [string, string][] {
  return words.flatMap((word, i): [string, string][] => (i % 2 === 0 ? [[word, words[i + 1]]] : []));
}

describe('typed values', () => {
  it('follow the texts', () => {
    const config = new Config();
    expect(config.maxmemory).toBe(0);
    expect(config.appendonly).toBe(false);
    expect(config.hashMaxListpackEntries).toBe(512);
    expect(config.maxmemoryPolicy).toBe('noeviction');
    expect(config.save).toEqual([
      { seconds: 3600, changes: 1 },
      { seconds: 300, changes: 100 },
      { seconds: 60, changes: 10000 },
    ]);
    expect(config.clientOutputBufferLimit.replica).toEqual({ hard: 268435456, soft: 67108864, softSeconds: 60 });
    expect(config.bind).toEqual(['*', '-::*']);
    expect(config.replicaof).toBeNull();
    expect(config.shutdownOnSigterm).toEqual([]);
    expect(config.dbfilename).toBe('dump.json');

    expect(set(config, 'maxmemory', '100mb', 'appendonly', 'YES', 'maxmemory-policy', 'allkeys-LRU')).toBe('OK');
    expect(config.maxmemory).toBe(104857600);
    expect(config.appendonly).toBe(true);
    expect(config.maxmemoryPolicy).toBe('allkeys-lru');
    expect(set(config, 'save', '', 'bind', '* -::*', 'shutdown-on-sigterm', 'now save')).toBe('OK');
    expect(config.save).toEqual([]);
    expect(config.bind).toEqual(['*', '-::*']);
    expect(config.shutdownOnSigterm).toEqual(['save', 'now']);
    expect(config.get('shutdown-on-sigterm')).toBe('save now');
    expect(set(config, 'maxmemory-clients', '5%')).toBe('OK');
    expect(config.maxmemoryClients).toBe(-5);
    expect(set(config, 'hz', '9999')).toBe('OK');
    expect(config.hz).toBe(500);
  });

  it('keep exact texts of numbers that a double cannot hold', () => {
    const config = new Config();
    expect(set(config, 'slowlog-log-slower-than', '9223372036854775807')).toBe('OK');
    expect(config.get('slowlog-log-slower-than')).toBe('9223372036854775807');
    expect(config.slowlogLogSlowerThan).toBe(2 ** 63);
  });

  it('belong to one server each', () => {
    const one = new Config();
    const other = new Config();
    set(one, 'maxmemory', '1');
    expect(other.maxmemory).toBe(0);
  });
});

describe('values from a program', () => {
  it('are taken under their property names', () => {
    const config = new Config({
      values: { port: 0, maxmemory: '1gb', appendonly: true, save: '', bind: ['127.0.0.1'], databases: 2 },
    });
    expect(config.port).toBe(0);
    expect(config.maxmemory).toBe(1024 ** 3);
    expect(config.appendonly).toBe(true);
    expect(config.save).toEqual([]);
    expect(config.bind).toEqual(['127.0.0.1']);
    expect(config.databases).toBe(2);
  });

  it('are refused with their name', () => {
    expect(() => new Config({ values: { port: 70000 } })).toThrow(
      new RangeError('port: argument must be between 0 and 65535 inclusive'),
    );
    expect(() => new Config({ values: { portt: 1 } as object })).toThrow(
      new RangeError('portt: there is no such setting'),
    );
  });
});

describe('CONFIG GET', () => {
  it('finds names and patterns, each once', () => {
    const config = new Config();
    expect(config.getMatching(['maxmemory-s*', 'MAXMEMORY-SAMPLES', 'hz', 'nothing', 'no*thing'])).toEqual([
      ['maxmemory-samples', '5'],
      ['hz', '10'],
    ]);
    expect(config.getMatching(['HZ', 'h[zx]', 'hz'])).toEqual([['HZ', '10']]);
    expect(config.getMatching(['*OF'])).toEqual([
      ['replicaof', ''],
      ['slaveof', ''],
    ]);
    expect(config.getMatching(['[)'])).toEqual([]);
  });

  it('shows hidden names only when asked for them', () => {
    const config = new Config();
    const names = config.getMatching(['*']).map(([name]) => name);
    expect(names).toEqual([...names].sort());
    for (const hidden of ['key-load-delay', 'server-cpulist', 'rdma-port', 'primaryauth']) {
      expect(names).not.toContain(hidden);
      expect(config.getMatching([hidden])).toEqual([[hidden, config.get(hidden)]]);
    }
    for (const shown of ['server_cpulist', 'masterauth', 'slaveof', 'lua-time-limit']) expect(names).toContain(shown);
  });
});

describe('CONFIG SET', () => {
  it('changes all or nothing', () => {
    const config = new Config();
    set(config, 'maxmemory', '10000002');
    expect(
      set(config, 'maxmemory', '10000001', 'maxmemory-clients', '200%', 'client-query-buffer-limit', 'invalid'),
    ).toBe(
      "ERR CONFIG SET failed (possibly related to argument 'maxmemory-clients') - percentage argument must be less or equal to 100",
    );
    expect(config.maxmemory).toBe(10000002);
    expect(config.get('maxmemory')).toBe('10000002');
  });

  it.each([
    [['foo', '1'], "ERR Unknown option or number of arguments for CONFIG SET - 'foo'"],
    [['foo', '1', 'daemonize', 'yes'], "ERR Unknown option or number of arguments for CONFIG SET - 'foo'"],
    [
      ['daemonize', 'yes', 'foo', '1'],
      "ERR CONFIG SET failed (possibly related to argument 'daemonize') - can't set immutable config",
    ],
    [
      ['Dbfilename', 'x'],
      "ERR CONFIG SET failed (possibly related to argument 'Dbfilename') - can't set protected config",
    ],
    [
      ['maxmemory', '1', 'MAXMEMORY', '2'],
      "ERR CONFIG SET failed (possibly related to argument 'MAXMEMORY') - duplicate parameter",
    ],
    [
      ['lua-time-limit', '1', 'busy-reply-threshold', '2'],
      "ERR CONFIG SET failed (possibly related to argument 'busy-reply-threshold') - duplicate parameter",
    ],
  ])('%j is refused', (words, error) => {
    expect(set(new Config(), ...words)).toBe(error);
  });

  it('opens protected directives to those who may', () => {
    const trusting = new Config({ values: { enableProtectedConfigs: 'yes' } });
    expect(set(trusting, 'dbfilename', 'x.json')).toBe('OK');
    const local = new Config({ values: { enableProtectedConfigs: 'local' } });
    expect(local.set([['dbfilename', 'x.json']], { local: false })).toContain("can't set protected config");
    expect(local.set([['dbfilename', 'x.json']], { local: true })).toBeUndefined();
  });

  it('refuses some while loading, before anything else about them', () => {
    const config = new Config({ values: { enableProtectedConfigs: 'yes' } });
    const loading = { loading: true };
    expect(config.set([['dir', 'x']], loading)).toBe('LOADING Redis is loading the dataset in memory');
    expect(config.set([['loglevel', 'debug']], loading)).toBeUndefined();
  });

  it('resolves dir through its host', () => {
    const config = new Config({
      values: { enableProtectedConfigs: 'yes' },
      resolveDirectory: (path, current) =>
        path === 'gone'
          ? { reason: 'No such file or directory' }
          : { path: path === '.' ? '/data' : `${current}/${path}` },
    });
    expect(config.dir).toBe('/data');
    expect(set(config, 'dir', 'sub')).toBe('OK');
    expect(config.get('dir')).toBe('/data/sub');
    expect(set(config, 'dir', 'gone')).toBe(
      "ERR CONFIG SET failed (possibly related to argument 'dir') - No such file or directory",
    );
    expect(config.dir).toBe('/data/sub');
  });
});

describe('appliers', () => {
  it('run once, after all values are set, and only for changes', () => {
    const config = new Config();
    const seen: string[] = [];
    config.onChange(['min-replicas-to-write', 'min-replicas-max-lag'], () => {
      seen.push(`${config.minReplicasToWrite} ${config.minReplicasMaxLag}`);
      return undefined;
    });
    config.onChange(['tls-cert-file'], () => {
      seen.push('certificate');
      return undefined;
    });
    set(config, 'min-slaves-to-write', '3', 'min-replicas-max-lag', '7', 'maxmemory', '1');
    set(config, 'min-replicas-to-write', '3');
    set(config, 'maxmemory', '2');
    set(config, 'tls-cert-file', '');
    expect(seen).toEqual(['3 7', 'certificate']);
  });

  it('can refuse: everything is as before, and those that ran run again', () => {
    const config = new Config();
    const seen: string[] = [];
    config.onChange(['maxmemory'], () => {
      seen.push(`maxmemory ${config.maxmemory}`);
      return undefined;
    });
    config.onChange(['port'], () => {
      seen.push(`port ${config.port}`);
      return config.port === 1 ? 'Unable to listen on this port. Check server logs.' : undefined;
    });
    config.onChange(['timeout'], () => {
      seen.push('timeout');
      return undefined;
    });
    expect(set(config, 'maxmemory', '5', 'port', '1', 'timeout', '9')).toBe(
      "ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this port. Check server logs.",
    );
    expect(seen).toEqual(['maxmemory 5', 'port 1', 'maxmemory 0', 'port 6379']);
    expect([config.maxmemory, config.port, config.timeout]).toEqual([0, 6379, 0]);
  });

  it('may throw; that is a refusal too, and a failing undo is told', () => {
    const warnings: string[] = [];
    const config = new Config({ warn: (message) => warnings.push(message) });
    config.onChange(['port'], () => {
      throw new Error(`no port ${config.port}`);
    });
    expect(set(config, 'port', '1')).toBe("ERR CONFIG SET failed (possibly related to argument 'port') - no port 1");
    expect(warnings).toEqual(['Failed applying restored failed CONFIG SET command: no port 6379']);
  });

  it('may take time; the next CONFIG SET waits for its turn', async () => {
    const config = new Config();
    const seen: string[] = [];
    const gates: ((reason: string | undefined) => void)[] = [];
    config.onChange(['port'], () => {
      seen.push(`port ${config.port}`);
      return new Promise((resolve) => gates.push(resolve));
    });
    config.onChange(['timeout'], () => {
      seen.push(`timeout ${config.timeout}`);
      return undefined;
    });
    const first = config.set([
      ['port', '1'],
      ['timeout', '1'],
    ]);
    const second = config.set([['timeout', '2']]);
    const third = config.set([['port', '3']]);
    expect(seen).toEqual(['port 1']);
    gates[0]('taken');
    await Promise.resolve().then(() => Promise.resolve());
    expect(seen).toEqual(['port 1', 'port 6379']);
    gates[1](undefined);
    expect(await first).toBe("ERR CONFIG SET failed (possibly related to argument 'port') - taken");
    expect(await second).toBeUndefined();
    expect(seen).toEqual(['port 1', 'port 6379', 'timeout 2', 'port 3']);
    gates[2](undefined);
    expect(await third).toBeUndefined();
    expect([config.port, config.timeout]).toEqual([3, 2]);
  });
});

it('tells which settings have no effect', () => {
  const config = new Config();
  expect(config.withoutEffect()).toEqual([]);
  config.assign(findDirective('io-threads') ?? expect.fail(), ['4']);
  config.assign(findDirective('hz') ?? expect.fail(), ['20']);
  expect(config.withoutEffect().map(({ name }) => name)).toEqual(['io-threads']);
});

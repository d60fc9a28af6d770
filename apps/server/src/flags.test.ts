import { spawnSync } from 'node:child_process';
import { Config, ConfigFileError, ConfigLoader } from '@respite/server';
import { findOracle } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { describe, expect, it } from 'vitest';
import { parseFlags } from './flags.ts';

/** The configuration that flags give, loaded. */
function configOf(args: readonly string[], file = ''): Config {
  const invocation = parseFlags(args);
  if (invocation.action !== 'run') throw new Error(invocation.action);
  const config = new Config();
  const loader = new ConfigLoader(config, () => []);
  loader.load({ name: 'redis.conf', text: file });
  loader.load({ name: 'command line', text: invocation.options });
  return config;
}

describe('parseFlags', () => {
  it.each([
    [[], { configFile: undefined, readsStandardInput: false, options: '' }],
    [['/etc/redis.conf'], { configFile: '/etc/redis.conf', readsStandardInput: false, options: '' }],
    [['-'], { configFile: undefined, readsStandardInput: true, options: '' }],
    [['-', '--port', '1'], { configFile: undefined, readsStandardInput: true, options: 'port "1" ' }],
    [['a.conf', '--port', '1', '-'], { configFile: 'a.conf', readsStandardInput: true, options: 'port "1" ' }],
    [
      ['--port', '6380', '--save', '60', '1'],
      { configFile: undefined, readsStandardInput: false, options: 'port "6380" \nsave "60" "1" ' },
    ],
    [
      ['--save', '--logfile', '--my.log'],
      { configFile: undefined, readsStandardInput: false, options: 'save ""\nlogfile "--my.log" ' },
    ],
    [['--port=7000', '--save'], { configFile: undefined, readsStandardInput: false, options: 'port=7000 "--save" ' }],
    [
      ['--maxmemory 700mb', '--hz', '5'],
      { configFile: undefined, readsStandardInput: false, options: 'maxmemory 700mb \nhz "5" ' },
    ],
    [['-p', '1'], { configFile: undefined, readsStandardInput: false, options: '"-p" "1" ' }],
  ])('%j', (args, run) => {
    expect(parseFlags(args)).toEqual({ action: 'run', ...run });
  });

  it.each(['-v', '--version'])('%s asks for the version', (flag) => {
    expect(parseFlags([flag])).toEqual({ action: 'version' });
  });

  it.each(['-h', '--help'])('%s asks for help', (flag) => {
    expect(parseFlags([flag, '--port', '1'])).toEqual({ action: 'help' });
  });

  it.each(['--test-memory', '--check-system'])('%s is refused with a reason', (flag) => {
    expect(parseFlags([flag, '4096'])).toEqual({ action: 'refuse', reason: expect.stringMatching(/\.$/) });
  });
});

describe('flags as configuration', () => {
  it('override the file', () => {
    expect(configOf(['a.conf', '--port', '7001'], 'port 7000').port).toBe(7001);
  });

  it.each([
    [['--save', '--loglevel', 'verbose'], ''],
    [['--loglevel', 'verbose', '--save'], ''],
    [['--save', '', '--loglevel', 'verbose'], ''],
    [['--loglevel', 'verbose', '--save', ''], ''],
    [['--proc-title-template', '--save', '--save', '', '--loglevel', 'verbose'], ''],
    [['--save', '100', '100', '--loglevel', 'verbose'], '900 1 100 100'],
    [['--save', '--save', '60', '1', '--loglevel', 'verbose'], '60 1'],
  ])('%j', (args, save) => {
    const config = configOf(args, 'save 900 1');
    expect(config.get('save')).toBe(save);
    expect(config.loglevel).toBe('verbose');
  });

  it('take several values, and values that look like flags or hold blanks', () => {
    const args = ['--shutdown-on-sigint', 'nosave', 'force', 'now', '--shutdown-on-sigterm', 'nosave force'];
    const config = configOf([...args, '--proc-title-template', '--my--title', '--requirepass', ' a "b"\\ü\n']);
    expect(config.shutdownOnSigint).toEqual(['nosave', 'now', 'force']);
    expect(config.shutdownOnSigterm).toEqual(['nosave', 'force']);
    expect(config.procTitleTemplate).toBe('--my--title');
    expect(config.requirepass).toBe(' a "b"\\ü\n');
  });

  it('take name and value in one argument, quoted or not', () => {
    const config = configOf([
      'a.conf',
      'loglevel',
      'verbose',
      "--maxmemory '700mb'",
      '--maxmemory-policy volatile-lru',
    ]);
    expect(config.loglevel).toBe('verbose');
    expect(config.maxmemory).toBe(734003200);
    expect(config.maxmemoryPolicy).toBe('volatile-lru');
  });
});

describeWithOracle('flags beside redis-server', () => {
  it.each([
    ['--invalid'],
    ['--port'],
    ['--port', '6380', '--loglevel'],
    ['--port', '6379', '6380'],
    ['--port', '--loglevel', 'verbose'],
    ['--port', '--bla', '--timeout', 'x'],
    ['--port=7000'],
    ['-p', '7000'],
    ['--logfile', '--my--log--file', '--appendfsync', '--bla'],
    ['--shutdown-on-sigint'],
    ['--shutdown-on-sigint', 'now force', '--shutdown-on-sigterm'],
    ['--replicaof', '127.0.0.1', 'abc'],
    ['--replicaof', '--127.0.0.1', 'abc'],
    ['--replicaof', '--127.0.0.1', '--abc'],
    ['--port 1 2'],
    ['--requirepass', 'a b', 'c"\\\n\u0001'],
    ['--save', '1'],
    ['--port', '1', '-', '--timeout', '2'],
  ])('refuses %s %s %s %s with the same words', (...args) => {
    const search = findOracle();
    if (!search.found) throw new Error(search.reason);
    const { stderr } = spawnSync(search.program, args, { encoding: 'utf8', timeout: 5000, input: '' });
    let report = '';
    try {
      configOf(args);
    } catch (error) {
      if (!(error instanceof ConfigFileError)) throw error;
      report = error.report(/Redis [0-9.]+/.exec(stderr)?.[0] ?? '');
    }
    expect(report).not.toBe('');
    // Redis counts the lines of file and flags together.
    expect(withoutLine(report)).toBe(withoutLine(stderr));
  });
});

function withoutLine(report: string): string {
  return report.replace(/at line \d+( of command line)?/, 'at line N');
}

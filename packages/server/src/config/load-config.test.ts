import { describe, expect, it } from 'vitest';
import { Config } from './config.ts';
import { ConfigFileError } from './config-file-error.ts';
import { ConfigLoader, type ConfigSource } from './load-config.ts';

/** Loads texts one after the other; those with a path can be included. */
function load(texts: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const config = new Config();
  const loader = new ConfigLoader(config, (path): ConfigSource[] => {
    if (path === '*.conf') return Object.keys(files).map((name) => ({ name, text: files[name] }));
    if (files[path] === undefined) throw new Error('No such file or directory');
    return [{ name: path, text: files[path] }];
  });
  for (const [i, text] of texts.entries()) loader.load({ name: i === 0 ? 'redis.conf' : 'command line', text });
  return { config, loader };
}

function errorOf(action: () => unknown): ConfigFileError {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigFileError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('loading', () => {
  it('sets what the lines say, the last one counting', () => {
    const { config } = load(['port 7000\nPORT "7001"\nslave-read-only no\n', 'maxmemory 100mb\ndatabases 4']);
    expect(config.port).toBe(7001);
    expect(config.replicaReadOnly).toBe(false);
    expect(config.maxmemory).toBe(104857600);
    expect(config.databases).toBe(4);
  });

  it.each([
    [['port 1'], '3600 1 300 100 60 10000'],
    [['save 900 1'], '900 1'],
    [['save 900 1\nsave 300 10'], '900 1 300 10'],
    [['save "900 1 300 10"'], '900 1 300 10'],
    [['save 900 1', 'save "100" "100" '], '900 1 100 100'],
    [['save 900 1', 'save ""'], ''],
    [['save ""\nsave 60 1'], '60 1'],
    [["save ''"], ''],
    [['save'], ''],
  ])('%j gives the save points %j', (texts, points) => {
    expect(load(texts).config.get('save')).toBe(points);
  });

  it('takes several values in one line, also as one argument', () => {
    const { config } = load([
      'bind 127.0.0.1 -::1 10.0.0.1\nshutdown-on-sigint nosave force now\nshutdown-on-sigterm "nosave force"\n' +
        'client-output-buffer-limit normal 1mb 0 0\nclient-output-buffer-limit replica 2mb 1mb 60 pubsub 3 2 1\n' +
        'latency-tracking-info-percentiles ""\noom-score-adj-values 1 2 3\nreplicaof localhost 6380',
    ]);
    expect(config.bind).toEqual(['127.0.0.1', '-::1', '10.0.0.1']);
    expect(config.shutdownOnSigint).toEqual(['nosave', 'now', 'force']);
    expect(config.shutdownOnSigterm).toEqual(['nosave', 'force']);
    expect(config.clientOutputBufferLimit).toEqual({
      normal: { hard: 1048576, soft: 0, softSeconds: 0 },
      replica: { hard: 2097152, soft: 1048576, softSeconds: 60 },
      pubsub: { hard: 3, soft: 2, softSeconds: 1 },
    });
    expect(config.latencyTrackingInfoPercentiles).toEqual([]);
    expect(config.oomScoreAdjValues).toEqual([1, 2, 3]);
    expect(config.replicaof).toEqual({ host: 'localhost', port: 6380 });
  });

  it('forgets directives of the past', () => {
    load(['list-max-ziplist-entries 512\nlua-replicate-commands yes\nio-threads-do-reads no']);
    expect(errorOf(() => load(['lua-replicate-commands'])).message).toBe('Bad directive or wrong number of arguments');
  });

  it('collects the lines that other parts judge', () => {
    const { loader } = load(['rename-command FLUSHALL ""\nuser alice on >p "~a b"\nloadmodule /x.so 1 2']);
    expect(loader.renamedCommands.map(({ args }) => args)).toEqual([['FLUSHALL', '']]);
    expect(loader.users.map(({ args }) => args)).toEqual([['alice', 'on', '>p', '~a b']]);
    expect(loader.modules.map(({ args }) => args)).toEqual([['/x.so', '1', '2']]);
    expect(loader.renamedCommands[0].refuse('No such command in rename-command').report('Respite')).toContain(
      'line 1 of redis.conf\n>>> \'rename-command FLUSHALL ""\'\nNo such command in rename-command\n',
    );
  });
});

describe('include', () => {
  it('reads other files in place', () => {
    const files = { 'a.conf': 'port 1\ninclude b.conf\n', 'b.conf': 'port 2\nsave 1 1\n' };
    expect(load(['include a.conf\nsave 2 2'], files).config.get('port')).toBe('2');
    expect(load(['include a.conf\nport 3\nsave 2 2\nsave 3 3'], files).config.getMatching(['port', 'save'])).toEqual([
      ['port', '3'],
      ['save', '1 1 2 2 3 3'],
    ]);
    expect(load(['include *.conf'], {}).config.port).toBe(6379);
    expect(load(['include *.conf'], files).config.port).toBe(2);
  });

  it('points at the line in the included file', () => {
    const error = errorOf(() => load(['port 1\ninclude a.conf'], { 'a.conf': '\nport x\n' }));
    expect(error.position).toEqual({ source: 'a.conf', line: 2, text: 'port x' });
  });

  it('fails where a file is missing, and where it never ends', () => {
    expect(errorOf(() => load(['include gone.conf'])).message).toBe(
      "can't open config file 'gone.conf': No such file or directory",
    );
    expect(errorOf(() => load(['include a.conf'], { 'a.conf': 'include a.conf' })).message).toMatch(
      /include itself\?$/,
    );
  });
});

describe('refusals', () => {
  it.each([
    ['foo bar', 'Bad directive or wrong number of arguments'],
    ['port', 'wrong number of arguments'],
    ['port 1 2', 'wrong number of arguments'],
    ['port --bla', "argument couldn't be parsed into an integer"],
    ['maxmemory foo', 'argument must be a memory value'],
    ['appendonly maybe', "argument must be 'yes' or 'no'"],
    ['loglevel "--bla"', 'argument(s) must be one of the following: debug, verbose, notice, warning, nothing'],
    ['shutdown-on-sigint', 'argument(s) must be one of the following: default, save, nosave, now, force'],
    ['save 900', 'Invalid save parameters'],
    ['save 900 1\nsave 300', 'Invalid save parameters'],
    ['replicaof 127.0.0.1 abc', 'Invalid master port'],
    ['replicaof --127.0.0.1', 'wrong number of arguments'],
    ['unixsocketperm 9', "argument couldn't be parsed as an octal number"],
    ['unixsocketperm 1000', 'argument must be between 0 and 777 inclusive'],
    ['requirepass "open', 'Unbalanced quotes in configuration line'],
    ['appendfilename ""', "appendfilename can't be empty"],
    ['appenddirname a/b', "appenddirname can't be a path, just a dirname"],
    ['rename-command a', 'Bad directive or wrong number of arguments'],
    ['user', 'Bad directive or wrong number of arguments'],
    ['include', 'Bad directive or wrong number of arguments'],
    ['sentinel monitor x', 'sentinel directive while not in sentinel mode'],
    ['sentinel', 'there is no sentinel mode'],
    ['search.threads 4', 'Bad directive or wrong number of arguments'],
  ])('%j: %s', (text, reason) => {
    expect(errorOf(() => load([text])).message).toBe(reason);
  });

  it('report the first bad line, as Redis prints it', () => {
    const error = errorOf(() => load(['port 7000\n\n  maxmemory   foo\nrequirepass "open\n']));
    expect(error.report('Respite 0.1.0')).toBe(
      [
        '',
        '*** FATAL CONFIG FILE ERROR (Respite 0.1.0) ***',
        'Reading the configuration file, at line 3 of redis.conf',
        ">>> 'maxmemory   foo'",
        'argument must be a memory value',
        '',
      ].join('\n'),
    );
    expect(new ConfigFileError("Can't open the log file: No such file or directory").report('Respite')).toBe(
      "\n*** FATAL CONFIG FILE ERROR (Respite) ***\nCan't open the log file: No such file or directory\n",
    );
  });
});

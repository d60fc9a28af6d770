import { spawnSync } from 'node:child_process';
import { findOracle } from '@respite/testing';
import { describeWithOracle } from '@respite/testing/oracle-suite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Config } from './config.ts';
import { BesideRedis, inOrder, NOT_SHOWN, ORACLE_FLAGS, resolveDirectory } from './config-beside-redis.cases.ts';
import { ConfigFileError } from './config-file-error.ts';
import { ConfigLoader } from './load-config.ts';

/** Values in which this server differs from Redis 7.0 without any configuration, and why. */
const OTHER_DEFAULTS: Readonly<Record<string, string>> = {
  bind: 'The oracle listens on loopback alone.',
  dbfilename: 'Snapshots are JSON documents.',
  dir: 'The oracle runs in a folder of its own.',
  'enable-protected-configs': 'The oracle is started so that every directive can be tried.',
  port: 'The oracle runs on a port of its own.',
  save: 'The oracle is started without save points.',
};

/** Sessions of CONFIG GET and CONFIG SET, with what each is about. */
const SESSIONS: Readonly<Record<string, readonly string[]>> = {
  'names and patterns': [
    'GET HZ hz H*z',
    'GET [h]z',
    'GET nothing',
    'GET MAXMEMORY maxmemory Max*y',
    'GET *of',
    'GET maxmemory\\',
    'GET h?',
    'GET key-load-delay',
    'GET key-load-d*',
    'SET MAXMEMORY foo',
    'SET lua-time-limit foo',
    'SET Lua-Time-Limit 7',
    'GET busy-reply-threshold lua-*',
  ],
  memory: [
    'SET maxmemory ""',
    'SET maxmemory b',
    'SET maxmemory 1KB',
    'GET maxmemory',
    'SET maxmemory 1tb',
    'SET maxmemory -1',
    'SET maxmemory 99999999999gb',
    'GET maxmemory',
    'SET maxmemory 18446744073709551615',
    'GET maxmemory',
    'SET maxmemory 18446744073709551616',
    'GET maxmemory',
    'SET maxmemory 10',
    'SET proto-max-bulk-len 18446744073709551615',
    'SET proto-max-bulk-len 1mb',
    'GET proto-max-bulk-len',
    'SET repl-backlog-size 1',
    'GET repl-backlog-size',
  ],
  percentages: [
    'SET maxmemory-clients 101%',
    'SET maxmemory-clients %',
    'SET maxmemory-clients 0%',
    'GET maxmemory-clients',
    'SET maxmemory-clients 99999999999999999999%',
    'SET maxmemory-clients -5%',
    'SET maxmemory-clients x',
    'SET maxmemory-clients 50%',
    'GET maxmemory-clients',
    'SET maxmemory-clients 1gb',
    'GET maxmemory-clients',
  ],
  integers: [
    'SET hz 0',
    'GET hz',
    'SET hz 10000',
    'GET hz',
    'SET hz -1',
    'SET hz 2147483648',
    'SET port 70000',
    'SET timeout 01',
    'SET timeout -0',
    'SET timeout +1',
    'SET timeout ""',
    'SET timeout 9x',
    'SET slowlog-log-slower-than -2',
    'SET slowlog-log-slower-than 9223372036854775807',
    'GET slowlog-*-than',
    'SET slowlog-log-slower-than 9223372036854775808',
    'SET maxclients 0',
    'SET maxclients 4294967296',
    'SET set-max-intset-entries -1',
    'SET list-max-ziplist-size -99999999999',
    'SET list-max-ziplist-size -5',
    'GET list-max-*',
    'SET key-load-delay -3',
  ],
  'save points': [
    'SET save "900  1"',
    'SET save "900 "',
    'GET save',
    'SET save " 900 1"',
    'SET save "+900 0x1"',
    'SET save "0 1"',
    'SET save "60 4294967297"',
    'GET save',
    'SET save "60 -1"',
    'SET save "1 2 3"',
    'SET save "9 8 7 6"',
    'GET save',
    'SET save "99999999999999999999 1"',
    'GET save',
    'SET save ""',
    'GET SaVe',
  ],
  'several pairs': [
    'SET foo 1',
    'SET foo 1 bar 2',
    'SET hz 20 foo 1',
    'GET hz',
    'SET foo 1 daemonize yes',
    'SET daemonize yes foo 1',
    'SET Daemonize yes',
    'SET hz 30 HZ 40',
    'SET hz 30 timeout x',
    'GET hz',
    'SET hz 30 timeout 3',
    'GET hz',
    'SET timeout 0',
    'SET unixsocketperm 700',
    'SET replicaof "no one"',
    'SET slaveof "no one"',
  ],
  'keyspace events': [
    'SET notify-keyspace-events KEg$lshzxetd',
    'GET notify-keyspace-events',
    'SET notify-keyspace-events gKE',
    'GET notify-keyspace-events',
    'SET notify-keyspace-events Km',
    'GET notify-keyspace-events',
    'SET notify-keyspace-events ""',
  ],
  'output buffer limits': [
    'SET client-output-buffer-limit "normal 1 2"',
    'SET client-output-buffer-limit "foo 1 2 3"',
    'SET client-output-buffer-limit "master 1 2 3"',
    'SET client-output-buffer-limit "normal a 2 3"',
    'SET client-output-buffer-limit "normal 1mb 2mb -3"',
    'SET client-output-buffer-limit "slave 1 2 x"',
    'SET client-output-buffer-limit "normal 1mb 2mb 3 REPLICA 5 6 7"',
    'GET client-output-buffer-limit',
    'SET client-output-buffer-limit ""',
    'SET client-output-buffer-limit "pubsub 1 2 "',
    'GET client-output-*',
  ],
  percentiles: [
    'SET latency-tracking-info-percentiles "50 x"',
    'GET latency-tracking-info-percentiles',
    'SET latency-tracking-info-percentiles "50 101"',
    'SET latency-tracking-info-percentiles "50 -1"',
    'SET latency-tracking-info-percentiles "0.1234567 99.999 1e1 0x10 .5 5. +7 0 100"',
    'GET latency-tracking-*',
    'SET latency-tracking-info-percentiles inf',
    'SET latency-tracking-info-percentiles nan',
    'SET latency-tracking-info-percentiles ""',
    'GET latency-tracking-info-percentiles',
  ],
  'words and sets of words': [
    'SET shutdown-on-sigterm "save nosave"',
    'SET shutdown-on-sigterm ""',
    'SET shutdown-on-sigterm "now  force"',
    'SET shutdown-on-sigterm "force NOW default"',
    'GET shutdown-on-sigterm',
    'SET shutdown-on-sigterm bad',
    'SET shutdown-on-sigterm default',
    'GET shutdown-on-*',
    'SET shutdown-on-sigint "force nosave"',
    'GET shutdown-*t',
    'SET loglevel DEBUG',
    'GET loglevel',
    'SET appendfsync x',
    'SET appendfsync No',
    'GET appendfsync',
    'SET rdbcompression maybe',
    'SET rdbcompression NO',
    'GET rdbcompression',
    'SET rdbcompression 1',
    'SET oom-score-adj-values "1 2"',
    'SET oom-score-adj-values "1 2 3000"',
    'SET oom-score-adj-values "1 2 x"',
  ],
  strings: [
    'SET bind "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17"',
    'SET dir /nonexistent',
    'SET dbfilename a/b',
    'SET dbfilename a\\b',
    'SET dbfilename x.rdb',
    'GET dbfilename',
    'SET cluster-announce-hostname a_b',
    'SET cluster-announce-hostname a.B-9',
    'GET cluster-announce-hostname',
    'SET cluster-announce-hostname ""',
    'SET proc-title-template {foo}',
    'SET proc-title-template ""',
    'SET proc-title-template "  "',
    'SET proc-title-template {port',
    'SET proc-title-template {{port}}',
    'GET proc-title-template',
    'SET proc-title-template {',
    'SET proc-title-template {server-mode}',
    'SET proc-title-template "{port} {tls-port}"',
    'SET masteruser "a b"',
    'GET masteruser',
    'SET masteruser ""',
  ],
};

describeWithOracle(
  'CONFIG beside redis-server',
  (oracle) => {
    let both: BesideRedis;

    beforeAll(async () => {
      both = await BesideRedis.start(oracle());
    });

    afterAll(() => both?.stop());

    it('has the same directives with the same defaults', async () => {
      const ours = new Map(new Config().getMatching(['*']));
      const theirs = inOrder(await both.redis('GET', '*')) as [string, string][];
      const differences: string[] = [];
      for (const [name, value] of theirs) {
        const same = ours.has(name) ? value === ours.get(name) || name in OTHER_DEFAULTS : name in NOT_SHOWN;
        if (!same) differences.push(`${name}: ${value} / ${ours.get(name)}`);
      }
      expect(differences).toEqual([]);
      expect(theirs.length).toBeGreaterThan(180);
    });

    it.each(Object.entries(SESSIONS))('answers the same about %s', async (_, lines) => {
      for (const line of lines) {
        const words = (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^"|"$/g, ''));
        expect(inOrder(both.respite(...words)), line).toEqual(inOrder(await both.redis(...words)));
      }
    });

    it.each([
      'foo bar',
      'port',
      'port 1 2',
      '\n\n  port   x  ',
      'PORT "--bla"',
      'maxmemory foo',
      'appendonly maybe',
      'appendfsync "--bla"',
      'shutdown-on-sigint',
      'shutdown-on-sigint "now  forc"',
      'save 900',
      'save 900 1\nsave "300"',
      'replicaof 127.0.0.1 abc',
      'replicaof --127.0.0.1',
      'unixsocketperm 9',
      'unixsocketperm 1000',
      'requirepass "open',
      'requirepass "a"b',
      "requirepass 'open",
      'appendfilename ""',
      'appenddirname a/b',
      'dbfilename a/b',
      'rename-command a',
      'user',
      'include',
      'sentinel monitor x',
      'lua-replicate-commands',
      'client-output-buffer-limit normal 1 2',
      'client-output-buffer-limit "normal 1 2 x"',
      'oom-score-adj-values 1 2',
      'latency-tracking-info-percentiles 101',
      'notify-keyspace-events a b',
      'databases 0',
      'dir /nonexistent',
      'port 7000\n# comment\nhz 5\nhz x\nport x',
    ])('refuses the file %j with the same words', (text) => {
      const search = findOracle();
      if (!search.found) throw new Error(search.reason);
      const { stderr, status } = spawnSync(search.program, ['-'], { input: text, encoding: 'utf8', timeout: 5000 });
      const version = /Redis [0-9.]+/.exec(stderr)?.[0] ?? '';
      let report = '';
      try {
        new ConfigLoader(new Config({ resolveDirectory }), () => []).load({ name: 'standard input', text });
      } catch (error) {
        if (!(error instanceof ConfigFileError)) throw error;
        report = error.report(version);
      }
      expect(status).toBe(1);
      expect(report.replace(' of standard input', '')).toBe(stderr);
    });
  },
  ORACLE_FLAGS,
);

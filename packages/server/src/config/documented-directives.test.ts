import { describe, expect, it } from 'vitest';
import { configurationPage } from '../../docs/configuration-page.ts';
import { TestServer } from '../../test/in-process.ts';
import { Config } from './config.ts';
import { INT64_MAX } from './directive.ts';
import { directives, fileDirectives, findDirective, ignoredDirectives, takesSeveralArguments } from './directives.ts';
import { DOCUMENTED_LINES, type DocumentedDirective, documentedDirectives } from './documented-directives.cases.ts';
import { ConfigLoader } from './load-config.ts';
import { quoteArgument } from './split-arguments.ts';

/** Where a default of ours is another, and why. */
const OTHER_DEFAULTS: Readonly<Record<string, string>> = {
  dbfilename: 'Snapshots are JSON documents unless the name says otherwise.',
  dir: 'The folder where the server starts.',
};

/** Valkey's names for what Redis also has, with Redis's rules. */
const REDIS_RULES: readonly string[] = ['lua-enable-insecure-api'];

/** Values of directives whose type does not give one away. */
const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  bind: ['127.0.0.1', '* -::*'],
  'client-output-buffer-limit': ['normal 0 0 0 slave 1048576 1024 60 pubsub 33554432 8388608 60'],
  'cluster-announce-hostname': ['node-1.example.com'],
  dbfilename: ['other.json'],
  dir: ['/'],
  'latency-tracking-info-percentiles': ['50 99.99', ''],
  'locale-collate': ['de_DE.UTF-8', 'C', 'sv_SE', ''],
  'notify-keyspace-events': ['AKE', 'gxKE', ''],
  'oom-score-adj-values': ['-1 0 2000'],
  'proc-title-template': ['{title} {port}'],
  'rdma-bind': ['10.0.0.1'],
  replicaof: ['127.0.0.1 6380'],
  save: ['60 1', '900 1 60 1000', ''],
};

/** How CONFIG GET shows a value, where it is not the value as it was set. */
const SHOWN: Readonly<Record<string, string>> = {
  'hz 0': '1',
  'hz 2147483647': '500',
  'oom-score-adj relative': 'yes',
  'repl-backlog-size 1': '16384',
};

function samplesOf(documented: DocumentedDirective): readonly string[] {
  const { name, type, min, max, words } = documented;
  const base = type === 'octal' ? 8 : 10;
  if (SAMPLES[name] !== undefined) return SAMPLES[name];
  switch (type) {
    case 'bool':
      return ['yes', 'no'];
    case 'enum':
    case 'enum-flags':
      return words;
    case 'memory-or-percent':
      return ['1048576', '5%'];
    case 'integer':
    case 'memory':
    case 'octal':
      return [min, max].map((bound) => {
        if (bound === undefined || bound < 0n) return '7';
        // Integers are read as 64 bits with a sign, whatever the bound says.
        return (type === 'integer' && bound > INT64_MAX ? INT64_MAX : bound).toString(base);
      });
    default:
      return ['some-text'];
  }
}

/** Values that nobody may set, with the reason. */
function refusalsOf({ name, type, min, max }: DocumentedDirective): [value: string, reason: string][] {
  const base = type === 'octal' ? 8 : 10;
  switch (type) {
    case 'bool':
      return [['maybe', "argument must be 'yes' or 'no'"]];
    case 'enum':
    case 'enum-flags':
      return [['no-such-word', 'argument(s) must be one of the following: ']];
    case 'memory-or-percent':
      return [
        ['x', 'argument must be a memory or percent value'],
        ['101%', 'percentage argument must be less or equal to 100'],
      ];
    case 'integer':
    case 'octal':
    case 'memory': {
      const malformed = {
        integer: "argument couldn't be parsed into an integer",
        octal: "argument couldn't be parsed as an octal number",
        memory: 'argument must be a memory value',
      }[type];
      const refusals: [string, string][] = [['x', malformed]];
      if (min === undefined || max === undefined) return refusals;
      const outside = `argument must be between ${min.toString(base)} and ${max.toString(base)} inclusive`;
      if (max < INT64_MAX) refusals.push([(max + 1n).toString(base), outside]);
      if (min > 0n || (type === 'integer' && min > -(2n ** 63n))) refusals.push([(min - 1n).toString(base), outside]);
      return refusals;
    }
    default:
      if (name === 'notify-keyspace-events') return [['?', 'Invalid event class character. Use ']];
      return name === 'locale-collate' ? [['no such', 'Invalid locale name']] : [];
  }
}

const rows = documentedDirectives.map((documented) => [documented.name, documented] as const);

describe('every documented directive', () => {
  it.each(rows)('%s is known, with its default, type and rules', (name, documented) => {
    const config = new Config();
    const directive = findDirective(name);
    if (directive === undefined) throw new Error('unknown');
    if (documented.default !== undefined && !(name in OTHER_DEFAULTS))
      expect(config.get(name)).toBe(documented.default);
    expect(config.getMatching([name])).toEqual([[name, config.get(name)]]);
    if (documented.alias !== undefined) expect(findDirective(documented.alias)).toBe(directive);
    if (documented.type !== 'other') expect(directive.type).toBe(documented.type);
    if (documented.hidden) expect(directive.hiddenNames).toContain(name);
    if ('values' in directive) expect([...directive.values].sort()).toEqual([...documented.words].sort());
    if ('min' in directive && documented.min !== undefined) {
      expect({ min: directive.min, max: directive.max }).toEqual({ min: documented.min, max: documented.max });
    }
    expect(directive.sensitive).toBe(documented.sensitive);
    if (REDIS_RULES.includes(name)) return;
    expect({ start: directive.immutable, protected: directive.protected }).toEqual({
      start: documented.start,
      protected: documented.protected,
    });
  });

  it.each(rows)('%s is taken from a file', (name, documented) => {
    for (const sample of samplesOf(documented)) {
      const config = new Config();
      const directive = findDirective(name);
      if (directive === undefined) throw new Error('unknown');
      const isSeveral = takesSeveralArguments(directive) && sample !== '';
      const text = `${name} ${isSeveral ? sample : quoteArgument(sample)}\n`;
      new ConfigLoader(config, () => []).load({ name: 'redis.conf', text });
      expect(config.get(name), text).toBe(SHOWN[`${name} ${sample}`] ?? sample);
    }
    for (const [value, reason] of refusalsOf(documented)) {
      const text = `${name} ${quoteArgument(value)}\n`;
      expect(() => new ConfigLoader(new Config(), () => []).load({ name: 'redis.conf', text }), text).toThrow(reason);
    }
  });

  it('has a word in the documentation on what it does, or why it does nothing', () => {
    const page = configurationPage();
    for (const { name, elsewhere } of documentedDirectives) {
      const directive = findDirective(name);
      if (directive === undefined) throw new Error(`${name} is unknown`);
      expect(page).toContain(`| \`${directive.name}\` |`);
      if (elsewhere) expect(directive.effect, name).not.toBe('full');
    }
  });

  it('is all there is', () => {
    const documented = new Set(documentedDirectives.map(({ name }) => findDirective(name)));
    expect(directives.filter((directive) => !documented.has(directive))).toEqual([]);
    expect(fileDirectives.map(({ name }) => name as string).sort()).toEqual(DOCUMENTED_LINES.file);
    expect([...ignoredDirectives].sort()).toEqual(DOCUMENTED_LINES.forgotten);
  });
});

describe('every documented directive on a server that runs', () => {
  it.each(rows)('%s', async (name, documented) => {
    const server = new TestServer({ enableProtectedConfigs: 'no' });
    const connection = server.connect();
    const set = (value: string) => connection.ask('CONFIG', 'SET', name, value);
    const get = async () => (await connection.ask('CONFIG', 'GET', name)).split('\r\n').slice(4, -1).join('\r\n');
    const before = await get();
    const samples = samplesOf(documented);
    const failed = `-ERR CONFIG SET failed (possibly related to argument '${name}') - `;
    if (findDirective(name)?.immutable) {
      expect(await set(samples[0])).toBe(`${failed}can't set immutable config\r\n`);
      expect(await get()).toBe(before);
      return;
    }
    if (documented.protected && findDirective(name)?.protected) {
      expect(await set(samples[0])).toBe(`${failed}can't set protected config\r\n`);
      expect(await get()).toBe(before);
      return;
    }
    for (const sample of samples) {
      expect(await set(sample), sample).toBe('+OK\r\n');
      expect(await get()).toBe(SHOWN[`${name} ${sample}`] ?? sample);
    }
    expect(await set(before)).toBe('+OK\r\n');
    for (const [value, reason] of refusalsOf(documented)) {
      expect(await set(value)).toContain(`${failed}${reason}`);
      expect(await get()).toBe(before);
    }
  });
});

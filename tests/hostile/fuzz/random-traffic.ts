import type { SeededRandom } from '@respite/testing';
import type { ArgumentShape, CommandShape } from './command-shapes.ts';
import { mutate } from './mutate.ts';

/** What one client sends, in pieces; each character is a byte. */
export type Batch = readonly string[];

/** What would end the server, bar us from it, go to other machines, or only take time. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  ...['SHUTDOWN', 'REPLICAOF', 'SLAVEOF', 'FAILOVER', 'SYNC', 'PSYNC', 'MIGRATE', 'MONITOR', 'PFSELFTEST'],
  ...[
    'CONFIG SET',
    'CONFIG REWRITE',
    'ACL SETUSER',
    'ACL DELUSER',
    'ACL LOAD',
    'ACL SAVE',
    'CLIENT PAUSE',
    'CLIENT KILL',
  ],
]);

/** Of those, forms that do no harm; and sequences that chance would hardly make. */
const BY_HAND: readonly ((make: RandomTraffic) => string[][])[] = [
  (make) => [['CLIENT', 'PAUSE', '3', make.pick(['ALL', 'WRITE'])]],
  (make) => [['CLIENT', 'KILL', 'ID', make.text()]],
  (make) => [['ACL', 'SETUSER', make.pick(['fuzz1', 'fuzz2']), ...make.several(4, () => make.pick(RULES))]],
  () => [['ACL', 'DELUSER', 'fuzz1']],
  (make) => [['CONFIG', 'SET', make.pick(SETTINGS), make.pick(['0', '1', '2', '8', '64', '512', '-1', '-2', 'x'])]],
  // Less would be too little for any client, the one that watches included.
  (make) => [['CONFIG', 'SET', 'maxmemory-clients', make.pick(['0', '1mb', '2%', 'x'])]],
  (make) => [['CONFIG', 'SET', 'notify-keyspace-events', make.pick(['', 'KEA', 'KEAn', 'g$lshzxetdm', 'AE'])]],
  (make) => [
    ['CONFIG', 'SET', 'maxmemory-policy', make.pick(['noeviction', 'allkeys-lfu', 'volatile-ttl', 'allkeys-lru'])],
  ],
  (make) => [['MULTI'], ...make.several(5, () => make.command()), ['EXEC']],
  (make) => [['WATCH', make.key('')], ['MULTI'], make.command(), ['EXEC']],
  (make) => [
    ['HELLO', '3'],
    ['CLIENT', 'TRACKING', 'ON', ...(make.random.chance(0.3) ? ['BCAST'] : [])],
  ],
  (make) => [['SUBSCRIBE', 'c1', 'c2'], ['PSUBSCRIBE', 'c*', '__key*'], make.command()],
  () => [['MONITOR'], ['PING']],
  (make) => [
    ['DUMP', make.key('')],
    ['RESTORE', make.key(''), '0', make.text()],
  ],
];

const SETTINGS = [
  ...['hash-max-listpack-entries', 'hash-max-listpack-value', 'set-max-intset-entries', 'set-max-listpack-entries'],
  ...['zset-max-listpack-entries', 'zset-max-listpack-value', 'list-max-listpack-size', 'list-compress-depth'],
  ...['stream-node-max-entries', 'stream-node-max-bytes', 'hll-sparse-max-bytes', 'slowlog-log-slower-than'],
  ...['slowlog-max-len', 'latency-monitor-threshold', 'tracking-table-max-keys', 'maxmemory-samples', 'hz'],
  ...['lazyfree-lazy-user-del', 'active-expire-effort', 'lfu-decay-time', 'acllog-max-len'],
] as const;

const RULES = [
  'on',
  'off',
  'nopass',
  '>secret',
  '~*',
  '%R~a*',
  '+@all',
  '-@write',
  '+get',
  '(+set ~b*)',
  '&*',
  'reset',
  '~',
  '+',
];

const KEY_KINDS: Readonly<Record<string, string>> = {
  string: 'string',
  bitmap: 'bits',
  list: 'list',
  set: 'set',
  hash: 'hash',
  'sorted-set': 'zset',
  geo: 'geo',
  hyperloglog: 'hll',
  stream: 'stream',
};

// Nothing far below zero: SRANDMEMBER and its kin then reply with as many elements, and with Redis too everybody waits for that.
const INTEGERS = ['0', '1', '2', '3', '-1', '-2', '10', '100', '1000', '65536', '4294967295', '-100'];
const ODD_INTEGERS = [
  '9223372036854775807',
  '-9223372036854775808',
  '18446744073709551616',
  '1.5',
  '',
  ' 1',
  '+1',
  'abc',
  '0x1',
];
const DOUBLES = ['0', '1.5', '-2.25', '3e3', '1e308', '-1e-308', 'inf', '-inf', 'nan', '-0', '1e400', '5'];
const TEXTS = [
  '',
  'a',
  'b',
  'member',
  'field',
  '12345',
  '-7',
  '3.14',
  'x y',
  '\r\n',
  '\0',
  '\xff\xfe',
  '*',
  '$',
  '>',
  '-',
  '+',
  '0-1',
];
const STREAM_IDS = [
  '*',
  '0',
  '1-1',
  '2-*',
  '5-0',
  '$',
  '>',
  '-',
  '+',
  '(1-1',
  '18446744073709551615-18446744073709551615',
];
const BOUNDS = ['-', '+', '[a', '(b', '-inf', '+inf', '(1', '2', '[', '('];

/** Traffic as clients send it: commands of all kinds, most of them correct, some of the bytes then spoiled. */
export class RandomTraffic {
  readonly random: SeededRandom;
  readonly #shapes: readonly CommandShape[];
  /** What `numkeys` has promised. */
  #keysToCome = 0;

  constructor(random: SeededRandom, shapes: readonly CommandShape[]) {
    this.random = random;
    this.#shapes = shapes.filter(({ words }) => !LEFT_OUT.has(words.join(' ')) && !LEFT_OUT.has(words[0]));
  }

  batch(): Batch {
    const { random } = this;
    const commands: string[][] = [];
    for (let left = 1 + random.nextInt(24); left > 0; left--) {
      if (random.chance(0.06)) commands.push(...random.pick(BY_HAND)(this));
      else commands.push(this.command());
    }
    let bytes = commands.map((command) => (random.chance(0.02) ? inline(command) : encode(command))).join('');
    if (random.chance(0.4)) bytes = mutate(bytes, random);
    if (random.chance(0.7) || bytes === '') return [bytes];
    const cut = random.nextInt(bytes.length);
    return [bytes.slice(0, cut), bytes.slice(cut)];
  }

  command(): string[] {
    const { random } = this;
    const shape = random.pick(this.#shapes);
    const command = [...shape.words];
    this.#keysToCome = 0;
    for (const argument of shape.arguments) this.#write(argument, shape.group, command);
    if (random.chance(0.04)) command.splice(random.nextInt(command.length + 1), 0, this.text());
    if (random.chance(0.04)) command.splice(random.nextInt(command.length), 1);
    return command;
  }

  pick<T>(choices: readonly T[]): T {
    return this.random.pick(choices);
  }

  several<T>(most: number, make: () => T): T[] {
    return Array.from({ length: 1 + this.random.nextInt(most) }, make);
  }

  key(group: string): string {
    const kind = this.random.chance(0.9) ? KEY_KINDS[group] : undefined;
    return `${kind ?? this.random.pick(Object.values(KEY_KINDS))}:${this.random.nextInt(3)}`;
  }

  text(): string {
    const { random } = this;
    if (random.chance(0.6)) return random.pick(TEXTS);
    if (random.chance(0.5)) return random.pick(INTEGERS);
    const length = random.chance(0.02) ? random.nextInt(200_000) : random.nextInt(random.chance(0.2) ? 300 : 20);
    return random.chance(0.5)
      ? String.fromCharCode(97 + random.nextInt(26)).repeat(length)
      : Buffer.from(random.bytes(Math.min(length, 1000))).toString('latin1');
  }

  #write(argument: ArgumentShape, group: string, command: string[]): void {
    const { random } = this;
    if (argument.optional && random.chance(0.6)) return;
    let times = 1;
    if (argument.multiple) {
      times =
        this.#keysToCome > 0 ? this.#keysToCome : random.chance(0.02) ? random.nextInt(200) : 1 + random.nextInt(3);
      this.#keysToCome = 0;
    }
    for (let i = 0; i < times; i++) {
      if (argument.token !== undefined && (i === 0 || argument.multipleToken)) command.push(argument.token);
      switch (argument.type) {
        case 'pure-token':
          break;
        case 'oneof':
          this.#write(random.pick(argument.parts), group, command);
          break;
        case 'block':
          for (const part of argument.parts) this.#write(part, group, command);
          break;
        default:
          command.push(this.#value(argument, group));
      }
    }
  }

  #value({ name, type }: ArgumentShape, group: string): string {
    const { random } = this;
    if (random.chance(0.03)) return this.text();
    if (type === 'key') return this.key(group);
    if (name === 'numkeys') {
      this.#keysToCome = 1 + random.nextInt(3);
      return String(this.#keysToCome);
    }
    // Nobody has time.
    if (/timeout|^milliseconds$/.test(name)) return random.pick(['0.01', '1', '0', '-1']);
    if (name === 'cursor') return random.chance(0.7) ? '0' : random.pick(INTEGERS);
    if (group === 'stream' && /id|start|end|threshold|min/.test(name)) return random.pick(STREAM_IDS);
    if (/^(min|max|start|stop|end)$/.test(name) && random.chance(0.5)) return random.pick([...BOUNDS, ...INTEGERS]);
    switch (type) {
      case 'integer':
      case 'unix-time':
        return random.pick(random.chance(0.93) ? INTEGERS : ODD_INTEGERS);
      case 'double':
      case 'float':
        return random.pick(DOUBLES);
      case 'pattern':
        return random.pick(['*', 'a*', '[^a]*', '?', '\\', '[', '**********a', 'c1', 'string:*']);
      default:
        return this.text();
    }
  }
}

function encode(command: readonly string[]): string {
  let text = `*${command.length}\r\n`;
  for (const arg of command) text += `$${arg.length}\r\n${arg}\r\n`;
  return text;
}

function inline(command: readonly string[]): string {
  return `${command.join(' ')}\r\n`;
}

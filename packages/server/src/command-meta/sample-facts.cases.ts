import type { CommandFacts } from './command-facts.ts';
import { keyAfterWord, keyNum, keyRange, unknownKeys } from './key-spec.ts';

/** Commands whose facts show one difficulty each. */

export const set = {
  name: 'SET',
  group: 'string',
  since: '1.0.0',
  arity: -3,
  flags: 'write denyoom',
  complexity: 'O(1)',
  summary: 'Stores a string at a key.',
  keys: [keyRange('RW access update variable_flags', 1, 0, 1, 'Read as well with GET')],
  keyFinder: 'set',
  syntax:
    'key value [condition^2.6.12=<NX|XX|IFEQ ifeq-value^8.4.0>] [GET^6.2.0] ' +
    '[expiration=<EX seconds:integer^2.6.12|EXAT unix-time-seconds:unix-time^6.2.0|KEEPTTL^6.0.0>]',
  history: [['7.0.0', 'GET goes together with NX.']],
} as const satisfies CommandFacts;

export const mset = {
  name: 'MSET',
  group: 'string',
  since: '1.0.1',
  arity: -3,
  flags: 'write denyoom',
  complexity: 'O(N)',
  summary: 'Stores several strings.',
  keys: [keyRange('OW update', 1, -1, 2)],
  syntax: 'data=(key value)...',
  tips: 'request_policy:multi_shard response_policy:all_succeeded',
} as const satisfies CommandFacts;

export const msetex = {
  name: 'MSETEX',
  group: 'string',
  since: '8.4.0',
  arity: -4,
  flags: 'write denyoom',
  complexity: 'O(N)',
  summary: 'Stores several strings with one expiry.',
  keys: [keyNum('OW update', 1, 2)],
  syntax: 'numkeys:integer data=(key value)... [condition=<NX|XX>]',
} as const satisfies CommandFacts;

export const sort = {
  name: 'SORT',
  group: 'generic',
  since: '1.0.0',
  arity: -2,
  flags: 'write denyoom',
  categories: 'set sortedset list dangerous -keyspace',
  complexity: 'O(N+M*log(M))',
  summary: 'Sorts elements.',
  keys: [keyRange('RO access', 1), unknownKeys('RO access', 'Patterns'), unknownKeys('OW update', 'After STORE')],
  keyFinder: 'sort',
  syntax:
    'key [BY by-pattern(pattern):pattern@1] [LIMIT limit=(offset:integer count:integer)] ' +
    '[GET... get-pattern(pattern):pattern@1] [order=<ASC|DESC>] [sorting=ALPHA] [STORE destination@2]',
} as const satisfies CommandFacts;

export const migrate = {
  name: 'MIGRATE',
  group: 'generic',
  since: '2.6.0',
  arity: -6,
  flags: 'write',
  categories: 'dangerous',
  complexity: 'O(N)',
  summary: 'Moves keys to another server.',
  keys: [keyRange('RW access delete', 3), keyAfterWord('RW access delete incomplete', 'KEYS', -2, -1)],
  keyFinder: 'migrate',
  syntax:
    'host port:integer key-selector=<key|empty-string=""> destination-db:integer timeout:integer [COPY^3.0.0] ' +
    '[authentication=<AUTH auth(password)^4.0.7|AUTH2 auth2^6.0.0=(username password)>] [KEYS keys(key)@1^3.0.6...]',
} as const satisfies CommandFacts;

export const sunionstore = {
  name: 'SUNIONSTORE',
  group: 'set',
  since: '1.0.0',
  arity: -3,
  flags: 'write denyoom',
  complexity: 'O(N)',
  summary: 'Stores a union.',
  keys: [keyRange('OW update', 1), keyRange('RO access', 2, -1)],
  syntax: 'destination@0 key@1...',
} as const satisfies CommandFacts;

export const zunionstore = {
  name: 'ZUNIONSTORE',
  group: 'sorted-set',
  since: '2.0.0',
  arity: -4,
  flags: 'write denyoom',
  complexity: 'O(N)',
  summary: 'Stores a union with scores.',
  keys: [keyRange('OW update', 1), keyNum('RO access', 2)],
  syntax: 'destination@0 numkeys:integer key@1... [WEIGHTS weight:integer...]',
} as const satisfies CommandFacts;

export const xread = {
  name: 'XREAD',
  group: 'stream',
  since: '5.0.0',
  arity: -4,
  flags: 'readonly blocking',
  complexity: 'O(N)',
  summary: 'Reads streams.',
  keys: [keyAfterWord('RO access incomplete', 'STREAMS', 1, -1, 2)],
  keyFinder: 'streamRead',
  syntax: '[COUNT count:integer] [BLOCK milliseconds:integer] STREAMS streams=(key... id...)',
} as const satisfies CommandFacts;

export const geoRadius = {
  name: 'GEORADIUS',
  group: 'geo',
  since: '3.2.0',
  arity: -6,
  flags: 'write denyoom',
  complexity: 'O(N+log(M))',
  summary: 'Finds places around a point.',
  keys: [
    keyRange('RO access', 1),
    keyAfterWord('OW update incomplete', 'STORE', 6),
    keyAfterWord('OW update incomplete', 'STOREDIST', 6),
  ],
  keyFinder: 'geoRadius',
  syntax:
    'key longitude:double latitude:double radius:double unit=<M|KM|FT|MI> [count-block=(COUNT count:integer [ANY])] ' +
    '[store=<STORE storekey(key)@1|STOREDIST storedistkey(key)@2>]',
  deprecated: { since: '6.2.0', replacedBy: 'GEOSEARCH' },
} as const satisfies CommandFacts;

export const bitField = {
  name: 'BITFIELD',
  group: 'bitmap',
  since: '3.2.0',
  arity: -2,
  flags: 'write denyoom',
  complexity: 'O(1)',
  summary: 'Reads and writes integers in a string.',
  keys: [keyRange('RW access update variable_flags', 1)],
  keyFinder: 'bitField',
  syntax:
    'key [operation=<GET get-block=(encoding offset:integer)|write=([OVERFLOW overflow-block=<WRAP|SAT|FAIL>] ' +
    'write-operation=<SET set-block=(encoding offset:integer value:integer)|INCRBY incrby-block=(encoding ' +
    'offset:integer increment:integer)>)>...]',
} as const satisfies CommandFacts;

export const evalReadOnly = {
  name: 'EVAL_RO',
  group: 'scripting',
  since: '7.0.0',
  arity: -3,
  flags: 'readonly noscript stale skip_monitor no_mandatory_keys script_runner',
  complexity: 'That of the script',
  summary: 'Runs a script that may not write.',
  keys: [keyNum('RO access', 2)],
  syntax: 'script numkeys:integer [key...] [arg...]',
} as const satisfies CommandFacts;

export const shardPublish = {
  name: 'SPUBLISH',
  group: 'pubsub',
  since: '7.0.0',
  arity: 3,
  flags: 'pubsub loading stale fast may_replicate',
  complexity: 'O(N)',
  summary: 'Sends a message to a shard channel.',
  keys: [keyRange('not_key', 1)],
  channels: 'publish',
  syntax: 'shardchannel message',
} as const satisfies CommandFacts;

export const deleteIf = {
  name: 'DELEX',
  group: 'string',
  since: '8.4.0',
  arity: -2,
  flags: 'write fast',
  complexity: 'O(1)',
  summary: 'Removes a key on a condition.',
  keys: [keyRange('RW delete variable_flags', 1)],
  keyFinder: 'deleteIf',
  syntax: 'key [condition=<IFEQ ifeq-value|IFNE ifne-value>]',
} as const satisfies CommandFacts;

export const client = {
  name: 'CLIENT',
  group: 'connection',
  since: '2.4.0',
  arity: -2,
  flags: '',
  complexity: 'That of the subcommand',
  summary: 'Container of the commands about connections.',
  syntax: '',
  container: true,
  subcommands: [
    {
      name: 'CLIENT|KILL',
      group: 'connection',
      since: '2.4.0',
      arity: -3,
      flags: 'admin noscript loading stale',
      complexity: 'O(N)',
      summary: 'Closes connections.',
      syntax:
        'filter=<old-format(ip:port)!2.8.12|new-format=<[ID client-id:integer^2.8.12]|[TYPE client-type^2.8.12=' +
        '<NORMAL|MASTER^3.2.0|PUBSUB>]>...>',
    },
    {
      name: 'CLIENT|CAPA',
      group: 'connection',
      since: '8.0.0',
      origin: 'valkey',
      arity: -3,
      flags: 'noscript loading stale allow_busy',
      complexity: 'O(1)',
      summary: 'Tells what the client is capable of.',
      syntax: 'capability...',
    },
  ],
} as const satisfies CommandFacts;

export const sampleFacts: readonly CommandFacts[] = [
  set,
  mset,
  msetex,
  sort,
  migrate,
  sunionstore,
  zunionstore,
  xread,
  geoRadius,
  bitField,
  evalReadOnly,
  shardPublish,
  deleteIf,
  client,
];

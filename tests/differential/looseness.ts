import type { Command } from './commands.ts';
import { mapReply, type Reply, replyText, sortItems } from './reply.ts';

/** A command that was said to both servers. */
export interface Said {
  readonly command: Command;
  /** The command's name, and for containers the subcommand's, in capitals: `OBJECT ENCODING`. */
  readonly name: string;
  readonly protocol: 2 | 3;
  /** Whether the oracle is older than 7.2. */
  readonly isOld: boolean;
  /** Whether both keep the value of the command's first key packed and in order, in the same encoding. */
  readonly isPacked: boolean;
  /** Names of the commands said so far. */
  readonly before: ReadonlySet<string>;
  /** What has been excused so far, by `Looseness.what`. */
  readonly excused: ReadonlySet<string>;
}

/** A way in which replies may differ. What it concerns is made the same in both replies, everything else must be equal. */
export interface Looseness {
  readonly what: string;
  readonly why: string;
  concerns(said: Said): boolean;
  simplify(reply: Reply, said: Said): Reply;
  /** Whether these two need not be compared at all. */
  excuses?(ours: Reply, theirs: Reply, said: Said): boolean;
}

/** Commands whose reply is in the order of one value, with how many items make an element. */
const IN_ORDER_OF_A_VALUE: Readonly<Record<string, number>> = {
  SMEMBERS: 1,
  HKEYS: 1,
  HVALS: 1,
  HGETALL: 2,
  SSCAN: 1,
  HSCAN: 2,
  ZSCAN: 2,
};
const SET_ALGEBRA = ['SINTER', 'SUNION', 'SDIFF'];
const RANDOM_PICKS = ['SPOP', 'SRANDMEMBER', 'HRANDFIELD', 'ZRANDMEMBER', 'RANDOMKEY'];
const TIMES = ['TTL', 'PTTL', 'EXPIRETIME', 'PEXPIRETIME'];
const SCORES = /^(?:Z|BZ|GEO)/;
const LONG_DOUBLES = 'doubles with more digits than they need';
const NUMBER = /^-?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|inf)$/;

/**
 * What is to be asked right before a command: the encoding of its key, which says in what order its reply is. Before SORT a scan
 * with a wrong cursor, after which C's errno is 0: SORT of Redis takes an error that another command left there for its own.
 */
export function questionBefore(name: string, command: Command): Command | undefined {
  if (name in IN_ORDER_OF_A_VALUE && command.length > 1) return ['OBJECT', 'ENCODING', command[1]];
  if (name === 'SORT' || name === 'SORT_RO') return ['SCAN', 'x'];
  return undefined;
}

/** All there is. A difference that none of these explains is an error of ours. */
export const looseness: readonly Looseness[] = [
  {
    what: 'scans in several steps',
    why: 'Each server sees another part of its table in a step. Scans in one step are compared.',
    concerns: ({ name, isPacked }) => name === 'SCAN' || (name.endsWith('SCAN') && !isPacked),
    simplify: (reply) => reply,
    excuses: (ours, theirs, { name, command }) =>
      isPartOfScan(ours) || isPartOfScan(theirs) || Number(command[name === 'SCAN' ? 1 : 2]) !== 0,
  },
  {
    what: 'the order of elements in tables',
    why: 'It comes from hash functions and seeds; every server has its own.',
    concerns: ({ name, isPacked }) => name in IN_ORDER_OF_A_VALUE && !isPacked,
    simplify(reply, { name }) {
      const size = IN_ORDER_OF_A_VALUE[name];
      if (!name.endsWith('SCAN')) return sortItems(reply, size);
      return wholeScan(reply, size);
    },
  },
  {
    what: 'the order of keys',
    why: 'As that of elements.',
    concerns: ({ name }) => name === 'KEYS' || name === 'SCAN',
    simplify: (reply, { name }) => (name === 'KEYS' ? sortItems(reply) : wholeScan(reply, 1)),
  },
  {
    what: 'the order of intersections, unions and differences',
    why: 'It is that of a table made on the way, or of the smallest set.',
    concerns: ({ name }) => SET_ALGEBRA.includes(name),
    simplify: (reply) => sortItems(reply),
  },
  {
    what: 'the order of SORT BY nosort for sets, and of equal weights with ALPHA',
    why: 'The former is that of the table. The latter are left as quick sort leaves them, which is in no certain order.',
    concerns: ({ name, command }) =>
      (name === 'SORT' || name === 'SORT_RO') && command.some((arg) => arg.toUpperCase() === 'BY'),
    simplify(reply, { command }) {
      // A part of such an order may be any part.
      const isPart = command.some((arg) => arg.toUpperCase() === 'LIMIT');
      return isPart ? countedItems(reply) : sortItems(reply);
    },
  },
  {
    what: 'reference counts of small integers',
    why: 'Redis shares them, but not where they were copied; ours are all alike.',
    concerns: ({ name }) => name === 'OBJECT REFCOUNT',
    simplify: (reply) => (reply.type === ':' ? { ...reply, text: '' } : reply),
  },
  {
    what: 'which places COUNT leaves out of those that are equally far',
    why: 'They are left as quick sort leaves them.',
    concerns: ({ name, command }) => name.startsWith('GEO') && command.some((arg) => arg.toUpperCase() === 'COUNT'),
    simplify: (reply) => reply,
    excuses: (ours, theirs) => ours.items !== undefined && ours.items.length === theirs.items?.length,
  },
  {
    what: 'random picks',
    why: 'Which elements they are is chance; how many there are is not.',
    concerns: ({ name }) => RANDOM_PICKS.includes(name),
    simplify: (reply) => countedItems(reply),
  },
  {
    what: 'times that pass',
    why: 'Each server asks its own clock. They are compared to 100,000 s, and tests use times that differ by more.',
    concerns: ({ name }) => TIMES.includes(name),
    simplify: (reply, { name }) =>
      reply.type === ':' ? { ...reply, text: rounded(reply.text, name.startsWith('P') ? 1e8 : 1e5) } : reply,
  },
  {
    what: 'how long ago a stream delivered an entry and saw a consumer',
    why: 'As other times.',
    concerns: ({ name }) => name === 'XPENDING' || name.startsWith('XINFO '),
    simplify: (reply, { name }) => mapReply(reply, (part) => withoutAges(part, name === 'XPENDING')),
  },
  {
    what: 'how many nodes a stream has',
    why: 'They are the nodes of a radix tree, which is one way to keep a stream.',
    concerns: ({ name }) => name === 'XINFO STREAM',
    simplify: (reply) => withoutFields(reply, ['radix-tree-keys', 'radix-tree-nodes']),
  },
  {
    what: 'the encoding of sorted sets after SORT',
    why: 'Redis unpacks a sorted set to sort it, and leaves it so. There is no need to.',
    concerns: ({ name, before }) => name === 'OBJECT ENCODING' && (before.has('SORT') || before.has('SORT_RO')),
    simplify: (reply) => reply,
    excuses: (ours, theirs) => ours.text === 'listpack' && theirs.text === 'skiplist',
  },
  {
    what: 'how scores are written after SORT',
    why: 'A sorted set that was unpacked has doubles, a packed one may have integers: 1e+17 or 100000000000000000, -0 or 0.',
    concerns: ({ name, before }) => SCORES.test(name) && (before.has('SORT') || before.has('SORT_RO')),
    simplify: withPlainNumbers,
  },
  {
    what: 'digests after SORT',
    why: 'They know -0 from 0. Without SORT they are compared.',
    concerns: ({ name, before }) => name.startsWith('DEBUG DIGEST') && (before.has('SORT') || before.has('SORT_RO')),
    simplify: ({ type }) => ({ type, text: '' }),
  },
  {
    what: 'digests of doubles with more digits than they need',
    why: 'They are digests of their texts.',
    concerns: ({ name, excused }) => name.startsWith('DEBUG DIGEST') && excused.has(LONG_DOUBLES),
    simplify: ({ type }) => ({ type, text: '' }),
  },
  {
    what: 'the encoding of sets after SUNIONSTORE, SINTERSTORE and SDIFFSTORE',
    why: 'It depends on which member comes first: an integer may make a table of what would become a packed set of strings.',
    concerns: ({ name, isOld, before }) =>
      !isOld && name === 'OBJECT ENCODING' && SET_ALGEBRA.some((each) => before.has(`${each}STORE`)),
    simplify: (reply) =>
      reply.text === 'hashtable' || reply.text === 'listpack' ? { ...reply, text: 'a set' } : reply,
  },
  {
    what: 'digests of scores',
    why: 'Before 7.2 they were made of 17 digits.',
    concerns: ({ name, isOld }) => isOld && name.startsWith('DEBUG DIGEST'),
    simplify: ({ type }) => ({ type, text: '' }),
  },
  {
    what: 'errors of XREAD and XREADGROUP without as many IDs as keys, and of timeouts that are too long',
    why: 'Their texts changed with 7.2.',
    concerns: ({ name, isOld }) => isOld && (name.startsWith('XREAD') || /^B[LRZ]/.test(name)),
    simplify: (reply) =>
      /^ERR (?:Unbalanced|timeout is (?:negative|out of range))/.test(reply.text ?? '')
        ? { ...reply, text: '' }
        : reply,
  },
  {
    what: 'consumers made by XCLAIM, XAUTOCLAIM and XREADGROUP that find nothing',
    why: 'Before 7.2 they were not made.',
    concerns: ({ name, isOld, before }) =>
      isOld &&
      (name.startsWith('XINFO ') || name.startsWith('XGROUP ')) &&
      ['XCLAIM', 'XAUTOCLAIM', 'XREADGROUP'].some((each) => before.has(each)),
    simplify: ({ type }) => ({ type, text: '' }),
  },
  {
    what: 'the encoding of lists after LSET and LINSERT that failed',
    why: 'Redis unpacks a list that would become too long before it looks whether there is anything to do.',
    concerns: ({ name, before }) => name === 'OBJECT ENCODING' && (before.has('LSET') || before.has('LINSERT')),
    simplify: (reply) => reply,
    excuses: (ours, theirs) => ours.text === 'listpack' && theirs.text === 'quicklist',
  },
  {
    what: 'the order of packed sets after SUNIONSTORE, SINTERSTORE and SDIFFSTORE',
    why: 'They get their members in the order of other sets, which may be tables.',
    concerns: ({ name, before }) =>
      (name === 'SMEMBERS' || name === 'SSCAN') && SET_ALGEBRA.some((each) => before.has(`${each}STORE`)),
    simplify: (reply, { name }) => (name === 'SSCAN' ? wholeScan(reply, 1) : sortItems(reply)),
  },
  {
    what: LONG_DOUBLES,
    why: 'Redis uses Grisu2, which now and then finds a text that is not the shortest: 99999999999999990000000 for 1e+23.',
    concerns: ({ name }) => SCORES.test(name),
    simplify: (reply) => reply,
    excuses: (ours, theirs) =>
      /\d{16}|\.\d{15}/.test(replyText(theirs)) &&
      replyText(withPlainNumbers(ours)) === replyText(withPlainNumbers(theirs)),
  },
  {
    what: 'the active time of consumers',
    why: 'It came with 7.2.',
    concerns: ({ name, isOld }) => isOld && name.startsWith('XINFO '),
    simplify: (reply) => withoutFields(reply, ['inactive', 'active-time']),
  },
  {
    what: 'the digits of doubles',
    why: 'Before 7.2 there were always 17 of them; now they are as few as still mean the same number.',
    concerns: ({ name, isOld }) => isOld && SCORES.test(name),
    simplify: withPlainNumbers,
  },
  {
    what: 'encodings of collections',
    why: 'Packed lists and packed sets of strings came with 7.2, as did new collections that are tables at once if much is added.',
    concerns: ({ name, isOld }) => isOld && name === 'OBJECT ENCODING',
    simplify: (reply) =>
      ['listpack', 'quicklist', 'hashtable', 'intset', 'skiplist'].includes(reply.text ?? '')
        ? { ...reply, text: 'any' }
        : reply,
  },
  {
    what: 'settings of packed sets',
    why: 'They came with 7.2.',
    concerns: ({ name, isOld, command }) => isOld && name === 'CONFIG SET' && command[2].startsWith('set-max-listpack'),
    simplify: () => ({ type: '+', text: '' }),
  },
];

interface Avoidance {
  readonly what: string;
  readonly why: string;
  /** @param isOld the oracle is older than 7.2 */
  concerns(command: Command, isOld: boolean): boolean;
}

/** Commands that are not said, since what Redis does with them is chance, an accident or of another age. */
const avoided: readonly Avoidance[] = [
  {
    what: 'waiting',
    why: 'A test has better things to do. A millisecond is enough.',
    concerns: ([name, ...args]) =>
      (/^B[LRZ]/.test(name) && isLong(name.endsWith('MPOP') ? args[0] : args[args.length - 1], 0.01)) ||
      (name.startsWith('XREAD') && args.some((arg, i) => /^block$/i.test(args[i - 1] ?? '') && isLong(arg, 10))),
  },
  {
    what: 'XADD with the ID of now',
    why: 'The servers have different clocks.',
    concerns: ([name, , ...args]) => name === 'XADD' && args.includes('*'),
  },
  {
    what: 'LSET with an index beyond 32 bits',
    why: 'Redis cuts it off and changes another element.',
    concerns: ([name, , index]) => name === 'LSET' && Math.abs(Number(index)) > 2 ** 31 - 1,
  },
  {
    what: 'SET with a time that is past',
    why: 'Redis keeps the key until somebody looks for it, or chance does. Ours is gone at once.',
    concerns: ([name, ...args]) =>
      name === 'SET' && args.some((arg, i) => /^(?:EX|PX)AT$/i.test(args[i - 1] ?? '') && isPast(arg)),
  },
  {
    what: 'XREAD of the last entry',
    why: 'It came with 7.4.',
    concerns: ([name, ...args]) => name === 'XREAD' && args.includes('+'),
  },
  {
    what: 'counters of streams beyond 2^53',
    why: 'Ours are doubles; so many entries nobody adds or reads.',
    concerns: ([name, ...args]) =>
      /^X(?:GROUP|SETID)$/.test(name) &&
      args.some((arg, i) => /^entries/i.test(args[i - 1] ?? '') && Math.abs(Number(arg)) > 2 ** 52),
  },
  {
    what: 'XAUTOCLAIM with a COUNT of milliards',
    why: 'Redis wants memory for so many IDs at once, and it depends on the machine whether it gets it.',
    concerns: ([name, ...args]) =>
      name === 'XAUTOCLAIM' &&
      args.some((arg, i) => /^count$/i.test(args[i - 1] ?? '') && Number(arg) > 1e6 && Number(arg) < 1e15),
  },
  {
    what: 'LPOS with the least rank there is',
    why: 'It is an error since 7.2.',
    concerns: ([name, ...args], isOld) => isOld && name === 'LPOS' && args.includes('-9223372036854775808'),
  },
  {
    what: 'XSETID, and ranks with scores',
    why: 'The former checks its ID against the ID of the last deleted entry, and the latter can be asked for, since 7.2.',
    concerns: ([name, ...args], isOld) =>
      isOld && (name === 'XSETID' || (/^Z(?:REV)?RANK$/.test(name) && args.length > 2)),
  },
];

function isLong(timeout: string, most: number): boolean {
  const time = Number(timeout);
  return timeout !== '' && (time === 0 || (time > most && time < 1e12));
}

function isPast(time: string): boolean {
  return Number(time) > 0 && Number(time) < 1e9;
}

export function isAvoided(command: Command, isOld: boolean): boolean {
  return avoided.some((each) => each.concerns(command, isOld));
}

/** Key events that came after 7.2; nothing else must tell of them. */
export const newerKeyEvents: readonly string[] = ['overwritten', 'type_changed'];

/** Key events of consumers that XCLAIM, XAUTOCLAIM and XREADGROUP made: before 7.2 they were not made where nothing was claimed, nor told of. */
export const keyEventsSince72: readonly string[] = ['xgroup-createconsumer', 'xgroup-delconsumer'];

function countedItems(reply: Reply): Reply {
  if (reply.items === undefined)
    return reply.text === null || reply.type === '-' || reply.type === '_' ? reply : { type: reply.type, text: '' };
  return { type: reply.type, text: String(reply.items.length) };
}

/** A scan's cursor and its elements in one order. */
function wholeScan(reply: Reply, size: number): Reply {
  if (reply.items === undefined) return reply;
  const [cursor, elements] = reply.items;
  return { ...reply, items: [cursor, sortItems(elements, size)] };
}

function isPartOfScan({ items }: Reply): boolean {
  return items?.length === 2 && items[0].type === '$' && items[0].text !== '0';
}

function rounded(text: string | null, unit: number): string {
  const value = Number(text);
  return value < unit ? String(value) : String(Math.floor(value / unit));
}

const AGES = ['idle', 'inactive', 'seen-time', 'active-time'];

/**
 * The items of an aggregate with ages and points in time rounded: those after their names, and those of pending entries,
 * which are [ID, consumer, time, deliveries] or, below a consumer, [ID, time, deliveries].
 */
function withoutAges(reply: Reply, isPending: boolean): Reply {
  const { items } = reply;
  if (items === undefined) return reply;
  const isEntry = items.length === 4 && items[2].type === ':' && items[3].type === ':';
  const isOwnEntry = items.length === 3 && items[1].type === ':' && items[2].type === ':';
  const timeAt = isEntry ? 2 : isOwnEntry && !isPending ? 1 : -1;
  return {
    ...reply,
    items: items.map((item, i) => {
      const isAge = i === timeAt || (i > 0 && AGES.includes(items[i - 1].text ?? ''));
      return isAge && item.type === ':' ? { ...item, text: roundedAge(Number(item.text)) } : item;
    }),
  };
}

/** Ages in milliseconds that a test did not ask for are small, those that it did are large, as are points in time. */
function roundedAge(age: number): string {
  if (age < 0) return String(age);
  return String(age < 1e5 ? 0 : Math.floor(age / 1e8));
}

/** Doubles, in strings or by themselves, as JavaScript writes them. */
function withPlainNumbers(reply: Reply): Reply {
  return mapReply(reply, (part) =>
    part.text !== null && NUMBER.test(part.text) && '$,'.includes(part.type)
      ? { ...part, text: String(Number(part.text)) }
      : part,
  );
}

/** Maps without some of their fields, wherever they stand; in RESP2 a map is an array of names and values. */
function withoutFields(reply: Reply, names: readonly string[]): Reply {
  return mapReply(reply, (part) => {
    if (part.items === undefined) return part;
    const items: Reply[] = [];
    for (let i = 0; i < part.items.length; i++) {
      if (names.includes(part.items[i].text ?? '')) i++;
      else items.push(part.items[i]);
    }
    return { ...part, text: '', items };
  });
}

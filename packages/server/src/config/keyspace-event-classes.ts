/**
 * The classes of keyspace events as bits, in the order in which CONFIG GET writes their letters. `K`, `E` and the subkey letters
 * `S T I V` say where events are published; the others which events.
 */
export const KeyspaceEventClass = {
  generic: 1 << 2,
  string: 1 << 3,
  list: 1 << 4,
  set: 1 << 5,
  hash: 1 << 6,
  sortedSet: 1 << 7,
  expired: 1 << 8,
  evicted: 1 << 9,
  stream: 1 << 10,
  module: 1 << 13,
  array: 1 << 17,
  /** A key that did not exist was written. */
  new: 1 << 14,
  /** Channels `__keyspace@<db>__:<key>`. */
  keyspace: 1 << 0,
  /** Channels `__keyevent@<db>__:<event>`. */
  keyevent: 1 << 1,
  keyMiss: 1 << 11,
  overwritten: 1 << 15,
  typeChanged: 1 << 16,
  /** Channels `__subkeyspace@<db>__:<key>`. */
  subkeyspace: 1 << 18,
  /** Channels `__subkeyevent@<db>__:<event>`. */
  subkeyevent: 1 << 19,
  /** Channels `__subkeyspaceitem@<db>__:<key>\n<field>`. */
  subkeyspaceItem: 1 << 20,
  /** Channels `__subkeyspaceevent@<db>__:<event>|<key>`. */
  subkeyspaceEvent: 1 << 21,
} as const;

type ClassName = keyof typeof KeyspaceEventClass;

const LETTERS: Readonly<Record<ClassName, string>> = {
  generic: 'g',
  string: '$',
  list: 'l',
  set: 's',
  hash: 'h',
  sortedSet: 'z',
  expired: 'x',
  evicted: 'e',
  stream: 't',
  module: 'd',
  array: 'a',
  new: 'n',
  keyspace: 'K',
  keyevent: 'E',
  keyMiss: 'm',
  overwritten: 'o',
  typeChanged: 'c',
  subkeyspace: 'S',
  subkeyevent: 'T',
  subkeyspaceItem: 'I',
  subkeyspaceEvent: 'V',
};

const IN_ALL: readonly ClassName[] = [
  'generic',
  'string',
  'list',
  'set',
  'hash',
  'sortedSet',
  'expired',
  'evicted',
  'stream',
  'module',
  'array',
];

/** What `A` stands for. `n m o c` are left out: they are frequent, and nobody who wrote `A` long ago expects them. */
export const ALL_EVENT_CLASSES = IN_ALL.reduce((bits, name) => bits | KeyspaceEventClass[name], 0);

/**
 * Until Redis 8.8 `A` did not include arrays, so a list of the letters of that time means all classes and is shown as `A`.
 */
const ALL_WITHOUT_ARRAYS = ALL_EVENT_CLASSES & ~KeyspaceEventClass.array;

const classNames = Object.keys(KeyspaceEventClass) as ClassName[];

/** Bits of a value such as `KEA`; undefined if a letter means nothing. */
export function parseEventClasses(letters: string): number | undefined {
  let bits = 0;
  for (const letter of letters) {
    if (letter === 'A') {
      bits |= ALL_EVENT_CLASSES;
      continue;
    }
    const name = classNames.find((candidate) => LETTERS[candidate] === letter);
    if (name === undefined) return undefined;
    bits |= KeyspaceEventClass[name];
  }
  return (bits & ALL_WITHOUT_ARRAYS) === ALL_WITHOUT_ARRAYS ? bits | ALL_EVENT_CLASSES : bits;
}

/** The letters of the bits, with `A` where it fits. */
export function formatEventClasses(bits: number): string {
  const all = (bits & ALL_EVENT_CLASSES) === ALL_EVENT_CLASSES;
  let letters = all ? 'A' : '';
  for (const name of classNames) {
    if ((bits & KeyspaceEventClass[name]) !== 0 && !(all && IN_ALL.includes(name))) letters += LETTERS[name];
  }
  return letters;
}

/** Every letter, in the order of Redis's error text, which newer letters follow. */
export const EVENT_CLASS_LETTERS = 'Ag$lshzxeKEtmdnocaSTIV';

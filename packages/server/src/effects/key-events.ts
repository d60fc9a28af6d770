/**
 * The events of keyspace notifications, each with its class: a letter of notify-keyspace-events. One object per event, made once,
 * so that telling of a change allocates nothing.
 */
export interface KeyEvent {
  readonly name: string;
  readonly classBit: number;
}

/** Letters of notify-keyspace-events as bits. */
export const EventClass = Object.freeze({
  keyspace: 1 << 0, // K
  keyevent: 1 << 1, // E
  generic: 1 << 2, // g
  string: 1 << 3, // $
  list: 1 << 4, // l
  set: 1 << 5, // s
  hash: 1 << 6, // h
  sortedSet: 1 << 7, // z
  expired: 1 << 8, // x
  evicted: 1 << 9, // e
  stream: 1 << 10, // t
  keyMiss: 1 << 11, // m
  module: 1 << 12, // d
  newKey: 1 << 13, // n
  overwritten: 1 << 14, // o
  typeChanged: 1 << 15, // c
});

function event(name: string, eventClass: keyof typeof EventClass): KeyEvent {
  return { name, classBit: EventClass[eventClass] };
}

export const keyEvents = {
  del: event('del', 'generic'),
  expire: event('expire', 'generic'),
  persist: event('persist', 'generic'),
  renameFrom: event('rename_from', 'generic'),
  renameTo: event('rename_to', 'generic'),
  moveFrom: event('move_from', 'generic'),
  moveTo: event('move_to', 'generic'),
  copyTo: event('copy_to', 'generic'),
  restore: event('restore', 'generic'),
  sortStore: event('sortstore', 'list'),
  set: event('set', 'string'),
  setRange: event('setrange', 'string'),
  incrBy: event('incrby', 'string'),
  incrByFloat: event('incrbyfloat', 'string'),
  append: event('append', 'string'),
  expired: event('expired', 'expired'),
  evicted: event('evicted', 'evicted'),
  newKey: event('new', 'newKey'),
  keyMiss: event('keymiss', 'keyMiss'),
  overwritten: event('overwritten', 'overwritten'),
  typeChanged: event('type_changed', 'typeChanged'),
} as const;

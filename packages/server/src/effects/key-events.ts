import { KeyspaceEventClass } from '../config/keyspace-event-classes.ts';

/**
 * The events of keyspace notifications, each with its class: a letter of notify-keyspace-events. One object per event, made once,
 * so that telling of a change allocates nothing.
 */
export interface KeyEvent {
  readonly name: string;
  readonly classBit: number;
}

function event(name: string, eventClass: keyof typeof KeyspaceEventClass): KeyEvent {
  return { name, classBit: KeyspaceEventClass[eventClass] };
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
  newKey: event('new', 'new'),
  keyMiss: event('keymiss', 'keyMiss'),
  overwritten: event('overwritten', 'overwritten'),
  typeChanged: event('type_changed', 'typeChanged'),
} as const;

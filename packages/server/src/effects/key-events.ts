import { KIND_LIST, KIND_SORTED_SET, KIND_STREAM } from '@respite/store';
import { KeyspaceEventClass } from '../config/keyspace-event-classes.ts';

/**
 * The events of keyspace notifications, each with its class: a letter of notify-keyspace-events. One object per event, made once,
 * so that telling of a change allocates nothing.
 */
export interface KeyEvent {
  readonly name: string;
  /** The name as it is published. */
  readonly bytes: Uint8Array;
  readonly classBit: number;
  /** Whom a change with this event may wake: bits `1 << kind` for clients that wait for a value of a kind, and WAKES_WHEN_GONE. */
  readonly wakes: number;
}

const encoder = new TextEncoder();

/** In `KeyEvent.wakes`: clients that want to know when a key goes, or becomes something else. No kind of value has the number 0. */
export const WAKES_WHEN_GONE = 1;

const WAKES_ALL = (1 << KIND_LIST) | (1 << KIND_SORTED_SET) | (1 << KIND_STREAM) | WAKES_WHEN_GONE;

/** Events after which a stream has something new for those who read from it. After acknowledgements and the like it has not. */
const newsOfStreams: readonly string[] = ['xadd', 'xgroup-destroy'];

/** Generic events after which a key may be there that was not. */
const arrivals: readonly string[] = ['rename_to', 'move_to', 'copy_to', 'restore'];

function event(name: string, eventClass: keyof typeof KeyspaceEventClass): KeyEvent {
  const bytes = encoder.encode(name);
  return { name, bytes, classBit: KeyspaceEventClass[eventClass], wakes: wokenBy(name, eventClass) };
}

function wokenBy(name: string, eventClass: keyof typeof KeyspaceEventClass): number {
  if (eventClass === 'list') return (1 << KIND_LIST) | WAKES_WHEN_GONE;
  if (eventClass === 'sortedSet') return (1 << KIND_SORTED_SET) | WAKES_WHEN_GONE;
  if (eventClass === 'stream') return newsOfStreams.includes(name) ? (1 << KIND_STREAM) | WAKES_WHEN_GONE : 0;
  if (arrivals.includes(name)) return WAKES_ALL;
  if (name === 'expire' || name === 'persist') return 0;
  // Whatever else it is, a value of another kind may have been overwritten.
  return WAKES_WHEN_GONE;
}

export const keyEvents = {
  /** A change that is told to nobody who listens to events. */
  none: { name: '', bytes: new Uint8Array(0), classBit: 0, wakes: 0 },
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
  setBit: event('setbit', 'string'),
  pfAdd: event('pfadd', 'string'),
  setAdd: event('sadd', 'set'),
  setRemove: event('srem', 'set'),
  setPop: event('spop', 'set'),
  setUnionStore: event('sunionstore', 'set'),
  setIntersectionStore: event('sinterstore', 'set'),
  setDifferenceStore: event('sdiffstore', 'set'),
  lpush: event('lpush', 'list'),
  rpush: event('rpush', 'list'),
  lpop: event('lpop', 'list'),
  rpop: event('rpop', 'list'),
  linsert: event('linsert', 'list'),
  lset: event('lset', 'list'),
  lrem: event('lrem', 'list'),
  ltrim: event('ltrim', 'list'),
  zadd: event('zadd', 'sortedSet'),
  zincr: event('zincr', 'sortedSet'),
  zrem: event('zrem', 'sortedSet'),
  zremRangeByRank: event('zremrangebyrank', 'sortedSet'),
  zremRangeByScore: event('zremrangebyscore', 'sortedSet'),
  zremRangeByLex: event('zremrangebylex', 'sortedSet'),
  zpopMin: event('zpopmin', 'sortedSet'),
  zpopMax: event('zpopmax', 'sortedSet'),
  zrangeStore: event('zrangestore', 'sortedSet'),
  zunionStore: event('zunionstore', 'sortedSet'),
  zinterStore: event('zinterstore', 'sortedSet'),
  zdiffStore: event('zdiffstore', 'sortedSet'),
  geoSearchStore: event('geosearchstore', 'sortedSet'),
  geoRadiusStore: event('georadiusstore', 'sortedSet'),
  hashSet: event('hset', 'hash'),
  hashDelete: event('hdel', 'hash'),
  hashIncrBy: event('hincrby', 'hash'),
  hashIncrByFloat: event('hincrbyfloat', 'hash'),
  hashExpire: event('hexpire', 'hash'),
  hashPersist: event('hpersist', 'hash'),
  hashExpired: event('hexpired', 'hash'),
  xadd: event('xadd', 'stream'),
  xdel: event('xdel', 'stream'),
  xtrim: event('xtrim', 'stream'),
  xsetId: event('xsetid', 'stream'),
  xgroupCreate: event('xgroup-create', 'stream'),
  xgroupCreateConsumer: event('xgroup-createconsumer', 'stream'),
  xgroupDeleteConsumer: event('xgroup-delconsumer', 'stream'),
  xgroupDestroy: event('xgroup-destroy', 'stream'),
  xgroupSetId: event('xgroup-setid', 'stream'),
  expired: event('expired', 'expired'),
  evicted: event('evicted', 'evicted'),
  newKey: event('new', 'new'),
  keyMiss: event('keymiss', 'keyMiss'),
  overwritten: event('overwritten', 'overwritten'),
  typeChanged: event('type_changed', 'typeChanged'),
} as const;

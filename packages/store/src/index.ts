export { type Clock, systemClock } from './clock.ts';
export { Compactor } from './keyspace/compactor.ts';
export {
  type ChangeObserver,
  Database,
  type ExpireStep,
  KEEP_EXPIRY,
  type KeyspaceListener,
} from './keyspace/database.ts';
export { ExpireCycle } from './keyspace/expire-cycle.ts';
export { LiveWalk } from './snapshot/live-walk.ts';
export { restoreString, StringBatch } from './snapshot/restore.ts';
export { StandingWalk } from './snapshot/standing-walk.ts';
export {
  BEGUN,
  DONE,
  NOT_NOW,
  type SnapshotVisitor,
  type SnapshotWalk,
  type WalkedDatabase,
} from './snapshot/walk.ts';
export { Store, type StoreOptions } from './store.ts';
export { Entries } from './structures/entries.ts';
export { NO_EXPIRY } from './structures/entry-format.ts';
export { type EntryVisitor, PREFETCH_MAX } from './structures/hash-table.ts';
export { addZeroPadded, appendString, overwriteString } from './values/string-edit.ts';
export {
  integerValue,
  locateString,
  readInteger64,
  setInteger,
  setString,
  setText,
  stringAsInteger,
  stringLength,
  updateInteger,
} from './values/string-value.ts';
export {
  encodingName,
  KIND_HASH,
  KIND_LIST,
  KIND_SET,
  KIND_SORTED_SET,
  KIND_STREAM,
  KIND_STRING,
  kindNames,
  STRING_EMBEDDED,
  STRING_INTEGER,
  STRING_RAW,
} from './values/value-kind.ts';

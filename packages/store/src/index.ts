export { type Clock, systemClock } from './clock.ts';
export { Collection } from './collections/collection.ts';
export { Collections } from './collections/collections.ts';
export { ElementCompactor } from './collections/element-compactor.ts';
export { ElementMemory } from './collections/element-memory.ts';
export { type ElementObserver, ElementTable } from './collections/element-table.ts';
export { ElementWalk } from './collections/element-walk.ts';
export { Compactor } from './keyspace/compactor.ts';
export {
  type ChangeObserver,
  Database,
  type ExpireStep,
  HIDE_DUE,
  KEEP_EXPIRY,
  type KeyspaceListener,
  REMOVE_DUE,
  SHOW_DUE,
} from './keyspace/database.ts';
export { ExpireCycle } from './keyspace/expire-cycle.ts';
export { type BlockUsage, blockUsage } from './memory/block-usage.ts';
export { readInteger64 } from './packed/integer64.ts';
export {
  EMPTY_INTSET_BYTES,
  findInIntset,
  initialiseIntset,
  insertIntoIntset,
  intsetAt,
  intsetBytes,
  intsetCount,
  intsetGrowth,
  isIntset,
  removeFromIntset,
} from './packed/intset.ts';
export {
  appendListpack,
  closeGap,
  deleteElements,
  deleteElementsAt,
  EMPTY_LISTPACK_BYTES,
  elementEquals,
  findElement,
  firstElement,
  initialiseListpack,
  insertElement,
  insertListpack,
  isListpack,
  lastElement,
  listpackBytes,
  listpackCount,
  listpackEnd,
  nextElement,
  openGap,
  previousElement,
  replaceElement,
  seekElement,
} from './packed/listpack.ts';
export {
  ElementEncoder,
  ElementReader,
  elementBytes,
  integerElement,
  isIntegerElement,
  LISTPACK_END,
} from './packed/listpack-element.ts';
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
export { COLLECTION_OBJECT_BYTES, Store, type StoreOptions } from './store.ts';
export { type ElementSink, type MatchVisitor, SoughtElement } from './structures/element-run.ts';
export { Entries } from './structures/entries.ts';
export { COLLECTION_ENCODING, NO_EXPIRY } from './structures/entry-format.ts';
export { type EntryVisitor, HashTable, LOOK_AHEAD_MAX } from './structures/hash-table.ts';
export type { NodeVisitor } from './structures/list-reads.ts';
export { ScoreCursor } from './structures/score-cursor.ts';
export { BitFieldSum, type Overflow, readBitField, writeBitField } from './values/bit-field.ts';
export { distance } from './values/geo/distance.ts';
export {
  decodePlace,
  encodePlace,
  geohashText,
  LATITUDE_MAX,
  LONGITUDE_MAX,
  place,
} from './values/geo/geo-score.ts';
export { GeoBox, GeoCircle, GeoPolygon, type GeoShape } from './values/geo/geo-shape.ts';
export { searchCells } from './values/geo/search-cells.ts';
export { HashCollection } from './values/hash/hash-collection.ts';
export { type FieldListener, HashCursor, type HashLimits } from './values/hash/hash-cursor.ts';
export { HashWalk } from './values/hash/hash-walk.ts';
export { REGISTERS as HYPERLOGLOG_REGISTERS } from './values/hyperloglog/hyperloglog-format.ts';
export { CORRUPT, HyperLogLog } from './values/hyperloglog/hyperloglog-value.ts';
export { checkHyperLogLogs } from './values/hyperloglog/self-test.ts';
export {
  addListpack,
  appendReserved,
  appendToListpack,
  deleteFromListpack,
  growListpack,
  insertIntoListpack,
  prependToListpack,
  replaceInListpack,
  shrinkListpack,
} from './values/inline-listpack.ts';
export { ListElement } from './values/list/list-element.ts';
export { settleList } from './values/list/list-form.ts';
export type { ListLimits } from './values/list/list-limits.ts';
export { removedFromList, removeFromList, trimList } from './values/list/list-removal.ts';
export {
  createList,
  insertIntoList,
  listLength,
  pushToList,
  replaceInList,
  type Slices,
  visitListMatches,
  writeListRange,
} from './values/list/list-value.ts';
export { ListWalk } from './values/list/list-walk.ts';
export { QuickList } from './values/list/quick-list.ts';
export { SetCollection } from './values/set/set-collection.ts';
export { SetMember } from './values/set/set-member.ts';
export { RandomMember } from './values/set/set-random.ts';
export {
  addMember,
  createPackedSet,
  createSet,
  holdsMember,
  isMember,
  makeRoomInSet,
  removeMember,
  removePacked,
  removeRead,
  type SetLimits,
  setLength,
  toIntset,
} from './values/set/set-value.ts';
export { SetWalk } from './values/set/set-walk.ts';
export { LargeSortedSet } from './values/sorted-set/large-sorted-set.ts';
export { discardSortedSet, putSortedSet } from './values/sorted-set/put-sorted-set.ts';
export { SortedSet, type SortedSetLimits } from './values/sorted-set/sorted-set.ts';
export { BlockLoader } from './values/stream/block-loader.ts';
export { BlockWalker } from './values/stream/block-walker.ts';
export { DELETED as ENTRY_DELETED, SAME_FIELDS as ENTRY_SAME_FIELDS } from './values/stream/entry-block.ts';
export { EntryIterator } from './values/stream/entry-iterator.ts';
export { IdCursor } from './values/stream/id-cursor.ts';
export { entriesUpTo, groupLag, readOn } from './values/stream/read-progress.ts';
export { APPENDED, Stream } from './values/stream/stream.ts';
export { NEVER, type StreamConsumer } from './values/stream/stream-consumer.ts';
export { StreamGroup, UNKNOWN_COUNT } from './values/stream/stream-group.ts';
export { StreamId } from './values/stream/stream-id.ts';
export {
  NOT_AN_ID,
  parseBoundaryId,
  parseStreamId,
  STREAM_ID_TEXT_MAX,
  streamIdText,
  TIME_ONLY,
  WHOLE_ID,
  writeStreamId,
} from './values/stream/stream-id-text.ts';
export {
  ACKNOWLEDGED_ONLY,
  KEEP_REFERENCES,
  REMOVE_REFERENCES,
  TrimBounds,
  trimStream,
} from './values/stream/stream-trim.ts';
export {
  addZeros,
  bitAt,
  countLocatedBits,
  findLocatedBit,
  openForBits,
  setLocatedBit,
} from './values/string-bits.ts';
export { addZeroPadded, appendString, overwriteString } from './values/string-edit.ts';
export {
  integerValue,
  locateString,
  setInteger,
  setString,
  setText,
  stringAsInteger,
  stringLength,
  updateInteger,
} from './values/string-value.ts';
export {
  encodingName,
  HASH_LISTPACK,
  KIND_HASH,
  KIND_LIST,
  KIND_SET,
  KIND_SORTED_SET,
  KIND_STREAM,
  KIND_STRING,
  kindNames,
  SET_INTSET,
  SET_LISTPACK,
  STRING_EMBEDDED,
  STRING_INTEGER,
  STRING_RAW,
} from './values/value-kind.ts';

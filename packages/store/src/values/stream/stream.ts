import { Collection, type CollectionRegistry } from '../../collections/collection.ts';
import { BlockStore, BlockView, DELETED, DELETED_COUNT, LENGTH, LIVE } from './entry-block.ts';
import { EntryIterator } from './entry-iterator.ts';
import { appendEntry, blockListpackBytes, createBlock, type EntryFields } from './entry-writer.ts';
import { IdCursor } from './id-cursor.ts';
import { IdTree } from './id-tree.ts';
import { NODE_ENTRIES_MAX } from './id-tree-node.ts';
import { NameIndex } from './name-index.ts';
import { OBJECT_BYTES } from './stream-consumer.ts';
import { StreamGroup } from './stream-group.ts';
import { StreamId } from './stream-id.ts';
import { StreamMemory } from './stream-memory.ts';

/** The largest block, and all fields and values of an entry together: what a listpack of Redis can hold. */
const BLOCK_LISTPACK_MAX = 2 ** 30;

export const APPENDED = 0;
export const TOO_LARGE = 1;

const least = new StreamId().setLeast();
const most = new StreamId().setMost();
const cursor = new IdCursor();
const iterator = new EntryIterator();
const blockId = new StreamId();
const view = new BlockView();
const values = new Uint32Array(NODE_ENTRIES_MAX);

/**
 * A stream: entries in the order of their IDs, in packed blocks that a tree finds by the ID of the first; and the groups that read it.
 *
 * ```
 * directory   ID -> block of up to stream-node-max-entries entries (entry-block.ts)
 * groups      name -> how far it has read; ID -> record of a pending entry (pending-records.ts), in all and per consumer
 * ```
 */
export class Stream extends Collection {
  readonly memory: StreamMemory;
  readonly directory: IdTree;
  readonly blocks: BlockStore;
  /** In the order of their names. */
  readonly groups = new NameIndex<StreamGroup>();
  length = 0;
  /** The highest ID that was ever added, or was set. */
  readonly lastId = new StreamId();
  /** The lowest entry; 0-0 where there is none. */
  readonly firstId = new StreamId();
  readonly maxDeletedId = new StreamId();
  /** Entries added since the beginning. */
  entriesAdded = 0;
  /** The block with the highest IDs and its ID, or 0: what is appended goes there. */
  #tail = 0;
  readonly #tailId = new StreamId();

  constructor(collections: CollectionRegistry) {
    super(collections);
    this.memory = new StreamMemory(collections.memory);
    this.directory = new IdTree(this.memory);
    this.blocks = new BlockStore(this.memory);
    this.memory.countOutside(2 * OBJECT_BYTES);
  }

  get usedBytes(): number {
    return this.memory.usedBytes;
  }

  override get weight(): number {
    let sum = this.length;
    for (const group of this.groups) sum += group.pending.size + group.consumers.size;
    return sum;
  }

  // Adding.

  /**
   * Appends an entry whose ID is above `lastId`.
   * @param first the first field in `fields`; `pairs` fields with their values stand from there on
   * @param maxBytes, maxEntries of a block: stream-node-max-bytes and stream-node-max-entries, 0 for no limit
   * @returns APPENDED, or TOO_LARGE: nothing changed then
   */
  append(
    id: StreamId,
    fields: EntryFields,
    first: number,
    pairs: number,
    maxBytes: number,
    maxEntries: number,
  ): number {
    const { starts, ends } = fields;
    let total = 0;
    for (let i = first; i < first + 2 * pairs; i++) total += ends[i] - starts[i];
    if (total > BLOCK_LISTPACK_MAX) return TOO_LARGE;
    const limit = maxBytes === 0 || maxBytes > BLOCK_LISTPACK_MAX ? BLOCK_LISTPACK_MAX : maxBytes;
    if (this.#tail !== 0 && this.#isFull(total, limit, maxEntries)) this.#closeTail();
    if (this.#tail === 0) {
      this.#tail = createBlock(this.blocks, fields, first, pairs);
      this.#tailId.copyFrom(id);
      this.directory.insert(id, this.#tail);
    }
    const block = appendEntry(this.blocks, this.#tail, this.#tailId, id, fields, first, pairs);
    if (block !== this.#tail) this.#moveTail(block);
    this.length++;
    this.entriesAdded++;
    this.lastId.copyFrom(id);
    if (this.length === 1) this.firstId.copyFrom(id);
    return APPENDED;
  }

  #isFull(bytes: number, maxBytes: number, maxEntries: number): boolean {
    this.blocks.open(view, this.#tail);
    if (blockListpackBytes(view) + bytes >= maxBytes) return true;
    return maxEntries > 0 && view.get(LIVE) + view.get(DELETED_COUNT) >= maxEntries;
  }

  /** Nothing more is appended to the tail: it gives up the room that it has left. */
  #closeTail(): void {
    this.blocks.open(view, this.#tail);
    const block = this.blocks.resize(this.#tail, view.get(LENGTH));
    if (block !== this.#tail) this.#moveTail(block);
    this.#tail = 0;
  }

  #moveTail(block: number): void {
    this.directory.replace(this.#tailId, block);
    this.#tail = block;
  }

  // Looking.

  /** Whether there is an entry of that ID. */
  has(id: StreamId): boolean {
    iterator.begin(this, id, id, false);
    return iterator.next();
  }

  /** Sets `id` to the highest entry that was not deleted. @returns whether there is one; `id` is 0-0 if not */
  readLastEntryId(id: StreamId): boolean {
    return this.#readEdge(id, true, false);
  }

  /** Sets `id` to the lowest entry, deleted ones that still have their place among them; to the highest ID of all if there is none. */
  readFirstPlaceId(id: StreamId): void {
    if (!this.#readEdge(id, false, true)) id.setMost();
  }

  #readEdge(id: StreamId, isLast: boolean, withDeleted: boolean): boolean {
    iterator.begin(this, least, most, isLast, withDeleted);
    if (iterator.next()) {
      id.copyFrom(iterator.id);
      return true;
    }
    id.setLeast();
    return false;
  }

  // Removing.

  /** Deletes an entry; `refreshFirstId` is due afterwards. @returns whether it was there */
  delete(id: StreamId): boolean {
    iterator.begin(this, id, id, false);
    if (!iterator.next()) return false;
    const { entry } = iterator;
    const { block } = entry;
    if (block.get(LIVE) === 1) {
      this.removeBlock(entry.masterId);
    } else {
      block.bytes[entry.entryAt] |= DELETED;
      block.set(LIVE, block.get(LIVE) - 1);
      block.set(DELETED_COUNT, block.get(DELETED_COUNT) + 1);
    }
    this.length--;
    if (id.compare(this.maxDeletedId) > 0) this.maxDeletedId.copyFrom(id);
    return true;
  }

  /** Removes a block with all entries, which the caller takes from `length`. */
  removeBlock(id: StreamId): void {
    blockId.copyFrom(id);
    const block = this.directory.remove(blockId);
    this.blocks.free(block);
    if (block === this.#tail) this.#findTail();
  }

  #findTail(): void {
    if (cursor.last(this.directory)) {
      this.#tail = cursor.value;
      cursor.readId(this.#tailId);
    } else this.#tail = 0;
  }

  /** Finds out the lowest entry anew, after entries were deleted. */
  refreshFirstId(): void {
    if (this.length === 0) this.firstId.setLeast();
    else this.#readEdge(this.firstId, false, false);
  }

  // Groups.

  findGroup(bytes: Uint8Array, start: number, end: number): StreamGroup | undefined {
    return this.groups.find(bytes, start, end);
  }

  /** Makes a group of a name that is new; the bytes are kept. */
  addGroup(name: Uint8Array): StreamGroup {
    const group = new StreamGroup(this.memory, name);
    this.groups.add(group);
    return group;
  }

  /** Whether every group has read the entry, and has it pending no more. */
  isAcknowledged(id: StreamId): boolean {
    for (const group of this.groups) {
      if (id.compare(group.lastId) > 0 || group.pending.find(id) !== 0) return false;
    }
    return true;
  }

  /** The entry is pending in no group any more. @returns whether it was in any */
  acknowledgeEverywhere(id: StreamId): boolean {
    let was = false;
    for (const group of this.groups) was = group.acknowledge(id) || was;
    return was;
  }

  /** Removes a group with all that is pending in it. */
  removeGroup(group: StreamGroup): void {
    this.groups.remove(group);
    while (group.freeSome(1024));
  }

  // Whole streams.

  copy(): Stream {
    const copy = this.copyWithoutGroups();
    for (const group of this.groups) group.copyTo(copy.addGroup(group.name));
    return copy;
  }

  copyWithoutGroups(): Stream {
    const copy = new Stream(this.collections);
    for (let ok = cursor.first(this.directory); ok; ok = cursor.next()) {
      cursor.readId(blockId);
      copy.directory.insert(blockId, copy.blocks.duplicate(this.blocks, cursor.value));
    }
    copy.#findTail();
    copy.length = this.length;
    copy.lastId.copyFrom(this.lastId);
    copy.firstId.copyFrom(this.firstId);
    copy.maxDeletedId.copyFrom(this.maxDeletedId);
    copy.entriesAdded = this.entriesAdded;
    return copy;
  }

  freeSome(budget: number): boolean {
    let left = budget;
    while (left > 0) {
      const count = this.directory.takeLeaf(values);
      if (count === 0) break;
      for (let i = 0; i < count; i++) this.blocks.free(values[i]);
      left -= count;
    }
    while (left > 0) {
      const group = this.#dying ?? this.groups.pop();
      if (group === undefined) {
        this.memory.countOutside(-2 * OBJECT_BYTES);
        return false;
      }
      this.#dying = group.freeSome(left) ? group : undefined;
      left = this.#dying === undefined ? left - 1 : 0;
    }
    return true;
  }

  #dying: StreamGroup | undefined = undefined;
}

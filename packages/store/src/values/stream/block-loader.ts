import { BlockView, LENGTH } from './entry-block.ts';
import { appendKnownEntry, createBlock, type EntryFields } from './entry-writer.ts';
import type { Stream } from './stream.ts';
import { StreamId } from './stream-id.ts';

const view = new BlockView();

/**
 * Builds the blocks of a new stream just as they were in another one: for what reads streams that were saved in blocks.
 *
 * Why not `append`, entry by entry? It divides entries into blocks by its own limits, and each block repeats its fields: where these
 * are long, what was small would become large.
 *
 * ```ts
 * const loader = new BlockLoader(stream);
 * loader.begin(firstId, fields, 0, 2);                    // per block; ascending
 * loader.add(id, fields, 0, 2, true, false);              // per entry; ascending
 * loader.end();
 * ```
 */
export class BlockLoader {
  readonly #stream: Stream;
  readonly #masterId = new StreamId();
  #block = 0;
  /** Entries of the block that are there. */
  live = 0;

  /** @param stream a new one */
  constructor(stream: Stream) {
    this.#stream = stream;
  }

  /** @param fields those that entries share, each with any value: `pairs` from `first` on */
  begin(masterId: StreamId, fields: EntryFields, first: number, pairs: number): void {
    this.#masterId.copyFrom(masterId);
    this.#block = createBlock(this.#stream.blocks, fields, first, pairs);
    this.live = 0;
  }

  /**
   * Adds an entry to the block, whose ID is above all that came before.
   * @param isSame its fields are those that `begin` was given
   * @param isDeleted it has its place, but is not there
   */
  add(id: StreamId, fields: EntryFields, first: number, pairs: number, isSame: boolean, isDeleted: boolean): void {
    const stream = this.#stream;
    const { blocks } = stream;
    this.#block = appendKnownEntry(blocks, this.#block, this.#masterId, id, fields, first, pairs, isSame, isDeleted);
    if (isDeleted) return;
    this.live++;
    stream.length++;
    stream.entriesAdded++;
    stream.lastId.copyFrom(id);
    if (stream.length === 1) stream.firstId.copyFrom(id);
  }

  /** The block is whole. One without entries that are there goes. */
  end(): void {
    const { blocks, directory } = this.#stream;
    if (this.live === 0) blocks.free(this.#block);
    else {
      blocks.open(view, this.#block);
      directory.insert(this.#masterId, blocks.resize(this.#block, view.get(LENGTH)));
    }
    this.#block = 0;
  }

  /** What was begun is not wanted. */
  abandon(): void {
    if (this.#block !== 0) this.#stream.blocks.free(this.#block);
    this.#block = 0;
  }
}

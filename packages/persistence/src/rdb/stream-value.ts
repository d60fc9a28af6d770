import { type Database, KIND_STREAM, Stream, StreamId } from '@respite/store';
import type { NewKey } from '../json/kind-format.ts';
import { readLength, readLength64, writeLength, writeLength64 } from './length.ts';
import type { RdbInput } from './rdb-input.ts';
import type { RdbOutput } from './rdb-output.ts';
import { readBlocks, writeBlocks } from './stream-blocks.ts';
import { readGroup, writeGroup } from './stream-groups.ts';
import { readIdLengths, writeIdLengths } from './stream-ids.ts';
import type { ValueFormat } from './value-format.ts';
import { TYPE_STREAM_LISTPACKS, TYPE_STREAM_LISTPACKS_2, TYPE_STREAM_LISTPACKS_3 } from './value-types.ts';

/**
 * ```
 * | count of blocks | block (stream-blocks.ts) | ...
 * | entries | last ID |                                                    IDs as two lengths of up to 64 bits
 * | first ID | highest deleted ID | entries added |                        not in LISTPACKS
 * | count of groups | group (stream-groups.ts) | ...
 * ```
 */
export const streamValue: ValueFormat = {
  kind: KIND_STREAM,
  types: [TYPE_STREAM_LISTPACKS, TYPE_STREAM_LISTPACKS_2, TYPE_STREAM_LISTPACKS_3],

  typeOf(): number {
    return TYPE_STREAM_LISTPACKS_3;
  },

  write(output: RdbOutput, _type: number, database: Database, entry: number): void {
    const stream = database.collectionOf(entry) as Stream;
    writeBlocks(output, stream);
    writeLength(output, stream.length);
    writeIdLengths(output, stream.lastId);
    writeIdLengths(output, stream.firstId);
    writeIdLengths(output, stream.maxDeletedId);
    writeLength64(output, BigInt(stream.entriesAdded));
    writeLength(output, stream.groups.size);
    for (const group of stream.groups) writeGroup(output, group);
  },

  read(input: RdbInput, type: number, { database, bytes, length, expiry }: NewKey): number {
    database.find(bytes, 0, length);
    const stream = new Stream(database.collections);
    const entry = database.putCollection(0, KIND_STREAM, bytes, 0, length, stream, expiry);
    readBlocks(input, stream);
    if (readLength(input) !== stream.length) input.fail('a stream of more entries or less than it has');
    const { lastId } = stream;
    const highest = new StreamId().copyFrom(lastId);
    readIdLengths(input, lastId);
    if (lastId.compare(highest) < 0) input.fail('a stream whose last entry is above its last ID');
    if (type !== TYPE_STREAM_LISTPACKS) {
      // The first ID is known from the entries.
      readLength64(input);
      readLength64(input);
      readIdLengths(input, stream.maxDeletedId);
      stream.entriesAdded = Number(readLength64(input));
    }
    for (let left = readLength(input); left > 0; left--) readGroup(input, type, stream);
    return entry;
  },
};

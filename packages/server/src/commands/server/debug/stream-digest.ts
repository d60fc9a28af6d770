import { type Database, EntryIterator, type Stream, StreamId, streamIdText } from '@respite/store';
import type { Digest } from './digest.ts';

const encoder = new TextEncoder();

/** The entries of a stream, in their order: the ID, as `ms.seq`, then each field and its value. Groups do not count. */
export function mixStream(digest: Digest, database: Database, entry: number): void {
  const iterator = new EntryIterator();
  const { element } = iterator.entry;
  iterator.begin(database.collectionOf(entry) as Stream, new StreamId().setLeast(), new StreamId().setMost(), false);
  while (iterator.next()) {
    digest.mix(encoder.encode(streamIdText(iterator.id).replace('-', '.')));
    for (let i = 0; i < iterator.entry.pairs; i++) {
      iterator.entry.readField();
      digest.mix(element.bytes, element.start, element.end);
      iterator.entry.readValue();
      digest.mix(element.bytes, element.start, element.end);
    }
  }
}

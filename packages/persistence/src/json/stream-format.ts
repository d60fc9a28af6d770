import { type Collection, type Database, KIND_STREAM, type Stream } from '@respite/store';
import type { KindFormat, ValueReader } from './kind-format.ts';
import type { LiveText } from './live-text.ts';
import { StreamReader } from './stream-reader.ts';
import { StreamText, writeStream } from './stream-text.ts';
import type { TextOutput } from './text-output.ts';

/** A stream is an object of its entries, its counters and its groups. */
export const streamFormat: KindFormat = {
  name: 'stream',
  kind: KIND_STREAM,

  write(output: TextOutput, database: Database, entry: number): void {
    writeStream(output, database.collectionOf(entry) as Stream);
  },

  writeLive(output: TextOutput, collection: Collection): LiveText {
    return new StreamText(output, collection as Stream);
  },

  reader(): ValueReader {
    return new StreamReader();
  },
};

export type { AccessData } from './json/access-data.ts';
export { CHUNK_BYTES, type ChunkReceiver } from './json/checked-chunks.ts';
export { SnapshotReader, type SnapshotReaderOptions } from './json/snapshot-reader.ts';
export { SnapshotWriter, type SnapshotWriterOptions } from './json/snapshot-writer.ts';
export { MemorySnapshotFiles } from './memory-snapshot-files.ts';
export { isDump, readDump, writeDump } from './rdb/dump-payload.ts';
export { RdbOutput } from './rdb/rdb-output.ts';
export { SnapshotError } from './snapshot-error.ts';
export type { NewSnapshotFile, SnapshotFile, SnapshotFiles } from './snapshot-files.ts';

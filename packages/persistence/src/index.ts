export type { NewSnapshotFile, SnapshotFile, SnapshotFiles } from './snapshot-files.ts';

export { NodeSnapshotFiles } from './snapshot-files.ts';

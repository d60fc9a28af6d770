import { bool, INT32_MAX, INT32_MIN, integer, oneOf, optionalText, structured, text } from '../directive.ts';
import { isFileName } from './file-name.ts';

const RDB_FILES = 'RDB files';
const FORKLESS = 'Snapshots never fork; there is one method.';

/** Saving the whole of the data. */
export const snapshotDirectives = [
  structured('save-points', 'save', '3600 1 300 100 60 10000', 'Saves after so many seconds if so many keys changed.'),
  text('dbfilename', 'dump.json', 'Name of the snapshot; its extension picks the format.', {
    protected: true,
    check: (name) => (isFileName(name) ? undefined : "dbfilename can't be a path, just a filename"),
  }),
  structured('directory', 'dir', '.', 'Folder of all data files.', { protected: true, deniedWhileLoading: true }),
  bool('stop-writes-on-bgsave-error', true, 'Refuses writes after a snapshot failed.'),
  bool('rdbcompression', true, 'Compresses strings in RDB files and in what DUMP gives.'),
  bool('rdbchecksum', true, 'Writes and checks the checksum of an RDB file.', { immutable: true, pending: RDB_FILES }),
  oneOf('rdb-version-check', 'strict', ['strict', 'relaxed'], 'Whether a newer RDB version is refused.', {
    hidden: true,
    pending: RDB_FILES,
  }),
  oneOf('sanitize-dump-payload', 'no', ['no', 'yes', 'clients'], 'Checks every byte of what RESTORE is given.', {
    debug: true,
    none: 'What comes in is always checked.',
  }),
  bool('rdb-save-incremental-fsync', true, 'Syncs a snapshot bit by bit while it is written.'),
  bool('rdb-del-sync-files', false, 'Removes files that replication left behind.', { pending: 'replication' }),
  integer('rdb-key-save-delay', 0, [INT32_MIN, INT32_MAX], 'Microseconds to wait after each key saved, for tests.', {
    hidden: true,
  }),
  integer('key-load-delay', 0, [INT32_MIN, INT32_MAX], 'Microseconds to wait after each key loaded, for tests.', {
    hidden: true,
  }),
  integer(
    'loading-process-events-interval-bytes',
    524288,
    [1024, INT32_MAX],
    'Bytes loaded between looks at clients.',
    { hidden: true },
  ),
  text('forkless-infrastructure-enabled', '', 'Allows snapshots that do not fork.', { hidden: true, none: FORKLESS }),
  text('bgsave-default-method', '', 'How BGSAVE takes a snapshot.', { hidden: true, none: FORKLESS }),
  optionalText('bgsave-cpulist', 'Processors of the saving process.', {
    aliases: ['bgsave_cpulist'],
    hidden: ['bgsave-cpulist'],
    immutable: true,
    none: 'There is no saving process.',
  }),
] as const;

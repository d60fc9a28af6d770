import { bool, INT32_MAX, INT64_MAX, integer, memory, oneOf, optionalText, text } from '../directive.ts';
import { isFileName } from './file-name.ts';

const pending = 'the append-only file';

/** Writing down every change. */
export const appendOnlyFileDirectives = [
  bool('appendonly', false, 'Keeps a file of every change.', { deniedWhileLoading: true, pending }),
  text('appendfilename', 'appendonly.aof', 'First part of the names of its files.', {
    immutable: true,
    check: (name) => plainName('appendfilename', 'filename', name),
    pending,
  }),
  text('appenddirname', 'appendonlydir', 'Folder of its files, inside dir.', {
    immutable: true,
    check: (name) => plainName('appenddirname', 'dirname', name),
    pending,
  }),
  oneOf('appendfsync', 'everysec', ['everysec', 'always', 'no'], 'When what was written must be on the disk.', {
    pending,
  }),
  bool('no-appendfsync-on-rewrite', false, 'Does not sync while a rewrite is under way.', { pending }),
  integer(
    'auto-aof-rewrite-percentage',
    100,
    [0, INT32_MAX],
    'Growth in percent that starts a rewrite; 0 never does.',
    {
      pending,
    },
  ),
  memory('auto-aof-rewrite-min-size', 67108864, [0, INT64_MAX], 'Size below which no rewrite starts by itself.', {
    pending,
  }),
  bool('aof-load-truncated', true, 'Loads a file whose end is missing.', { pending }),
  integer('aof-load-corrupt-tail-max-size', 0, [0, INT64_MAX], 'Bytes at the end that may be broken and are cut off.', {
    pending,
  }),
  bool('aof-use-rdb-preamble', true, 'Begins a rewritten file with a snapshot.', { pending }),
  bool('aof-timestamp-enabled', false, 'Writes the time of changes into the file.', { pending }),
  bool('aof-rewrite-incremental-fsync', true, 'Syncs a rewritten file bit by bit while it is written.', { pending }),
  bool('aof-disable-auto-gc', false, 'Keeps files that a rewrite has replaced.', { hidden: true, pending }),
  optionalText('aof-rewrite-cpulist', 'Processors of the rewriting process.', {
    aliases: ['aof_rewrite_cpulist'],
    hidden: ['aof-rewrite-cpulist'],
    immutable: true,
    none: 'There is no rewriting process.',
  }),
  text('backupdirname', 'backupdir', 'Folder of backups, inside dir.', {
    immutable: true,
    hidden: true,
    none: 'The BACKUP command does not exist here.',
  }),
] as const;

function plainName(directive: string, what: string, name: string): string | undefined {
  if (name === '') return `${directive} can't be empty`;
  return isFileName(name) ? undefined : `${directive} can't be a path, just a ${what}`;
}

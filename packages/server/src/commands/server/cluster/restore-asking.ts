import { defineCommand } from '../../define-command.ts';
import { restore } from '../../generic/restore.ts';

export const restoreAsking = defineCommand({
  name: 'RESTORE-ASKING',
  group: 'server',
  since: '3.0.0',
  arity: restore.arity,
  flags: 'write denyoom asking',
  categories: 'keyspace dangerous',
  complexity: restore.complexity,
  summary: 'RESTORE, as the nodes of a cluster send it while they move a slot.',
  keys: restore.keys,
  syntax: restore.syntax,
  docFlags: 'syscmd',
  execute: restore.execute,
});

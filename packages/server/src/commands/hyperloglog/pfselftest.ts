import { checkHyperLogLogs } from '@respite/store';
import { defineCommand } from '../define-command.ts';

export const pfselftest = defineCommand({
  name: 'PFSELFTEST',
  group: 'hyperloglog',
  since: '2.8.9',
  arity: 1,
  flags: 'admin',
  complexity: 'O(1), but slow',
  summary: 'Tests the HyperLogLog code of the server.',
  syntax: '',
  docFlags: 'syscmd',
  execute(ctx) {
    const { store, config, random } = ctx.server;
    const problem = checkHyperLogLogs(store.scratch, config.hllSparseMaxBytes, random);
    if (problem === undefined) ctx.reply.ok();
    else ctx.fail(`ERR TESTFAILED ${problem}`);
  },
});

import type { ReplyWriter } from '@respite/resp';
import { memoryReport } from '../../../info/memory-report.ts';
import { defineCommand } from '../../define-command.ts';

export const memoryStats = defineCommand({
  name: 'MEMORY|STATS',
  group: 'server',
  since: '4.0.0',
  arity: 2,
  flags: '',
  complexity: 'O(1)',
  summary: 'Gives how much memory is used, and for what.',
  syntax: '',
  tips: 'nondeterministic_output request_policy:all_shards response_policy:special',
  execute(ctx) {
    const report = memoryReport(ctx.server);
    const { used, peak, startup, overhead, dataset, databases, keyCount, allocated, active, held, resident } = report;
    const ofKeys = Math.max(1, used - startup);
    const before: Fields = [
      ['peak.allocated', peak],
      ['total.allocated', used],
      ['startup.allocated', startup],
      ['replication.backlog', 0],
      ['replica.fullsync.buffer', 0],
      ['clients.slaves', 0],
      ['clients.normal', report.clients],
      ['cluster.links', 0],
      ['aof.buffer', 0],
      ['lua.caches', 0],
      ['functions.caches', 0],
      ['script.VMs', 0],
    ];
    const lookUp = databases.reduce((sum, { keys, expires }) => sum + keys + expires, 0);
    const after: Fields = [
      ['overhead.db.hashtable.lut', lookUp],
      ['overhead.db.hashtable.rehashing', 0],
      ['overhead.total', overhead],
      ['db.dict.rehashing.count', 0],
      ['keys.count', keyCount],
      ['keys.bytes-per-key', keyCount === 0 ? 0 : Math.floor(ofKeys / keyCount)],
      ['dataset.bytes', dataset],
      ['dataset.percentage', { ratio: (dataset * 100) / ofKeys }],
      ['peak.percentage', { ratio: (used * 100) / Math.max(1, peak) }],
      ['allocator.allocated', allocated],
      ['allocator.active', active],
      ['allocator.resident', held],
      ['allocator.muzzy', 0],
      ['allocator-fragmentation.ratio', { ratio: active / Math.max(1, allocated) }],
      ['allocator-fragmentation.bytes', active - allocated],
      ['allocator-rss.ratio', { ratio: held / Math.max(1, active) }],
      ['allocator-rss.bytes', held - active],
      ['rss-overhead.ratio', { ratio: resident / Math.max(1, held) }],
      ['rss-overhead.bytes', resident - held],
      ['fragmentation', { ratio: resident / Math.max(1, used) }],
      ['fragmentation.bytes', resident - used],
    ];
    const { reply } = ctx;
    reply.map(before.length + databases.length + after.length);
    writeFields(reply, before);
    for (const { index, keys, expires } of databases) {
      reply.bulkText(`db.${index}`);
      reply.map(2);
      writeFields(reply, [
        ['overhead.hashtable.main', keys],
        ['overhead.hashtable.expires', expires],
      ]);
    }
    writeFields(reply, after);
  },
});

type Fields = readonly (readonly [name: string, value: number | { readonly ratio: number }])[];

function writeFields(reply: ReplyWriter, fields: Fields): void {
  for (const [name, value] of fields) {
    reply.bulkText(name);
    if (typeof value === 'number') reply.integer(value);
    else reply.double(value.ratio);
  }
}

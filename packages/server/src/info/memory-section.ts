import { memoryReport } from './memory-report.ts';
import { humanBytes, type InfoSection } from './section.ts';

export const memorySection: InfoSection = {
  title: 'Memory',
  shown: 'by default',
  lines(server) {
    const { config, host, store } = server;
    const report = memoryReport(server);
    const { used, peak, startup, overhead, dataset, clients, allocated, active, held, resident } = report;
    return [
      ['used_memory', used],
      ['used_memory_human', humanBytes(used)],
      ['used_memory_rss', resident],
      ['used_memory_rss_human', humanBytes(resident)],
      ['used_memory_peak', peak],
      ['used_memory_peak_human', humanBytes(peak)],
      ['used_memory_peak_time', Math.floor(report.peakAt / 1000)],
      ['used_memory_peak_perc', percent(used, peak)],
      ['used_memory_overhead', overhead],
      ['used_memory_startup', startup],
      ['used_memory_dataset', dataset],
      ['used_memory_dataset_perc', percent(dataset, used - startup)],
      ['allocator_allocated', allocated],
      ['allocator_active', active],
      ['allocator_resident', held],
      ['allocator_muzzy', 0],
      ['total_system_memory', host.info.totalMemoryBytes],
      ['total_system_memory_human', humanBytes(host.info.totalMemoryBytes)],
      ['used_memory_lua', 0],
      ['used_memory_vm_eval', 0],
      ['used_memory_lua_human', humanBytes(0)],
      ['used_memory_scripts_eval', 0],
      ['number_of_cached_scripts', 0],
      ['number_of_functions', 0],
      ['number_of_libraries', 0],
      ['used_memory_vm_functions', 0],
      ['used_memory_vm_total', 0],
      ['used_memory_vm_total_human', humanBytes(0)],
      ['used_memory_functions', 0],
      ['used_memory_scripts', 0],
      ['used_memory_scripts_human', humanBytes(0)],
      ['maxmemory', config.maxmemory],
      ['maxmemory_human', humanBytes(config.maxmemory)],
      ['maxmemory_policy', config.maxmemoryPolicy],
      ['allocator_frag_ratio', ratio(active, allocated)],
      ['allocator_frag_bytes', active - allocated],
      ['allocator_rss_ratio', ratio(held, active)],
      ['allocator_rss_bytes', held - active],
      ['rss_overhead_ratio', ratio(resident, held)],
      ['rss_overhead_bytes', resident - held],
      ['mem_fragmentation_ratio', ratio(resident, used)],
      ['mem_fragmentation_bytes', resident - used],
      ['mem_not_counted_for_evict', 0],
      ['mem_replication_backlog', 0],
      ['mem_total_replication_buffers', 0],
      ['mem_replica_full_sync_buffer', 0],
      ['mem_clients_slaves', 0],
      ['mem_clients_normal', clients],
      ['mem_cluster_links', 0],
      ['mem_aof_buffer', 0],
      ['mem_allocator', 'respite'],
      ['mem_overhead_db_hashtable_rehashing', 0],
      ['active_defrag_running', Math.round(Math.max(store.compactor.urgency, store.elementCompactor.urgency) * 100)],
      ['lazyfree_pending_objects', store.collections.pendingCount],
      ['lazyfreed_objects', store.collections.freedCount],
    ];
  },
};

function ratio(a: number, b: number): string {
  return (b === 0 ? 0 : a / b).toFixed(2);
}

function percent(part: number, whole: number): string {
  return `${(whole === 0 ? 0 : (part / whole) * 100).toFixed(2)}%`;
}

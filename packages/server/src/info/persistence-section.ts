import type { InfoPersistence } from './info-sources.ts';
import type { InfoSection } from './section.ts';

export const persistenceSection: InfoSection = {
  title: 'Persistence',
  shown: 'by default',
  lines({ clock, config, counters, effects, host, identity }) {
    const port = host.persistence;
    return [
      ['loading', port?.loading ? 1 : 0],
      ['async_loading', 0],
      ['current_cow_peak', 0],
      ['current_cow_size', 0],
      ['current_cow_size_age', 0],
      ['current_fork_perc', savedPercent(port?.backgroundSaveKeys ?? 0, port?.backgroundSaveKeysTotal ?? 0)],
      ['current_save_keys_processed', port?.backgroundSaveKeys ?? 0],
      ['current_save_keys_total', port?.backgroundSaveKeysTotal ?? 0],
      ['rdb_changes_since_last_save', effects.dirty],
      ['rdb_bgsave_in_progress', port?.savingInBackground ? 1 : 0],
      ['rdb_last_save_time', port?.lastSaveSeconds ?? Math.floor(identity.startedAt / 1000)],
      ['rdb_last_bgsave_status', port?.lastBackgroundSaveOk === false ? 'err' : 'ok'],
      ['rdb_last_bgsave_time_sec', port?.lastBackgroundSaveSeconds ?? -1],
      ['rdb_current_bgsave_time_sec', port?.backgroundSaveSeconds ?? -1],
      ['rdb_saves', counters.snapshotsSaved],
      ['rdb_last_cow_size', 0],
      ['rdb_last_load_keys_expired', counters.loadedKeysExpired],
      ['rdb_last_load_keys_loaded', counters.loadedKeys],
      ['aof_enabled', config.appendonly ? 1 : 0],
      ['aof_rewrite_in_progress', 0],
      ['aof_rewrite_scheduled', 0],
      ['aof_last_rewrite_time_sec', -1],
      ['aof_current_rewrite_time_sec', -1],
      ['aof_last_bgrewrite_status', 'ok'],
      ['aof_rewrites', 0],
      ['aof_rewrites_consecutive_failures', 0],
      ['aof_last_write_status', 'ok'],
      ['aof_last_cow_size', 0],
      ['module_fork_in_progress', 0],
      ['module_fork_last_cow_size', 0],
      ...linesOfLoad(port?.loadProgress, Math.floor(clock.nowMs() / 1000)),
    ];
  },
};

/** How far a load is, while there is one. */
function linesOfLoad(load: InfoPersistence['loadProgress'], nowSeconds: number): [string, string | number][] {
  if (load === undefined) return [];
  const { loadedBytes, startSeconds, totalBytes } = load;
  const seconds = nowSeconds - startSeconds;
  // In the first second there is nothing to go by.
  const secondsLeft = seconds <= 0 ? 1 : Math.floor((seconds * (totalBytes - loadedBytes)) / (loadedBytes + 1));
  return [
    ['loading_start_time', startSeconds],
    ['loading_total_bytes', totalBytes],
    // What the data took in the memory of the server that saved it; snapshots do not tell.
    ['loading_rdb_used_mem', 0],
    ['loading_loaded_bytes', loadedBytes],
    ['loading_loaded_perc', ((loadedBytes / Math.max(totalBytes, 1)) * 100).toFixed(2)],
    ['loading_eta_seconds', secondsLeft],
  ];
}

/** How far a save in slices is: there is no fork, but this is where people look. */
function savedPercent(done: number, total: number): string {
  return (total === 0 ? 0 : (done / total) * 100).toFixed(2);
}

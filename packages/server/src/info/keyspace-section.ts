import type { Database } from '@respite/store';
import type { InfoSources } from './info-sources.ts';
import type { InfoLine, InfoSection } from './section.ts';

/** How many keys the average time to live is estimated from. */
const SAMPLES = 16;

export const keyspaceSection: InfoSection = {
  title: 'Keyspace',
  shown: 'by default',
  lines(server) {
    const lines: InfoLine[] = [];
    for (const database of server.store.databases) {
      if (database.size === 0) continue;
      const expires = database.expires.size;
      const averageTtl = averageTimeToLive(server, database);
      const subexpiry = database.fieldExpiry.count;
      lines.push([
        `db${database.index}`,
        `keys=${database.size},expires=${expires},avg_ttl=${averageTtl},subexpiry=${subexpiry}`,
      ]);
    }
    return lines;
  },
};

/** Milliseconds that keys with an expiry still have, on average over a few of them drawn by lot. */
function averageTimeToLive({ clock, random }: InfoSources, { entries, expires }: Database): number {
  if (expires.size === 0) return 0;
  let sum = 0;
  for (let i = 0; i < SAMPLES; i++) sum += Math.max(0, entries.expiryOf(expires.randomEntry(random)) - clock.nowMs());
  return Math.round(sum / SAMPLES);
}

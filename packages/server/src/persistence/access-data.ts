import type { AccessData } from '@respite/persistence';
import type { ServerParts } from '../commands/server-parts.ts';

type Parts = Pick<ServerParts, 'accessClock' | 'clock' | 'config'>;

const FREQUENCY_OF_NEW_KEYS = 5;

/** What of a key's use belongs into a snapshot: what `maxmemory-policy` goes by. */
export function accessDataOf({ accessClock, clock, config }: Parts): AccessData | undefined {
  const policy = config.maxmemoryPolicy;
  if (policy.endsWith('lru') || policy.endsWith('lrm')) {
    return {
      member: 'lastUsed',
      get: (entries, entry) => Math.floor(clock.nowMs() / 1000) - accessClock.idleSeconds(entries, entry),
      set: (entries, entry, seconds) => entries.setAccessClock(entry, seconds % 2 ** 24),
    };
  }
  if (policy.endsWith('lfu')) {
    return {
      member: 'frequency',
      get: (entries, entry) => accessClock.frequency(entries, entry),
      set: (entries, entry, frequency) => entries.setAccessClock(entry, frequencyClock(clock.nowMs(), frequency)),
    };
  }
  return undefined;
}

/** The access clock of a key that is loaded and of whose use nothing is known: as if it were made now. */
export function accessClockOfNewKeys({ accessClock, clock }: Parts): number {
  if (accessClock.countsFrequency) return frequencyClock(clock.nowMs(), FREQUENCY_OF_NEW_KEYS);
  return Math.floor(clock.nowMs() / 1000) & 0xffffff;
}

function frequencyClock(nowMs: number, frequency: number): number {
  return ((Math.floor(nowMs / 60_000) & 0xffff) << 8) | Math.min(frequency, 255);
}

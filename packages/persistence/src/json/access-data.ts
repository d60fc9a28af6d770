import type { Entries } from '@respite/store';

/** What an eviction policy knows of a key's use, as it stands in a snapshot. */
export interface AccessData {
  /** `lastUsed`: seconds of Unix time. `frequency`: a logarithmic counter, 0 to 255. */
  readonly member: 'lastUsed' | 'frequency';
  get(entries: Entries, entry: number): number;
  set(entries: Entries, entry: number, value: number): void;
}

export type DenialReason = 'command' | 'key' | 'channel' | 'auth';
export type DenialContext = 'toplevel' | 'multi' | 'lua';

/** What was refused to whom. Names are byte texts. */
export interface Denial {
  readonly reason: DenialReason;
  readonly context: DenialContext;
  /** The command, key or channel; for a login the word that the client used, AUTH or HELLO. */
  readonly object: string;
  readonly user: string;
  /** The client, as CLIENT LIST shows it. */
  readonly client: string;
}

export interface AclLogEntry {
  readonly id: number;
  readonly denial: Denial;
  /** The client of the latest of them. */
  client: string;
  count: number;
  /** Unix time in milliseconds. */
  readonly firstAt: number;
  lastAt: number;
}

/** Denials that are alike become one entry if they are not further apart. */
const GROUPING_MS = 60_000;
/** How many of the latest entries are looked at for that. */
const GROUPING_ENTRIES = 10;

/** The security log: what was refused lately, latest first. */
export class AclLog {
  readonly entries: AclLogEntry[] = [];
  #nextId = 0;

  /** @param most how many entries are kept */
  add(denial: Denial, now: number, most: number): void {
    const alike = this.entries.slice(0, GROUPING_ENTRIES).findIndex((entry) => isAlike(entry, denial, now));
    if (alike >= 0) {
      const [entry] = this.entries.splice(alike, 1);
      entry.client = denial.client;
      entry.lastAt = now;
      entry.count++;
      this.entries.unshift(entry);
      return;
    }
    this.entries.unshift({ id: this.#nextId++, denial, client: denial.client, count: 1, firstAt: now, lastAt: now });
    if (this.entries.length > most) this.entries.length = most;
  }

  clear(): void {
    this.entries.length = 0;
  }
}

function isAlike({ denial, lastAt }: AclLogEntry, other: Denial, now: number): boolean {
  return (
    denial.reason === other.reason &&
    denial.context === other.context &&
    Math.abs(now - lastAt) <= GROUPING_MS &&
    denial.object === other.object &&
    denial.user === other.user
  );
}

import { readFileSync, writeFileSync } from 'node:fs';
import type { Config } from '../config/config.ts';

const FILE = '/proc/self/oom_score_adj';
/** What the kernel takes. */
const SCORE_MAX = 1000;

/**
 * `oom-score-adj`: how soon the kernel kills this process when memory runs out. The score is added to the one that the process began
 * with, or is absolute; when the directive is switched off, the process has its own score again.
 *
 * Of the three values the first counts, a master's: snapshots are written by this process, not by a child.
 */
export class OomScore {
  readonly #config: Config;
  readonly #log: (level: 'warning', message: string) => void;
  /** The score before it was changed; undefined while it is as it was. */
  #before: number | undefined = undefined;

  constructor(config: Config, log: (level: 'warning', message: string) => void) {
    this.#config = config;
    this.#log = log;
  }

  /** Sets the score as the configuration has it now. @returns the reason why not */
  apply(): string | undefined {
    const { oomScoreAdj, oomScoreAdjValues } = this.#config;
    if (oomScoreAdj === 'no' && this.#before === undefined) return undefined;
    try {
      const before = this.#before ?? Number.parseInt(readFileSync(FILE, 'latin1'), 10);
      this.#before = oomScoreAdj === 'no' ? undefined : before;
      if (oomScoreAdj === 'no') this.#write(before);
      else this.#write(oomScoreAdjValues[0] + (oomScoreAdj === 'absolute' ? 0 : before));
      return undefined;
    } catch (error) {
      this.#log('warning', `Unable to change ${FILE}: ${error instanceof Error ? error.message : error}`);
      return 'Failed to set current oom_score_adj. Check server logs.';
    }
  }

  #write(score: number): void {
    writeFileSync(FILE, String(Math.min(SCORE_MAX, Math.max(-SCORE_MAX, score))));
  }
}

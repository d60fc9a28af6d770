export type Unit = 'per second' | 'ms' | 'bytes' | 'fraction';

/** One line of a table: the same thing measured on both. */
export interface Row {
  what: string;
  unit: Unit;
  better: 'more' | 'less';
  /** Missing where only Respite can be looked at so. */
  redis?: number;
  respite: number;
  /** The lowest and the highest ratio of Respite to redis-server among the rounds. */
  spread?: [lowest: number, highest: number];
  /** Whether the row is one of those that the README shows. */
  headline: boolean;
}

import type { Bench } from './bench.ts';
import type { Row } from './row.ts';

/** Something to be measured on both servers; `npm run bench -- --only name`. */
export interface Measurement {
  readonly name: string;
  readonly title: string;
  /** How it is measured, for the reader of the table. */
  readonly how: string;
  /** Takes so long, or so much memory, that it runs only with --all or when it is named. */
  readonly long?: boolean;
  run(bench: Bench): Promise<Row[]>;
}

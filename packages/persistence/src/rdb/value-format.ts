import type { Database } from '@respite/store';
import type { NewKey } from '../json/kind-format.ts';
import type { RdbInput } from './rdb-input.ts';
import type { RdbOutput } from './rdb-output.ts';

/** How the values of one kind are written and read. */
export interface ValueFormat {
  /** KIND_STRING ... */
  readonly kind: number;
  /** The types (value-types.ts) that are read. */
  readonly types: readonly number[];
  /** The type that suits the value as it is kept. */
  typeOf(database: Database, entry: number): number;
  /** Writes what follows the type. */
  write(output: RdbOutput, type: number, database: Database, entry: number): void;
  /**
   * Reads what follows the type into a key that is not there yet.
   * @returns the entry
   * @throws RdbError; parts of the value may be in the database then
   */
  read(input: RdbInput, type: number, key: NewKey): number;
}
